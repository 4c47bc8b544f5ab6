import type { Fault } from '../../errors/fault.ts'
import { posix } from 'node:path'
import type { Expr } from './parse-expression.ts'
import type { KernelTree } from '../kernel-tree.ts'
import { DataError } from '../../errors/fault.ts'
import { closingQuote, macroEnd, parseExpr } from './parse-expression.ts'
import { treeFault } from '../kernel-tree.ts'

/** A condition as the kernel writes it, and as we read it. */
export type Condition = { readonly text: string; readonly expr: Expr }

/** A line of a symbol with the condition behind its `if`. */
type Conditional = { readonly when?: Condition; readonly line: number }

/** One place at which a symbol is defined: a symbol may have several. */
export type Definition = {
  readonly name: string
  readonly file: string
  readonly line: number
  /** `depends on` of its own, and of the `if`, `menu` and `choice` around it. */
  readonly depends: readonly Condition[]
  /** It is asked for: somebody who configures a kernel may turn it on. */
  readonly prompts: readonly Conditional[]
  readonly defaults: readonly (Conditional & { readonly value: Condition })[]
  readonly selects: readonly (Conditional & { readonly target: string })[]
  /** Of which one is on: the choice that it stands in. */
  readonly choice?: Choice
}

/** Symbols of which one is chosen. */
export type Choice = { readonly defaults: Definition['defaults']; readonly members: readonly Definition[] }

/** All symbols of one architecture, by name, in the order of reading. */
export type Kconfig = ReadonlyMap<string, readonly Definition[]>

/** Files `source`d one in another go less deep than this. */
const MOST_NESTED = 60

/** More lines than this are no kernel's. */
const MOST_LINES = 4_000_000

/** So much of a condition is shown in a fault, letters. */
const MOST_SHOWN = 100

/** Parsed files by tree: the generic ones are the same for every architecture. */
const parsedFiles = new WeakMap<KernelTree, Map<string, readonly Statement[]>>()

type Statement =
  | { readonly is: 'source'; readonly path: string; readonly line: number }
  | {
      readonly is: 'open'
      readonly kind: 'if' | 'menu' | 'choice'
      readonly line: number
      readonly depends: Condition[]
    }
  | { readonly is: 'close'; readonly kind: 'if' | 'menu' | 'choice'; readonly line: number }
  | { readonly is: 'config'; readonly definition: Own }

type Own = { -readonly [K in keyof Definition]: Definition[K] extends readonly (infer T)[] ? T[] : Definition[K] }
type OwnChoice = { readonly defaults: Own['defaults']; readonly members: Own[] }

/**
 * Read Kconfig files and what they `source`.
 *
 * @param roots - where to begin; a file that was read from an earlier one is not read again.
 * @param variables - what stands for `$(SRCARCH)` and its like in paths.
 * @param isWanted - whether a sourced file is to be read.
 * @throws DataError with the place of what cannot be read.
 */
