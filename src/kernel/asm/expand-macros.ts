import type { ArchContext } from '../arch-context.ts'
import type { CParser } from '../c/parse-c.ts'
import type { FunctionMacro } from '../c/function-macros.ts'
import { posix } from 'node:path'
import { type MacroLookup, evaluateExpression } from '../c/evaluate-expression.ts'
import { expandMacro } from '../c/function-macros.ts'
import { type Macros, preprocess } from '../c/preprocess.ts'
import { includePaths } from '../c/read-headers.ts'
import { type AsmLine, splitOperands } from './asm-line.ts'
import { resolveDirectives } from './resolve-directives.ts'

/** A macro of the assembler: `.macro NAME a, b=0`. `value` is the default of a parameter. */
type AsmMacro = {
  readonly parameters: readonly { readonly name: string; readonly value: string }[]
  readonly body: readonly string[]
}

/** A file of assembly on one architecture. Its conditionals are resolved, its macros are not yet expanded. */
export type AsmFile = {
  readonly lines: readonly AsmLine[]
  readonly macros: ReadonlyMap<string, AsmMacro>
  /** Expand a line; branches whose condition is not known are left out. */
  readonly expand: (line: AsmLine) => readonly AsmLine[]
  /** Evaluate an expression of numbers and known macros; undefined if it contains anything else. */
  readonly evaluate: (text: string) => number | undefined
  /** Expand those macros of the preprocessor in a text that stand for names of offsets. */
  readonly expandToOffsets: (text: string) => string
}

/** How many headers may include one another in a row; what is deeper is not read. */
const MOST_ASM_INCLUDE_DEPTH = 6

/** How many macros may call one another in a row; what is deeper is not expanded. */
const MOST_MACRO_DEPTH = 6

/** Macros of both kinds that are known in a file. */
type KnownMacros = {
  readonly cpp: Macros
  readonly functions: Map<string, FunctionMacro>
  readonly macros: Map<string, AsmMacro>
}

/**
 * Make a reader for the assembly of an architecture. A header that several files include is read once.
 *
 * @param context - the architecture.
 * @param defined - what the compiler and the configuration define.
 * @param isOffset - whether a word is the name of an offset, from asm-offsets.c.
 * @returns reads the file at a path in the tree.
 */
