import type { ArchVariant } from '../arch-variants.ts'
import type { CParser } from '../c/parse-c.ts'
import type { FunctionMacro } from '../c/function-macros.ts'
import type { Defined, Macros } from '../c/preprocess.ts'
import type { KernelTree } from '../kernel-tree.ts'
import { posix } from 'node:path'
import { expandMacro } from '../c/function-macros.ts'
import { includePaths } from '../c/read-headers.ts'
import { evaluate, preprocess } from '../c/preprocess.ts'

/** One line of assembly, and the line of the file that it comes from; `via` names the macro that made it. */
export type AsmLine = { readonly text: string; readonly line: number; readonly via?: string }

/** A macro of the assembler. */
type AsmMacro = {
  readonly parameters: readonly { readonly name: string; readonly value: string }[]
  readonly body: readonly string[]
}

/** A file of assembly as it is on one architecture, ready to be spelled out. */
export type AsmFile = {
  readonly lines: readonly AsmLine[]
  readonly macros: ReadonlyMap<string, AsmMacro>
  /** A line with its macros spelled out, as far as that can be told. */
  readonly spelled: (line: AsmLine) => readonly AsmLine[]
  /** The value of an expression in which only numbers and known macros stand; undefined if there is anything else. */
  readonly constant: (text: string) => number | undefined
  /** A text with those macros of the preprocessor put in that come to names of slots. */
  readonly expanded: (text: string) => string
}

/** Macros call one another, and files include one another, less deeply than this. */
const MOST_NESTED = 6

/** A loop of the assembler goes round less often than this. */
const MOST_ROUNDS = 64