export function readKconfig(
  tree: KernelTree,
  roots: readonly string[],
  variables: Readonly<Record<string, string>>,
  isWanted: (path: string) => boolean,
): Kconfig {
  const symbols = new Map<string, Definition[]>()
  const known = parsedFiles.get(tree) ?? new Map<string, readonly Statement[]>()
  parsedFiles.set(tree, known)
  const read = new Set<string>()

  const visit = (file: string, around: readonly Condition[], stack: readonly string[]): void => {
    if (!known.has(file)) {
      const text = tree.read(file)
      known.set(file, text === undefined ? [] : parseKconfig(file, text))
    }
    read.add(file)
    const blocks: { readonly kind: string; readonly depends: readonly Condition[]; readonly line: number }[] = []
    let depends = around
    for (const it of known.get(file)!) {
      if (it.is === 'open') {
        blocks.push({ kind: it.kind, depends, line: it.line })
        depends = it.depends.length > 0 ? [...depends, ...it.depends] : depends
      } else if (it.is === 'close') {
        const block = blocks.pop()
        if (block?.kind !== it.kind)
          throw fault(
            file,
            it.line,
            `end${it.kind} closes no ${it.kind}`,
            'blocks must be closed in the order in which they were opened',
          )
        depends = block.depends
      } else if (it.is === 'source') {
        const path = it.path.replace(/\$\((\w+)\)/g, (whole, name: string) => variables[name] ?? whole)
        if (path.includes('$(') || posix.normalize(path).startsWith('../') || posix.isAbsolute(path)) {
          if (path.includes('$(')) continue
          throw fault(
            file,
            it.line,
            `source "${it.path}" leads out of the kernel tree`,
            'nothing outside is read; is the tree what it seems to be?',
          )
        }
        const next = posix.normalize(path)
        if (next === file || stack.includes(next))
          throw fault(
            file,
            it.line,
            `source "${it.path}" goes round in a circle`,
            `it is being read already: ${[...stack, file, next].join(' > ')}`,
          )
        if (stack.length >= MOST_NESTED)
          throw fault(file, it.line, `source "${it.path}" is nested too deeply`, `files go at most ${MOST_NESTED} deep`)
        if (isWanted(next)) visit(next, depends, [...stack, file])
      } else {
        const definition =
          depends.length > 0 ? { ...it.definition, depends: [...depends, ...it.definition.depends] } : it.definition
        const all = symbols.get(definition.name)
        if (all) all.push(definition)
        else symbols.set(definition.name, [definition])
      }
    }
    if (blocks.length > 0)
      throw fault(
        file,
        blocks.at(-1)!.line,
        `the ${blocks.at(-1)!.kind} is not closed`,
        `end it with end${blocks.at(-1)!.kind} in the same file`,
      )
  }
  for (const root of roots) {
    if (!read.has(root)) visit(root, [], [])
  }
  return symbols
}

function fault(file: string, line: number, problem: string, tip: string): DataError {
  return new DataError([treeFault(file, line, problem, tip)] satisfies readonly Fault[])
}

/**
 * Parse one Kconfig file.
 *
 * @throws DataError with the line of what cannot be read.
 */
