import type { FunctionMacro } from '../c/function-macros.ts'
import type { MacroLookup } from '../c/evaluate-expression.ts'
import type { Macros } from '../c/preprocess.ts'
import type { AsmProgram, Position } from './program.ts'
import { Assembler } from './assembler.ts'
import { expandCpp, joinedLines } from './cpp-lines.ts'
import { type AsmNumber, type Evaluate, evaluateAsm } from './evaluate-asm.ts'
import {
  type AsmReaderInput,
  type HeaderMacros,
  cppLines,
  readHeader,
  readIncludes,
  withoutFeatures,
} from './header-macros.ts'
import { inlineAsm } from './inline-asm.ts'

/** A file of assembly, expanded, with the lines of a site behind it. */
export type AsmFile = {
  readonly program: AsmProgram
  /** Where the lines of the site begin. */
  readonly start: Position
  readonly evaluate: Evaluate
  /** The name for which a number was put that only the kernel's build knows. */
  readonly nameOf: (number: number) => string | undefined
}

/** Macros of headers that all architectures share. */
const COMMON_MACROS: readonly (readonly [string, FunctionMacro])[] = [
  ['__stringify', { parameters: ['x...'], body: '"x"' }],
  ['UL', { parameters: ['x'], body: 'x' }],
  ['ULL', { parameters: ['x'], body: 'x' }],
  ['_UL', { parameters: ['x'], body: 'x' }],
  ['_AC', { parameters: ['x', 'y'], body: 'x' }],
  ['BIT', { parameters: ['x'], body: '(1 << (x))' }],
  ['_BITUL', { parameters: ['x'], body: '(1 << (x))' }],
]

/** How a file is read: whether it is C with assembly in it, the file that includes it, and files that it jumps to. */
export type ReadHow = {
  readonly isInline?: boolean | undefined
  readonly includedBy?: string | undefined
  readonly also?: readonly string[] | undefined
}

/**
 * Make a reader for the assembly of an architecture. A file is expanded once.
 *
 * @param input - the architecture and what is known of it.
 * @returns reads a file of the tree, and puts the lines of a site behind it, in a section of their own.
 */
export function asmReader(input: AsmReaderInput): (file: string, site: string, how?: ReadHow) => AsmFile | undefined {
  const shared: HeaderMacros = {
    cpp: new Map([
      ['__ASSEMBLY__', '1'],
      ['__ASSEMBLER__', '1'],
    ]),
    functions: new Map(COMMON_MACROS),
    macros: new Map(),
    seen: new Set(),
  }
  const names = asmNames(input)
  const files = new Map<string, Assembler | undefined>()
  let sites = 0
  return (file, site, how = {}) => {
    const key = `${file} ${how.isInline} ${how.includedBy} ${how.also}`
    if (!files.has(key)) files.set(key, assembled(file, how, { input, shared, names }))
    const assembler = files.get(key)
    if (!assembler) return undefined
    const section = `.site ${sites++}`
    assembler.enter(section)
    const lines = input.context.tree.read(file)?.split('\n') ?? []
    // A macro that a site begins with stands in the file, too.
    const lineOf = (text: string) => lines.findIndex(it => it.trim() === text.trim()) + 1 || 1
    assembler.assemble(site.split('\n').map(it => ({ text: it, file, line: lineOf(it) })))
    const { program } = assembler
    return { program, start: { section, index: 0 }, evaluate: names.evaluator(program), nameOf: names.nameOf }
  }
}

type Reading = {
  readonly input: AsmReaderInput
  readonly shared: HeaderMacros
  readonly names: ReturnType<typeof asmNames>
}

/** Expand a file; undefined if the tree does not have it. */
function assembled(
  file: string,
  { isInline, includedBy, also = [] }: ReadHow,
  { input, shared, names }: Reading,
): Assembler | undefined {
  const { context, isa, defined } = input
  const text = context.tree.read(file)
  if (text === undefined) return undefined
  for (const it of isa.headers ?? []) readHeader(`${context.variant.directory}/${it}`, { input, shared, depth: 0 })
  // A file that another one includes is read with what stands before it there.
  for (const it of [...(includedBy === undefined ? [] : [includedBy]), file, ...also])
    readIncludes(it, context.tree.read(it) ?? '', { input, shared, depth: 0 })
  const cpp: Macros = new Map(shared.cpp)
  const functions = new Map(shared.functions)
  const code = cppLines(text, input, cpp, functions)
  const asm = isInline ? inlineAsm(code, { objects: cpp, functions, isKept: () => false }) : code
  const isKept = (word: string) =>
    input.names.has(word) || isa.kept?.test(word) === true || /^(?:SYM_|ALTERNATIVE)/.test(word)
  const assembler = new Assembler(
    {
      syntax: { comment: isa.comment, separator: isa.separator ?? ';', takesAlternatives: isa.takesAlternatives },
      expand: line => expandCpp(line, { objects: cpp, functions, isKept }),
      lookUp: name => names.known(name) ?? compilerNumber(name, defined),
    },
    shared.macros,
  )
  assembler.assemble(withoutFeatures(joinedLines(asm, file), isa))
  for (const it of also) {
    const lines = cppLines(context.tree.read(it) ?? '', input, cpp, functions)
    assembler.assemble(withoutFeatures(joinedLines(lines, it), isa))
  }
  return assembler
}

/** A number that the compiler or the configuration defines. */
function compilerNumber(name: string, defined: MacroLookup): AsmNumber | undefined {
  const text = defined(name)
  return text === undefined ? undefined : evaluateAsm(text, () => undefined)
}

/** The values of names: those of asm-offsets.c, and numbers that stand for what only the kernel's build knows. */
function asmNames({ names, isa }: AsmReaderInput): {
  readonly known: (name: string) => AsmNumber | undefined
  readonly evaluator: (program: AsmProgram) => Evaluate
  readonly nameOf: (number: number) => string | undefined
} {
  const invented = new Map<string, number>()
  const known = (name: string): AsmNumber | undefined => {
    const place = names.get(name)
    return place && { number: place.offset + (place.base ?? 0), struct: place.struct, base: place.base ?? 0 }
  }
  return {
    known,
    evaluator: program => text => {
      let isConstant = false
      const value = evaluateAsm(text.replace(/^#?:\w+:/, ''), name => {
        const own = program.symbols.get(name)
        if (own !== undefined) return { number: own }
        const place = known(name)
        if (place) return place
        if (isa.register(name) !== undefined) return undefined
        isConstant = true
        // Far enough from one another that what is added to one never reaches the next.
        if (!invented.has(name)) invented.set(name, 2 ** 40 + invented.size * 2 ** 24)
        return { number: invented.get(name)! }
      })
      return value && { ...value, isConstant }
    },
    nameOf: number => [...invented].find(([, first]) => number >= first && number < first + 2 ** 23)?.[0],
  }
}
