import type { Condition, Conditional, Definition } from './kconfig.ts'
import { posix } from 'node:path'
import { kconfigError } from './kconfig.ts'
import { type KconfigLine, conditionStart, kconfigLines } from './kconfig-lines.ts'
import { parseExpression } from './parse-expression.ts'

/** A block that has an end of its own. */
export type BlockKind = 'if' | 'menu' | 'choice'

/**
 * What a Kconfig file says, in order. Blocks are not yet matched with their ends, and no `source` has been followed:
 * collect-symbols.ts does both.
 */
export type Statement =
  /** `isOptional`: an `osource`, whose file may be missing. */
  | { readonly is: 'source'; readonly path: string; readonly line: number; readonly isOptional: boolean }
  | { readonly is: 'open'; readonly kind: BlockKind; readonly line: number; readonly depends: readonly Condition[] }
  | { readonly is: 'close'; readonly kind: BlockKind; readonly line: number }
  | { readonly is: 'config'; readonly definition: Definition }

/** An entry whose lines are still being read. */
type OpenDefinition = {
  -readonly [K in keyof Definition]: Definition[K] extends readonly (infer T)[] ? T[] : Definition[K]
}

/** What has been read of a file, and what the next line belongs to. */
type State = {
  readonly file: string
  readonly statements: Statement[]
  definition?: OpenDefinition | undefined
  choice?: { readonly defaults: OpenDefinition['defaults']; readonly members: OpenDefinition[] } | undefined
  /** The conditions to which a `depends on` adds. */
  depends?: Condition[] | undefined
}

/** In faults a condition is cut after so many characters. */
const MOST_CONDITION_CHARACTERS = 100

/**
 * Parse one Kconfig file. `imply`, `range`, `option`, `visible if`, `transitional` and assignments of macros are left
 * out: none of them decides whether an architecture has a feature.
 *
 * @param file - its path in the tree, for faults and for relative `rsource`.
 * @param text - what it holds.
 * @returns its statements in order.
 * @throws DataError with the line that cannot be parsed.
 */
export function parseKconfig(file: string, text: string): readonly Statement[] {
  const state: State = { file, statements: [] }
  /** Lines that are no Kconfig, the first of them, and lines that are. */
  const unparsed = { count: 0, first: 0 }
  let known = 0
  for (const line of kconfigLines(file, text)) {
    if (parseEntryLine(line, state) || parseStructure(line, state) || isLeftOut(line)) {
      known++
    } else {
      if (unparsed.count === 0) unparsed.first = line.line
      unparsed.count++
    }
  }
  // A line or two may be of a newer grammar; a file of them is another kind of file.
  if (unparsed.count > known)
    throw kconfigError(
      file,
      unparsed.first,
      `this file is no Kconfig: ${unparsed.count} of its ${unparsed.count + known} statements cannot be read`,
      'check the file out again',
    )
  return state.statements
}

/** Keywords of Kconfig that are left out. */
const LEFT_OUT = new Set(['mainmenu', 'imply', 'range', 'option', 'optional', 'modules', 'visible', 'transitional'])