export function asmReader(
  { tree, variant, parser }: ArchContext,
  defined: MacroLookup,
  isOffset: (word: string) => boolean,
): (file: string) => AsmFile {
  const shared: KnownMacros = {
    cpp: new Map([
      ['__ASSEMBLY__', '1'],
      ['__ASSEMBLER__', '1'],
    ]),
    functions: new Map(),
    macros: new Map(),
  }
  const seen = new Set<string>()
  const collect = (text: string, { cpp, functions, macros }: KnownMacros) =>
    collectMacros(preprocess(text, { parser, defined, macros: cpp, functions }).split('\n'), macros)

  /** Collect the macros of the headers that a text includes. */
  const readIncludes = (path: string, text: string, depth: number): void => {
    for (const [, quote, name] of text.matchAll(/^[ \t]*#[ \t]*include[ \t]+([<"])([^>"\n]+)[>"]/gm)) {
      const candidates =
        quote === '"'
          ? [posix.join(posix.dirname(path), name!)]
          : name!.startsWith('asm/')
            ? includePaths(variant, name!)
            : []
      for (const it of candidates) {
        const inner = seen.has(it) || depth > MOST_ASM_INCLUDE_DEPTH ? undefined : tree.read(it)
        seen.add(it)
        if (inner !== undefined) {
          readIncludes(it, inner, depth + 1)
          collect(inner, shared)
        }
      }
    }
  }
  return file => {
    const text = tree.read(file) ?? ''
    readIncludes(file, text, 0)
    const own: KnownMacros = {
      cpp: new Map(shared.cpp),
      functions: new Map(shared.functions),
      macros: new Map(shared.macros),
    }
    return { lines: collect(text, own), macros: own.macros, ...macroExpander(own, parser, isOffset) }
  }
}

/** A name in assembly or C. */
const WORD = /\b[A-Za-z_]\w*\b/g

function macroExpander(
  { cpp, functions, macros }: KnownMacros,
  parser: CParser,
  isOffset: (word: string) => boolean,
): Pick<AsmFile, 'expand' | 'evaluate' | 'expandToOffsets'> {
  /** Expand macros without arguments, but for words that are to be kept. */
  const expandText = (text: string, isKept: (word: string) => boolean, depth = 0): string =>
    depth > MOST_MACRO_DEPTH
      ? text
      : text.replace(WORD, word => {
          const value = isKept(word) ? undefined : cpp.get(word)
          const isSame = value === undefined || value.trim() === '' || value.trim() === word
          return isSame ? word : expandText(value, isKept, depth + 1)
        })
  // A macro that stands for a number is kept: it says where in memory the struct is, not where in the struct the field
  // is.
  const expandToOffsets = (text: string): string =>
    text.replace(WORD, word => {
      const whole = isOffset(word) ? word : expandText(word, isOffset)
      const hasOffset = whole !== word && [...whole.matchAll(WORD)].some(([it]) => isOffset(it))
      return hasOffset ? expandToOffsets(cpp.get(word)!) : word
    })
  const evaluate = (text: string): number | undefined => {
    const whole = expandText(text, () => false)
    return /^[\d\sxa-fA-F+\-*/()<>=!&|]+$/.test(whole) ? evaluateExpression(whole, parser, () => undefined) : undefined
  }
  const expand = (it: AsmLine, depth = 0): readonly AsmLine[] => {
    if (depth > MOST_MACRO_DEPTH) return []
    const call = /^\s*(\w+)\s*\((.*)\)\s*$/.exec(it.text)
    const cppMacro = call && functions.get(call[1]!)
    if (cppMacro) {
      const whole = expandMacro(cppMacro, argumentsOf(call[2]!))
      return whole.split(';').flatMap(text => expand({ ...it, text, via: it.via ?? call[1]! }, depth + 1))
    }
    const word = /^\s*([\w.]+)\s*(.*)$/.exec(it.text)
    const macro = word && macros.get(word[1]!)
    if (!macro) return [it]
    const body = macro.body.map(text => ({
      text: withArguments(text, macro, argumentsOf(word[2]!)),
      line: it.line,
      via: it.via ?? word[1]!,
    }))
    return resolveDirectives(body, evaluate).flatMap(line => expand(line, depth + 1))
  }
  return { expand: it => expand(it), evaluate, expandToOffsets }
}

/** Collect the macros that lines define; the other lines are returned, without comments. */
function collectMacros(lines: readonly string[], macros: Map<string, AsmMacro>): readonly AsmLine[] {
  const rest: AsmLine[] = []
  let open: { readonly name: string; readonly parameters: AsmMacro['parameters']; readonly body: string[] } | undefined
  lines.forEach((raw, i) => {
    const text = withoutComment(raw)
    const head = /^\s*\.macro\s+([\w.]+)\s*,?\s*(.*)$/.exec(text)
    if (head && !open) {
      open = { name: head[1]!, parameters: parametersOf(head[2]!), body: [] }
    } else if (/^\s*\.endm\b/.test(text) && open) {
      macros.set(open.name, open)
      open = undefined
    } else if (open) {
      open.body.push(text)
    } else {
      rest.push({ text, line: i + 1 })
    }
  })
  return rest
}

/** A line without its comment, which begins with `@`, or with a `#` that is not part of a number. */
function withoutComment(line: string): string {
  return line.replace(/(?:^|\s)(?:@(?=\s)|#(?=\s)).*$/, '').replace(/\s+$/, '')
}

function parametersOf(text: string): AsmMacro['parameters'] {
  return text
    .replace(/\s*=\s*/g, '=')
    .split(/[\s,]+/)
    .filter(it => it !== '')
    .map(it => {
      const [name, value = ''] = it.split('=') as [string, string?]
      return { name: name.replace(/:.*$/, ''), value }
    })
}

function argumentsOf(text: string): readonly string[] {
  return text.trim() === '' ? [] : splitOperands(text)
}

/** A line of a macro with the arguments in it, which are given by position or as `name=value`. */
function withArguments(text: string, { parameters }: AsmMacro, args: readonly string[]): string {
  const named = new Map(
    args.flatMap(it => {
      const match = /^(\w+)\s*=\s*(.*)$/.exec(it)
      return match && parameters.some(parameter => parameter.name === match[1]) ? [[match[1]!, match[2]!] as const] : []
    }),
  )
  const positional = args.filter(it => !named.has(/^(\w+)\s*=/.exec(it)?.[1] ?? ''))
  const value = new Map(parameters.map(({ name, value }, i) => [name, named.get(name) ?? (positional[i] || value)]))
  return text.replace(/\\(\w+)(?:\\\(\))?/g, (whole, name: string) => value.get(name) ?? whole)
}
