import type { QueryContext, Suggestion, QueryResult } from './suggestions.ts'
import type { ExplorerIndex } from './explorer-index.ts'
import type { Entity } from './entities.ts'
import type { RegisterPath } from './register-paths.ts'
import { FIELD_STATES } from '../model/vocabulary.ts'
import { countWords, mechanismLabel, worstOf } from './answer.ts'
import { readersOf } from './answers/register.ts'
import { answerSnapshot } from './answers/snapshot.ts'
import { answerPath } from './answers/path.ts'
import { searchEntities } from './search-entities.ts'
import { exampleQueries, viewpointFor, entitySuggestion, noMatch } from './suggestions.ts'
import { parseViewpoint, parseQuery } from './parse-query.ts'
import { PATH_END_KINDS, PATH_START_KINDS, pathsBetween, pathsOnOtherArches } from './register-paths.ts'

/** How many options a reply has at most. */
const MAX_OPTIONS = 20

/** What is not found where a way begins, and where it ends. */
const NO_START = 'Nothing that hands on registers'
const NO_END = 'Nothing that is given registers'

/**
 * Answer a question.
 *
 * @param text - as typed; see `readQuestion` and `readPlace`.
 */
export function answerQuery(text: string, { at, preferredArch }: QueryContext, index: ExplorerIndex): QueryResult {
  const { text: words, asked } = parseViewpoint(
    text,
    index.dataset.arches.map(it => it.id),
  )
  const context = { at: { ...at, ...asked }, preferredArch: asked.arch ?? preferredArch }
  const question = parseQuery(words)
  switch (question.kind) {
    case 'empty':
      return { message: 'You can ask for', options: exampleQueries(context, index) }
    case 'release':
      return releaseResult(question.release, context, index)
    case 'readers':
      return readersResult(question.field, context, index)
    case 'path':
      return question.to === undefined
        ? startsResult(question.from, context, index)
        : pathResult(question.from, question.to, context, index)
    case 'name':
      return namesResult(question.letters, context, index)
  }
}

function namesResult(letters: string, context: QueryContext, index: ExplorerIndex): QueryResult {
  const found = searchEntities(index.entries, letters, { arch: context.preferredArch })
  // Who is in a hurry leaves out the `how`.
  if (found.length === 0 && letters.includes(' to ')) return answerQuery(`how ${letters}`, context, index)
  const message =
    found.length > MAX_OPTIONS ? `${found.length} found, the first ${MAX_OPTIONS}` : `${found.length} found`
  return found.length > 0
    ? { message, options: found.slice(0, MAX_OPTIONS).map(it => entitySuggestion(it, context, index)) }
    : noMatch(letters, 'Nothing', index.entities, context, index)
}

function releaseResult(release: string, context: QueryContext, index: ExplorerIndex): QueryResult {
  const alike = searchEntities(index.entries, release, { kinds: ['release'] }).filter(it => it.id !== release)
  const asked: Entity = { kind: 'release', id: release, name: release, note: 'what changed', aliases: [] }
  return { message: `As of ${release}`, options: [asked, ...alike].map(it => entitySuggestion(it, context, index)) }
}

function readersResult(field: string, context: QueryContext, index: ExplorerIndex): QueryResult {
  const { entries, entities } = index
  const registers = searchEntities(entries, field, { kinds: ['register'], arch: context.preferredArch })
  const [register] = registers
  if (!register) {
    const all = entities.filter(it => it.kind === 'register')
    const isAtHome = (it: Entity) => it.arches!.includes(context.preferredArch)
    return field === ''
      ? {
          message: 'Who reads which register?',
          options: [...all.filter(isAtHome), ...all.filter(it => !isAtHome(it))].map(it => ({
            ...entitySuggestion(it, context, index),
            query: `who reads ${it.name}`,
          })),
        }
      : noMatch(field, 'No register', all, context, index)
  }
  const viewpoint = viewpointFor(register, context.at, index)
  const readers = readersOf(register.id, viewpoint, index)
  return {
    message: `${countWords(readers.length, 'reader')} of ${register.name} on ${viewpoint.arch} in ${viewpoint.release}`,
    options: [
      { ...entitySuggestion(register, context, index), note: `all ${readers.length}` },
      ...readers.map(({ reader, found }): Suggestion => {
        const entity = entities.find(it => it.kind === 'reader' && it.id === reader)!
        const worst = worstOf(found.map(it => it.state))
        const bad = found.filter(it => it.state === worst).length
        return {
          ...entitySuggestion(entity, context, index),
          viewpoint,
          note: `${FIELD_STATES[worst].shortLabel} ${bad} of ${found.length}`,
        }
      }),
    ],
  }
}