/** Whether a line is Kconfig that is left out: one of these keywords, or a macro that is assigned or called. */
function isLeftOut({ word, rest }: KconfigLine): boolean {
  return LEFT_OUT.has(word) || /^(?:[:+]?=|\$\()/.test(rest)
}

/** Parse a line that belongs to an entry or to a choice; false for any other line. */
function parseEntryLine({ word, rest, line }: KconfigLine, state: State): boolean {
  const { definition, choice } = state
  const at = { file: state.file, line }
  switch (word) {
    case 'bool':
    case 'boolean':
    case 'tristate':
    case 'int':
    case 'hex':
    case 'string':
      if (rest !== '') definition?.prompts.push(conditional(rest, at)[1])
      return true
    case 'prompt':
      definition?.prompts.push(conditional(rest, at)[1])
      return true
    case 'def_bool':
    case 'def_tristate':
    case 'default': {
      const owner = definition ?? choice
      if (owner) {
        const [value, rule] = conditional(rest, at)
        owner.defaults.push({ ...rule, value: conditionOf(value, at) })
      }
      return true
    }
    case 'depends': {
      const [text, { when }] = conditional(rest.replace(/^on\b/, ''), at)
      const needed = conditionOf(text, at)
      state.depends?.push(when ? unless(when, needed) : needed)
      return true
    }
    case 'select': {
      if (definition) {
        const [target, rule] = conditional(rest, at)
        definition.selects.push({ ...rule, target })
      }
      return true
    }
    default:
      return false
  }
}

/** Parse a line that begins or ends an entry or a block, or names a file; false for any other line. */
function parseStructure({ word, rest, line }: KconfigLine, state: State): boolean {
  switch (word) {
    case 'config':
    case 'menuconfig':
      beginDefinition({ word, rest, line }, state)
      return true
    case 'if':
      endDefinition(state)
      state.statements.push({
        is: 'open',
        kind: 'if',
        line,
        depends: [conditionOf(rest, { file: state.file, line })],
      })
      return true
    case 'menu':
    case 'choice': {
      const depends: Condition[] = []
      endDefinition(state, depends)
      if (word === 'choice') state.choice = { defaults: [], members: [] }
      state.statements.push({ is: 'open', kind: word, line, depends })
      return true
    }
    case 'endif':
    case 'endmenu':
    case 'endchoice':
      endDefinition(state)
      if (word === 'endchoice') state.choice = undefined
      state.statements.push({ is: 'close', kind: word.slice('end'.length) as BlockKind, line })
      return true
    case 'comment':
      // The `depends on` of a comment only decides whether the comment is shown.
      endDefinition(state, [])
      return true
    case 'source':
    case 'rsource':
    case 'osource':
    case 'orsource': {
      endDefinition(state)
      const path = /^(["'])(.*)\1$/.exec(rest)?.[2] ?? rest
      const isRelative = word.endsWith('rsource')
      state.statements.push({
        is: 'source',
        line,
        path: isRelative ? posix.join(posix.dirname(state.file), path) : path,
        isOptional: word.startsWith('o'),
      })
      return true
    }
    default:
      return false
  }
}

function beginDefinition({ word, rest, line }: KconfigLine, state: State): void {
  const { file, choice } = state
  if (!/^[\w-]+$/.test(rest))
    throw kconfigError(file, line, `${word} ${rest} names no symbol`, `write ${word} and the symbol, as one word`)
  const definition: OpenDefinition = {
    name: rest,
    file,
    line,
    depends: [],
    prompts: [],
    defaults: [],
    selects: [],
    ...(choice && { choice }),
  }
  choice?.members.push(definition)
  state.definition = definition
  state.depends = definition.depends
  state.statements.push({ is: 'config', definition })
}

/** No more lines belong to the entry; a `depends on` that follows adds to `depends`, if there is any. */
function endDefinition(state: State, depends?: Condition[]): void {
  state.definition = undefined
  state.depends = depends
}

type Position = { readonly file: string; readonly line: number }

function conditionOf(text: string, { file, line }: Position): Condition {
  try {
    return { text: text.replace(/\s+/g, ' '), expr: parseExpression(text) }
  } catch (error) {
    const shown = text.length > MOST_CONDITION_CHARACTERS ? `${text.slice(0, MOST_CONDITION_CHARACTERS)} …` : text
    throw kconfigError(
      file,
      line,
      `the condition ${shown} cannot be parsed: ${(error as Error).message}`,
      'conditions are made of symbols, !, && and ||',
    )
  }
}

/** What `depends on NEEDED if WHEN` asks, since 7.0: NEEDED, or that WHEN does not hold. */
function unless(when: Condition, needed: Condition): Condition {
  return {
    text: `!(${when.text}) || (${needed.text})`,
    expr: { is: 'or', left: { is: 'not', of: when.expr }, right: needed.expr },
  }
}

/** Parse `VALUE if CONDITION`, or `"prompt" if CONDITION`, into the value and the rest. */
function conditional(text: string, at: Position): [value: string, Conditional] {
  const start = conditionStart(text)
  return start < 0
    ? [text.trim(), { line: at.line }]
    : [text.slice(0, start).trim(), { line: at.line, when: conditionOf(text.slice(start + 'if'.length).trim(), at) }]
}
