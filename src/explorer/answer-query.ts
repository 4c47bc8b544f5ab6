import type { QueryContext, Suggestion, QueryResult } from './suggestions.ts'
import type { ExplorerIndex } from './explorer-index.ts'
import type { Entity } from './entities.ts'
import { FIELD_STATES } from '../model/vocabulary.ts'
import { countWords, whereWords, worstOf } from './answer.ts'
import { say } from '../words/say.ts'
import { answerLinkQuery } from './answer-link-query.ts'
import { answerPathQuery } from './answer-path-query.ts'
import { readersOf } from './answers/register.ts'
import { searchEntities } from './search-entities.ts'
import { entitySuggestion, exampleQueries, MAX_OPTIONS, noMatch, NOTHING, viewpointFor } from './suggestions.ts'
import { answerQuestion } from './answer-question.ts'
import { notInData } from './answers/not-understood.ts'
import { questionForm } from './question-form.ts'
import { releaseFor } from './snapshots.ts'
import { parseQuery, parseViewpoint, plainText } from './parse-query.ts'

/** Structs of which a question may be asked, and which are no entities by themselves. */
const STRUCTS: ReadonlySet<string> = new Set(['pt_regs', 'struct pt_regs', 'ftrace_regs', 'struct ftrace_regs'])

/** A query for the entity whose name follows. */
const WHAT_IS = /^\s*what\s+(?:is|are|was|were)\b(?!\s+in\b)/i

/**
 * Answer a query.
 *
 * @param text - as typed; see `parseQuery` and `parseViewpoint`.
 * @param context - where it is asked; the arch and release that the query names win.
 * @param index - the dataset with its index.
 * @returns at least one option: where nothing is found, queries to choose from.
 */
export function answerQuery(
  text: string,
  { at, preferredArch, moved }: QueryContext,
  index: ExplorerIndex,
): QueryResult {
  const { text: words, asked } = parseViewpoint(text, index.has.arches ? index.dataset.arches.map(it => it.id) : [])
  const release = asked.arch ? releaseFor(asked.arch, at.release, index) : at.release
  const context: QueryContext = {
    at: { ...at, release, ...asked, ...moved },
    preferredArch: asked.arch ?? preferredArch,
  }
  const query = parseQuery(words)
  const elsewhen = index.has.history ? undefined : otherRelease(text, at.release)
  if (elsewhen !== undefined) return notInData(elsewhen, context, index)
  if (query.kind === 'name' && !(WHAT_IS.test(text) && searchEntities(index.entries, query.letters).length > 0)) {
    const found = answerQuestion(plainText(text), { at, preferredArch }, index)
    if (found) return found
  }
  switch (query.kind) {
    case 'empty':
      return { message: say('You can ask for'), isUnderstood: true, options: exampleQueries(context, index) }
    case 'release':
      return releaseResult(query.release, context, index)
    case 'readers':
      return asked.arch && isElsewhere(query.field, asked.arch, index)
        ? noMatch(
            query.field,
            {
              wanted: say('No register of {arch} is called “{letters}”; you can ask for', { arch: asked.arch }),
              among: [],
            },
            context,
            index,
          )
        : (whoResult(query.field, text, { at, preferredArch }, index) ?? readersResult(query.field, context, index))
    case 'path':
      return pathResult(query.from, query.to, context, index)
    case 'name':
      if (STRUCTS.has(query.letters)) return structResult(query.letters, context, index)
      return namesResult(query.letters, context, index)
  }
}

/** A release that a text names, and is not the one of the dataset. */
function otherRelease(text: string, release: string): string | undefined {
  const { release: named } = questionForm(plainText(text))
  return named === undefined || named.name === release ? undefined : named.name
}

/** Who uses or calls what is no register: a mechanism, or a reader. */
function whoResult(field: string, text: string, context: QueryContext, index: ExplorerIndex): QueryResult | undefined {
  const isRegister = searchEntities(index.entries, field, { kinds: ['register'] }).length > 0
  return field === '' || isRegister ? undefined : answerQuestion(plainText(text), context, index)
}

/** What gets somewhere, and from where. */
const GETS = /^(.+?) (?:gets?|goes|go|comes?)(?: from (.+))?$/
/** A mechanism that makes the registers. */
const MAKES = /\b(?:builds?|makes?|fills?|saves?|writes?|set(?:s up)?|creates?)\b/
const ARTICLE = /^(?:a|an|the) /

/** Whether there is such a register, but not on an arch. */
function isElsewhere(field: string, arch: string, { entries }: ExplorerIndex): boolean {
  const [register] = searchEntities(entries, field, { kinds: ['register'], arch })
  return register !== undefined && !register.arches!.includes(arch)
}