/** Reads the assembly of one architecture; a header that several files include is read once. */
export function asmReader(
  tree: KernelTree,
  variant: ArchVariant,
  parser: CParser,
  defined: Defined,
  isName: (word: string) => boolean,
): (file: string) => AsmFile {
  const cpp: Macros = new Map([
    ['__ASSEMBLY__', '1'],
    ['__ASSEMBLER__', '1'],
  ])
  const functions = new Map<string, FunctionMacro>()
  const macros = new Map<string, AsmMacro>()
  const seen = new Set<string>()

  /** Take what the headers define that a text includes. */
  const include = (path: string, text: string, depth: number): void => {
    for (const [, quote, name] of text.matchAll(/^[ \t]*#[ \t]*include[ \t]+([<"])([^>"\n]+)[>"]/gm)) {
      const candidates =
        quote === '"'
          ? [posix.join(posix.dirname(path), name!)]
          : name!.startsWith('asm/')
            ? includePaths(variant, name!)
            : []
      for (const it of candidates) {
        const inner = seen.has(it) || depth > MOST_NESTED ? undefined : tree.read(it)
        seen.add(it)
        if (inner !== undefined) {
          include(it, inner, depth + 1)
          takeMacros(preprocess(inner, parser, defined, cpp, functions).split('\n'), macros)
        }
      }
    }
  }
  return file => {
    const text = tree.read(file) ?? ''
    include(file, text, 0)
    const own = { cpp: new Map(cpp), functions: new Map(functions), macros: new Map(macros) }
    const lines = takeMacros(preprocess(text, parser, defined, own.cpp, own.functions).split('\n'), own.macros)
    return { lines, macros: own.macros, ...speller(own, parser, isName) }
  }
}

type Known = {
  readonly cpp: Macros
  readonly functions: ReadonlyMap<string, FunctionMacro>
  readonly macros: ReadonlyMap<string, AsmMacro>
}

function speller(
  { cpp, functions, macros }: Known,
  parser: CParser,
  isName: (word: string) => boolean,
): Pick<AsmFile, 'spelled' | 'constant' | 'expanded'> {
  const expanded = (text: string, isKept: (word: string) => boolean, depth = 0): string =>
    depth > MOST_NESTED
      ? text
      : text.replace(/\b[A-Za-z_]\w*\b/g, word => {
          const value = isKept(word) ? undefined : cpp.get(word)
          return value === undefined || value.trim() === '' || value.trim() === word
            ? word
            : expanded(value, isKept, depth + 1)
        })
  /** Only macros that come to a name are put in: one that is a number says where a struct lies. */
  const named = (text: string): string =>
    text.replace(/\b[A-Za-z_]\w*\b/g, word => {
      const whole = isName(word) ? word : expanded(word, isName)
      return whole !== word && [...whole.matchAll(/\b[A-Za-z_]\w*\b/g)].some(([it]) => isName(it))
        ? named(cpp.get(word)!)
        : word
    })
  const constant = (text: string): number | undefined => {
    const whole = expanded(text, () => false)
    return /^[\d\sxa-fA-F+\-*/()<>=!&|]+$/.test(whole) ? evaluate(whole, parser, () => undefined) : undefined
  }
  const spelled = (it: AsmLine, depth = 0): readonly AsmLine[] => {
    if (depth > MOST_NESTED) return []
    const call = /^\s*(\w+)\s*\((.*)\)\s*$/.exec(it.text)
    const cppMacro = call && functions.get(call[1]!)
    if (cppMacro) {
      const whole = expandMacro(cppMacro, argumentsOf(call[2]!))
      return whole.split(';').flatMap(text => spelled({ ...it, text, via: it.via ?? call[1]! }, depth + 1))
    }
    const word = /^\s*([\w.]+)\s*(.*)$/.exec(it.text)
    const macro = word && macros.get(word[1]!)
    if (!macro) return [it]
    const body = macro.body.map(text => ({
      text: withArguments(text, macro, argumentsOf(word[2]!)),
      line: it.line,
      via: it.via ?? word[1]!,
    }))
    return fixedSymbols(body, constant).flatMap(line => spelled(line, depth + 1))
  }
  return { spelled: it => spelled(it), constant, expanded: named }
}

/** Note the macros that stand in some lines. */
function takeMacros(lines: readonly string[], macros: Map<string, AsmMacro>): readonly AsmLine[] {
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

/** A comment of the assembler: behind `@`, or behind a `#` that is no number's. */
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

/** What stands between commas that no bracket encloses. */
export function splitOperands(text: string): readonly string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const char of text) {
    depth += char === '(' || char === '[' ? 1 : char === ')' || char === ']' ? -1 : 0
    if (char === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += char
  }
  return parts.map(it => it.trim())
}

function withArguments(text: string, { parameters }: AsmMacro, given: readonly string[]): string {
  const named = new Map(
    given.flatMap(it => {
      const at = /^(\w+)\s*=\s*(.*)$/.exec(it)
      return at && parameters.some(parameter => parameter.name === at[1]) ? [[at[1]!, at[2]!] as const] : []
    }),
  )
  const positional = given.filter(it => !named.has(/^(\w+)\s*=/.exec(it)?.[1] ?? ''))
  const value = new Map(parameters.map(({ name, value }, i) => [name, named.get(name) ?? (positional[i] || value)]))
  return text.replace(/\\(\w+)(?:\\\(\))?/g, (whole, name: string) => value.get(name) ?? whole)
}

/**
 * The lines that the assembler takes: `.if` by its condition, `.rept` so many times. Where a condition cannot be told,
 * neither of its branches is taken.
 */
function fixedSymbols(lines: readonly AsmLine[], constant: (text: string) => number | undefined): readonly AsmLine[] {
  const out: AsmLine[] = []
  const branches: { on: boolean; readonly isKnown: boolean; taken: boolean }[] = []
  const values = new Map<string, number>()
  const withValues = (text: string) => text.replace(/\.L\w+/g, it => String(values.get(it) ?? it))
  for (let i = 0; i < lines.length; i++) {
    const it = lines[i]!
    const directive = /^\s*\.(if\w*|else\w*|endif|rept|endr)\b\s*(.*)$/.exec(it.text)
    const isOn = branches.every(branch => branch.on)
    const kind = directive?.[1] ?? ''
    if (kind.startsWith('if')) {
      const holds = conditionOf(kind, withValues(directive![2]!), constant)
      branches.push({ on: holds === true, isKnown: holds !== undefined, taken: holds === true })
    } else if (kind.startsWith('else')) {
      const branch = branches.at(-1)
      if (branch) {
        const holds = kind === 'elseif' ? conditionOf('if', withValues(directive![2]!), constant) : true
        branch.on = branch.isKnown && !branch.taken && holds === true
        branch.taken ||= branch.on
      }
    } else if (kind === 'endif') {
      branches.pop()
    } else if (kind === 'rept') {
      const end = lines.findIndex((line, j) => j > i && /^\s*\.endr\b/.test(line.text))
      const rounds = isOn ? (constant(withValues(directive![2]!)) ?? 0) : 0
      const body = lines.slice(i + 1, end < 0 ? undefined : end)
      for (let round = 0; round < Math.min(rounds, MOST_ROUNDS); round++) {
        for (const line of body) step(line)
      }
      i = end < 0 ? lines.length : end
    } else if (isOn) {
      step(it)
    }
  }
  return out

  function step(line: AsmLine): void {
    const assigned = /^\s*(\.L\w+)\s*=\s*(.+)$/.exec(line.text)
    const value = assigned && constant(withValues(assigned[2]!))
    if (assigned && value !== undefined) values.set(assigned[1]!, value!)
    else out.push({ ...line, text: withValues(line.text) })
  }
}

function conditionOf(kind: string, text: string, constant: (text: string) => number | undefined): boolean | undefined {
  const [left, right] = text.split(',').map(it => it.trim().replace(/^(["'])(.*)\1$/, '$2'))
  switch (kind) {
    case 'ifb':
      return text.trim() === ''
    case 'ifnb':
      return text.trim() !== ''
    case 'ifc':
    case 'ifeqs':
      return left === right
    case 'ifnc':
    case 'ifnes':
      return left !== right
    case 'if': {
      const value = constant(text.replace(/(?<![<>=!])=(?!=)/g, '=='))
      return value === undefined ? undefined : value !== 0
    }
    default:
      return undefined
  }
}