function parseKconfig(file: string, text: string): readonly Statement[] {
  const statements: Statement[] = []
  let own: Own | undefined
  let choice: OwnChoice | undefined
  let block: { readonly depends: Condition[] } | undefined
  let line = 0
  let helpIndent: number | undefined
  let helpBegins = false

  for (let start = 0; start < text.length;) {
    let end = text.indexOf('\n', start)
    if (end < 0) end = text.length
    const raw = text.slice(start, end)
    start = end + 1
    line++
    if (line > MOST_LINES)
      throw fault(file, line, 'the file does not end', `no Kconfig has more than ${MOST_LINES} lines`)

    if (helpBegins || helpIndent !== undefined) {
      if (raw.trim() === '') continue
      const indent = indentOf(raw)
      if (helpBegins) {
        helpBegins = false
        // An empty help is followed by what is indented no further than `config` itself.
        if (indent > 0) {
          helpIndent = indent
          continue
        }
      } else if (indent >= helpIndent!) {
        continue
      }
      helpIndent = undefined
    }

    const first = line
    let whole = raw
    while (whole.endsWith('\\') && start < text.length) {
      end = text.indexOf('\n', start)
      if (end < 0) end = text.length
      whole = `${whole.slice(0, -1)} ${text.slice(start, end)}`
      start = end + 1
      line++
    }
    const here = whole.trim()
    if (here === '' || here[0] === '#') continue
    const code = withoutComment(here)
    const word = /^[\w-]+/.exec(code)?.[0] ?? ''
    const rest = code.slice(word.length).trim()
    const condition = (it: string): Condition => {
      try {
        return { text: it.replace(/\s+/g, ' '), expr: parseExpr(it) }
      } catch (error) {
        throw fault(
          file,
          first,
          `the condition ${it.length > MOST_SHOWN ? `${it.slice(0, MOST_SHOWN)} …` : it} cannot be read: ${(error as Error).message}`,
          'conditions are made of symbols, !, && and ||',
        )
      }
    }
    /** `VALUE if CONDITION`, or `"prompt" if CONDITION`. */
    const conditional = (it: string): [string, Conditional] => {
      const at = ifOf(it)
      return at < 0
        ? [it.trim(), { line: first }]
        : [it.slice(0, at).trim(), { line: first, when: condition(it.slice(at + 2).trim()) }]
    }

    switch (word) {
      case 'config':
      case 'menuconfig':
        if (!/^[\w-]+$/.test(rest)) throw fault(file, first, `${word} ${rest} names no symbol`, 'a symbol is one word')
        own = {
          name: rest,
          file,
          line: first,
          depends: [],
          prompts: [],
          defaults: [],
          selects: [],
          ...(choice && { choice }),
        }
        choice?.members.push(own)
        block = own
        statements.push({ is: 'config', definition: own })
        break
      case 'bool':
      case 'boolean':
      case 'tristate':
      case 'int':
      case 'hex':
      case 'string':
        if (own && rest !== '') own.prompts.push(conditional(rest)[1])
        break
      case 'prompt':
        own?.prompts.push(conditional(rest)[1])
        break
      case 'def_bool':
      case 'def_tristate':
      case 'default':
        if (own ?? choice) {
          const [value, rule] = conditional(rest)
          ;(own ?? choice)!.defaults.push({ ...rule, value: condition(value) })
        }
        break
      case 'depends':
        block?.depends.push(condition(rest.replace(/^on\b/, '').trim()))
        break
      case 'select':
        if (own) {
          const [target, rule] = conditional(rest)
          own.selects.push({ ...rule, target })
        }
        break
      case 'help':
      case '---help---':
        helpBegins = true
        break
      case 'if':
        own = undefined
        block = undefined
        statements.push({ is: 'open', kind: 'if', line: first, depends: [condition(rest)] })
        break
      case 'menu':
      case 'choice': {
        own = undefined
        const opened = { is: 'open' as const, kind: word as 'menu' | 'choice', line: first, depends: [] as Condition[] }
        block = opened
        choice = word === 'choice' ? { defaults: [], members: [] } : choice
        statements.push(opened)
        break
      }
      case 'endif':
      case 'endmenu':
      case 'endchoice':
        own = undefined
        block = undefined
        choice = word === 'endchoice' ? undefined : choice
        statements.push({ is: 'close', kind: word.slice(3) as 'if' | 'menu' | 'choice', line: first })
        break
      case 'comment':
        own = undefined
        block = { depends: [] }
        break
      case 'source':
      case 'rsource':
      case 'osource':
      case 'orsource': {
        own = undefined
        block = undefined
        const quoted = /^(["'])(.*)\1$/.exec(rest)?.[2] ?? rest
        statements.push({
          is: 'source',
          line: first,
          path: /^o?rsource$/.test(word) ? posix.join(posix.dirname(file), quoted) : quoted,
        })
        break
      }
      default:
        // imply, range, option, visible if, transitional, macros: nothing of them is a promise.
        break
    }
  }
  return statements
}

/** Columns of white space before a line's text; a tab goes to the next eighth. */
function indentOf(line: string): number {
  let columns = 0
  for (const char of line) {
    if (char === '\t') columns = (columns & ~7) + 8
    else if (char === ' ') columns++
    else break
  }
  return columns
}

/** A line without the comment at its end; a `#` in quotes or in a macro begins none. */
function withoutComment(line: string): string {
  if (!line.includes('#')) return line
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '#') return line.slice(0, i).trimEnd()
    if (line[i] === '"' || line[i] === "'" || line.startsWith('$(', i)) i = skip(line, i) - 1
  }
  return line
}

/** Where ` if ` stands outside quotes and macros; -1 if nowhere. */
function ifOf(text: string): number {
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"' || text[i] === "'" || text.startsWith('$(', i)) i = skip(text, i) - 1
    else if (text.startsWith('if', i) && !/\w/.test(text[i - 1] ?? ' ') && !/\w/.test(text[i + 2] ?? ' ')) return i
  }
  return -1
}

function skip(text: string, at: number): number {
  try {
    return text[at] === '$' ? macroEnd(text, at) : closingQuote(text, at)
  } catch {
    return text.length
  }
}
