import type { ArchContext } from '../arch-context.ts'
import type { FunctionMacro } from '../c/function-macros.ts'
import type { MacroLookup } from '../c/evaluate-expression.ts'
import type { Isa } from '../isa/isa.ts'
import type { AsmMacro, AsmProgram, Position } from './asm-program.ts'
import type { StructOffset } from '../asm/offset-names.ts'
import type { Evaluate } from './machine.ts'
import { posix } from 'node:path'
import { type Macros, preprocess } from '../c/preprocess.ts'
import { includePaths } from '../c/read-headers.ts'
import { Assembler } from './assembler.ts'
import { type SourceLine, expandCpp, joinedLines } from './cpp-lines.ts'
import { type AsmNumber, evaluateAsm } from './expression.ts'
import { inlineAsm } from './inline-asm.ts'

/** How many headers may include one another in a row. */
const MOST_INCLUDE_DEPTH = 8

/** Headers that hold macros of assembly, beside those of the architecture. */
const COMMON = /^(?:asm|uapi\/asm)\//

/** What an architecture's assembly is read with. */
export type AsmReaderInput = {
  readonly context: ArchContext
  readonly isa: Isa
  /** What the compiler and the configuration define. */
  readonly defined: MacroLookup
  /** The names of asm-offsets.c. */
  readonly names: ReadonlyMap<string, StructOffset>
}

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

/** How a file is read: whether it is C with assembly in it, and the file that includes it. */
export type ReadHow = { readonly isInline?: boolean | undefined; readonly includedBy?: string | undefined }

/** Macros of both kinds that files share. */
type Shared = {
  readonly cpp: Macros
  readonly functions: Map<string, FunctionMacro>
  readonly macros: Map<string, AsmMacro>
  readonly seen: Set<string>
}

/**
 * Make a reader for the assembly of an architecture. A file is expanded once.
 *
 * @param input - the architecture and what is known of it.
 * @returns reads a file of the tree, and puts the lines of a site behind it, in a section of their own.
 */
export function asmReader(input: AsmReaderInput): (file: string, site: string, how?: ReadHow) => AsmFile | undefined {
  const shared: Shared = {
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
    const key = `${file} ${how.isInline} ${how.includedBy}`
    if (!files.has(key)) files.set(key, assembled(file, how, { input, shared, names }))
    const assembler = files.get(key)
    if (!assembler) return undefined
    const section = `.site ${sites++}`
    assembler.enter(section)
    assembler.assemble(site.split('\n').map(it => ({ text: it, file, line: 1 })))
    const { program } = assembler
    return { program, start: { section, index: 0 }, evaluate: names.evaluator(program), nameOf: names.nameOf }
  }
}

type Reading = { readonly input: AsmReaderInput; readonly shared: Shared; readonly names: ReturnType<typeof asmNames> }

/** Expand a file; undefined if the tree does not have it. */
function assembled(
  file: string,
  { isInline, includedBy }: ReadHow,
  { input, shared, names }: Reading,
): Assembler | undefined {
  const { context, isa, defined } = input
  const text = context.tree.read(file)
  if (text === undefined) return undefined
  for (const it of isa.headers ?? []) readHeader(`${context.variant.directory}/${it}`, { input, shared, depth: 0 })
  // A file that another one includes is read with what stands before it there.
  for (const it of includedBy === undefined ? [file] : [includedBy, file])
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

function cppLines(
  text: string,
  { context, defined }: AsmReaderInput,
  macros: Macros,
  functions: Map<string, FunctionMacro>,
): readonly string[] {
  return preprocess(text, { parser: context.parser, defined, macros, functions })
    .split('\n')
    .map((line, i, all) =>
      /^\s*#\s*(?:include|define|undef|error|warning|pragma)\b/.test(line) || (i > 0 && isDefinition(all, i))
        ? ''
        : line,
    )
}

/** Whether a line goes on with a `#define` that began above. */
function isDefinition(lines: readonly string[], i: number): boolean {
  let first = i
  while (first > 0 && /\\\s*$/.test(lines[first - 1]!)) first--
  return first < i && /^\s*#\s*define\b/.test(lines[first]!)
}

type HeaderReading = { readonly input: AsmReaderInput; readonly shared: Shared; readonly depth: number }

/** Collect the macros of the headers that a text includes. */
function readIncludes(path: string, text: string, { input, shared, depth }: HeaderReading): void {
  const { variant } = input.context
  for (const [, quote, name] of text.matchAll(/^\s*#\s*include\s*(["<])([^">]+)[">]/gm)) {
    const candidates = [
      ...(quote === '"' ? [posix.join(posix.dirname(path), name!)] : []),
      ...(COMMON.test(name!) ? includePaths(variant, name!) : []),
    ]
    for (const it of candidates) {
      if (depth <= MOST_INCLUDE_DEPTH) readHeader(it, { input, shared, depth })
    }
  }
}

/** Collect the macros of a header and of those that it includes, once. */
function readHeader(path: string, { input, shared, depth }: HeaderReading): void {
  const text = shared.seen.has(path) ? undefined : input.context.tree.read(path)
  shared.seen.add(path)
  if (text === undefined) return
  readIncludes(path, text, { input, shared, depth: depth + 1 })
  collectMacros(
    withoutFeatures(joinedLines(cppLines(text, input, shared.cpp, shared.functions), path), input.isa),
    shared.macros,
  )
}

/** Lines without the code that the boot replaces by nops. */
function withoutFeatures(lines: readonly SourceLine[], { leftOut }: Isa): readonly SourceLine[] {
  if (!leftOut) return lines
  const open: number[] = []
  const out: (SourceLine | undefined)[] = []
  for (const line of lines) {
    if (leftOut.begins.test(line.text)) open.push(out.length)
    if (leftOut.ends.test(line.text)) {
      const first = open.pop()
      if (first !== undefined && leftOut.isLeftOut.test(line.text)) out.fill(undefined, first)
      else out.push(line)
    } else {
      out.push(line)
    }
  }
  return out.filter(it => it !== undefined)
}

/** Collect the macros of the assembler that a header defines. */
function collectMacros(lines: readonly SourceLine[], macros: Map<string, AsmMacro>): void {
  if (!lines.some(it => /^\s*\.macro\b/.test(it.text))) return
  const assembler = new Assembler(
    { syntax: { comment: /$^/, separator: '\n' }, expand: it => it, lookUp: () => undefined },
    macros,
  )
  // Only the definitions count; all else that stands there is data for C.
  const definitions: SourceLine[] = []
  let depth = 0
  for (const line of lines) {
    if (/^\s*\.macro\b/.test(line.text)) depth++
    if (depth > 0) definitions.push(line)
    if (/^\s*\.endm\b/.test(line.text)) depth--
  }
  assembler.assemble(definitions)
  for (const [name, macro] of assembler.program.macros) macros.set(name, macro)
}