function startsResult(from: string, context: QueryContext, index: ExplorerIndex): QueryResult {
  const all = index.entities.filter(it => PATH_START_KINDS.includes(it.kind))
  const found =
    from === '' ? all : searchEntities(index.entries, from, { kinds: PATH_START_KINDS, arch: context.preferredArch })
  return found.length > 0
    ? {
        message: 'How do registers get from where?',
        options: found
          .slice(0, MAX_OPTIONS)
          .map(it => ({ ...entitySuggestion(it, context, index), query: `how ${it.id} to ` })),
      }
    : noMatch(from, NO_START, all, context, index)
}

function pathResult(from: string, to: string, context: QueryContext, index: ExplorerIndex): QueryResult {
  const { entries, entities, dataset, snapshotAt } = index
  if (from === '' && to !== '') return endsResult(to, context, index)
  const [start] = searchEntities(entries, from, { kinds: PATH_START_KINDS, arch: context.preferredArch })
  if (!start)
    return noMatch(
      from,
      NO_START,
      entities.filter(it => PATH_START_KINDS.includes(it.kind)),
      context,
      index,
    )
  const viewpoint = viewpointFor(start, context.at, index)
  const snapshot = snapshotAt(viewpoint)
  if (to === '') {
    const ends = entities.filter(it => PATH_END_KINDS.includes(it.kind) && pathsBetween(start, it, snapshot).length > 0)
    if (ends.length === 0)
      return {
        message: `No registers go on from ${start.name} on ${viewpoint.arch} in ${viewpoint.release}`,
        options: [{ ...entitySuggestion(start, context, index), viewpoint }],
      }
    return {
      message: `From ${start.name} to where?`,
      options: ends.map(it => ({
        ...entitySuggestion(it, context, index),
        viewpoint,
        query: `how ${start.id} to ${it.id}`,
      })),
    }
  }
  const [end] = searchEntities(entries, to, { kinds: PATH_END_KINDS, arch: context.preferredArch })
  if (!end)
    return noMatch(
      to,
      NO_END,
      entities.filter(it => PATH_END_KINDS.includes(it.kind)),
      context,
      index,
    )
  const paths = pathsBetween(start, end, snapshot)
  const where = `from ${start.name} to ${end.name} on ${viewpoint.arch} in ${viewpoint.release}`
  if (paths.length === 0) {
    return {
      message: `No registers get ${where}`,
      options: [
        ...pathsOnOtherArches(start, end, viewpoint, dataset, snapshotAt).map((there): Suggestion => ({
          key: `elsewhere ${there.arch} ${there.release}`,
          label: `${there.arch} in ${there.release}`,
          note: 'there they do',
          viewpoint: there,
          answer: at => answerSnapshot(at, index),
        })),
        entitySuggestion(end, context, index),
        ...(start.id === end.id ? [] : [entitySuggestion(start, context, index)]),
      ],
    }
  }
  return {
    message: `${countWords(paths.length, 'way')} ${where}`,
    options: paths.map((way): Suggestion => ({
      key: [
        'way',
        ...way.flow.path,
        way.flow.capture.id,
        ...way.flow.conversions.map(it => it.id),
        ...way.flow.proposals,
      ].join(' '),
      // What tells it from the others comes first: of a long one only the beginning may be seen.
      label: [
        way.hazard?.verdict,
        stopsOf(way, start)
          .map(id => mechanismLabel(id, dataset))
          .join(' › '),
      ]
        .filter(Boolean)
        .join(': '),
      note: [way.flow.proposals.length > 0 && 'proposed', way.flow.capture.name].filter(Boolean).join(', '),
      viewpoint,
      answer: () => answerPath(way, `${start.name} to ${end.name}`, viewpoint, index),
    })),
  }
}

/** From where registers get to a thing. */
function endsResult(to: string, context: QueryContext, index: ExplorerIndex): QueryResult {
  const { entries, entities, snapshotAt } = index
  const ends = entities.filter(it => PATH_END_KINDS.includes(it.kind))
  const [end] = searchEntities(entries, to, { kinds: PATH_END_KINDS, arch: context.preferredArch })
  if (!end) return noMatch(to, NO_END, ends, context, index)
  const snapshot = snapshotAt(context.at)
  const starts = entities.filter(it => PATH_START_KINDS.includes(it.kind) && pathsBetween(it, end, snapshot).length > 0)
  return starts.length > 0
    ? {
        message: `To ${end.name} from where?`,
        options: starts.map(it => ({ ...entitySuggestion(it, context, index), query: `how ${it.id} to ${end.id}` })),
      }
    : {
        message: `No registers get to ${end.name} on ${context.at.arch} in ${context.at.release}`,
        options: [entitySuggestion(end, context, index)],
      }
}

/** What a way goes through after its start, which all of them have in common. */
function stopsOf({ flow: { path } }: RegisterPath, start: Entity): readonly string[] {
  return path.slice(Math.min(path.length - 1, path.indexOf(start.id) + 1))
}