/** The paths; where the end is a register, what the start is handed of it. */
function pathResult(from: string, to: string | undefined, context: QueryContext, index: ExplorerIndex): QueryResult {
  if (!index.has.registers) return answerLinkQuery(from, to, context, index)
  // `sp get from exceptions` to perf, `kretprobe get` to a reader.
  const [, subject = '', start] = GETS.exec(from) ?? []
  if (start !== undefined) return registerPathResult(subject, [start, to ?? ''], context, index)
  const result = answerPathQuery(subject || from, to, context, index)
  if (result.isUnderstood) return result
  const asked = to === undefined && MAKES.test(from) ? `which registers does ${from} give` : `${from} ${to ?? ''}`
  return answerQuestion(asked, context, index) ?? result
}

/** The paths from a start to an end, with what the end is handed of a register. */
function registerPathResult(
  register: string,
  [from, to]: readonly [from: string, to: string],
  context: QueryContext,
  index: ExplorerIndex,
): QueryResult {
  const result = answerPathQuery(from.replace(ARTICLE, ''), to.replace(ARTICLE, ''), context, index)
  const state = answerQuestion(`${register} ${to}`, context, index)
  return result.isUnderstood && state?.isUnderstood
    ? { ...result, message: `${result.message}. ${state.message}` }
    : (state ?? result)
}

/** The entities whose names match. */
function namesResult(letters: string, context: QueryContext, index: ExplorerIndex): QueryResult {
  const found = searchEntities(index.entries, letters, { arch: context.preferredArch })
  // `A to B` is short for `how A to B`.
  if (found.length === 0 && letters.includes(' to ')) return answerQuery(`how ${letters}`, context, index)
  const message =
    found.length > MAX_OPTIONS
      ? say('{count} found, the first {most}', { count: found.length, most: MAX_OPTIONS })
      : say('{count} found', { count: found.length })
  return found.length > 0
    ? {
        message,
        isUnderstood: true,
        options: found.slice(0, MAX_OPTIONS).map(it => entitySuggestion(it, context, index)),
      }
    : noMatch(letters, { wanted: NOTHING, among: index.entities }, context, index)
}

/** A struct by itself: what can be asked about it. */
function structResult(struct: string, context: QueryContext, index: ExplorerIndex): QueryResult {
  const result = noMatch(struct, { wanted: NOTHING, among: [] }, context, index)
  return { ...result, message: say('“{struct}” is a struct: ask for what fills it, or for a field of it', { struct }) }
}

/** A release, also one that is no entity because nothing changes in it, and those with similar numbers. */
function releaseResult(release: string, context: QueryContext, index: ExplorerIndex): QueryResult {
  const alike = searchEntities(index.entries, release, { kinds: ['release'] }).filter(it => it.id !== release)
  const asked: Entity = { kind: 'release', id: release, name: release, note: say('what changed'), aliases: [] }
  return {
    message: say('As of {release}', { release }),
    isUnderstood: true,
    options: [asked, ...alike].map(it => entitySuggestion(it, context, index)),
  }
}

/** The readers of the register that matches best, or all registers where none is typed yet. */
function readersResult(field: string, context: QueryContext, index: ExplorerIndex): QueryResult {
  const { entries, entities } = index
  const [register] = searchEntities(entries, field, { kinds: ['register'], arch: context.preferredArch })
  if (!register) {
    const all = entities.filter(it => it.kind === 'register')
    const isPreferred = (it: Entity) => it.arches!.includes(context.preferredArch)
    return field === ''
      ? {
          message: say('Who reads which register?'),
          isUnderstood: true,
          options: [...all.filter(isPreferred), ...all.filter(it => !isPreferred(it))].map(it => ({
            ...entitySuggestion(it, context, index),
            query: `who reads ${it.name}`,
          })),
        }
      : noMatch(field, { wanted: 'No register is called “{letters}”; you can ask for', among: all }, context, index)
  }
  const viewpoint = viewpointFor(register, context.at, index)
  const readers = readersOf(register.id, viewpoint, index)
  return {
    isUnderstood: true,
    message: say('{readers} of {register} in the data {where}', {
      readers: countWords(readers.length, 'reader'),
      register: register.name,
      where: whereWords(viewpoint),
    }),
    options: [
      { ...entitySuggestion(register, context, index), note: say('all {count}', { count: readers.length }) },
      ...readers.map(({ reader, found }): Suggestion => {
        const entity = entities.find(it => it.kind === 'reader' && it.id === reader)!
        const worst = worstOf(found.map(it => it.state))
        const count = found.filter(it => it.state === worst).length
        return {
          ...entitySuggestion(entity, context, index),
          viewpoint,
          note: `${say(FIELD_STATES[worst].shortLabel)} ${say('{no} of {count}', { no: count, count: found.length })}`,
        }
      }),
    ],
  }
}
