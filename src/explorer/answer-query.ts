import type { QueryContext, Suggestion, QueryResult } from './suggestions.ts'
import type { ExplorerIndex } from './explorer-index.ts'
import type { Entity } from './entities.ts'
import type { RegisterPath } from './register-paths.ts'
import { FIELD_STATES } from '../model/vocabulary.ts'
import { countWords, labelOf, worstOf } from './answer.ts'
import { readersOf } from './answers/register.ts'
import { answerSnapshot } from './answers/snapshot.ts'
import { answerPath } from './answers/path.ts'
import { searchEntities } from './search-entities.ts'
import { exampleQueries, viewpointFor, entitySuggestion, noMatch } from './suggestions.ts'
import { readPlace, readQuestion } from './parse-query.ts'
import { ENDS, STARTS, pathsBetween, pathsOnOtherArches } from './register-paths.ts'

/** How many options a reply has at most. */
const MOST = 20

/** What is not found where a way begins, and where it ends. */
const NO_START = 'Nothing that hands on registers'
const NO_END = 'Nothing that is given registers'

/**
 * Answer a question.
 *
 * @param text - as typed; see `readQuestion` and `readPlace`.
 */
export function answerQuery(text: string, { at, home }: QueryContext, knowledge: ExplorerIndex): QueryResult {
  const { text: words, asked } = readPlace(
    text,
    knowledge.dataset.arches.map(it => it.id),
  )
  const asker = { at: { ...at, ...asked }, home: asked.arch ?? home }
  const question = readQuestion(words)
  switch (question.kind) {
    case 'nothing':
      return { message: 'You can ask for', options: exampleQueries(asker, knowledge) }
    case 'release':
      return releaseReply(question.release, asker, knowledge)
    case 'readers':
      return readersReply(question.field, asker, knowledge)
    case 'way':
      return question.to === undefined
        ? startsReply(question.from, asker, knowledge)
        : pathResult(question.from, question.to, asker, knowledge)
    case 'name':
      return namesReply(question.letters, asker, knowledge)
  }
}

function namesReply(letters: string, asker: QueryContext, knowledge: ExplorerIndex): QueryResult {
  const found = searchEntities(knowledge.entries, letters, { arch: asker.home })
  // Who is in a hurry leaves out the `how`.
  if (found.length === 0 && letters.includes(' to ')) return answerQuery(`how ${letters}`, asker, knowledge)
  const message = found.length > MOST ? `${found.length} found, the first ${MOST}` : `${found.length} found`
  return found.length > 0
    ? { message, options: found.slice(0, MOST).map(it => entitySuggestion(it, asker, knowledge)) }
    : noMatch(letters, 'Nothing', knowledge.entities, asker, knowledge)
}

function releaseReply(release: string, asker: QueryContext, knowledge: ExplorerIndex): QueryResult {
  const alike = searchEntities(knowledge.entries, release, { kinds: ['release'] }).filter(it => it.id !== release)
  const asked: Entity = { kind: 'release', id: release, name: release, note: 'what changed', aliases: [] }
  return { message: `As of ${release}`, options: [asked, ...alike].map(it => entitySuggestion(it, asker, knowledge)) }
}

function readersReply(field: string, asker: QueryContext, knowledge: ExplorerIndex): QueryResult {
  const { entries, entities } = knowledge
  const registers = searchEntities(entries, field, { kinds: ['register'], arch: asker.home })
  const [register] = registers
  if (!register) {
    const all = entities.filter(it => it.kind === 'register')
    const isAtHome = (it: Entity) => it.arches!.includes(asker.home)
    return field === ''
      ? {
          message: 'Who reads which register?',
          options: [...all.filter(isAtHome), ...all.filter(it => !isAtHome(it))].map(it => ({
            ...entitySuggestion(it, asker, knowledge),
            asks: `who reads ${it.name}`,
          })),
        }
      : noMatch(field, 'No register', all, asker, knowledge)
  }
  const place = viewpointFor(register, asker.at, knowledge)
  const readers = readersOf(register.id, place, knowledge)
  return {
    message: `${countWords(readers.length, 'reader')} of ${register.name} on ${place.arch} in ${place.release}`,
    options: [
      { ...entitySuggestion(register, asker, knowledge), note: `all ${readers.length}` },
      ...readers.map(({ reader, found }): Suggestion => {
        const entity = entities.find(it => it.kind === 'reader' && it.id === reader)!
        const worst = worstOf(found.map(it => it.state))
        const bad = found.filter(it => it.state === worst).length
        return {
          ...entitySuggestion(entity, asker, knowledge),
          place,
          note: `${FIELD_STATES[worst].shortLabel} ${bad} of ${found.length}`,
        }
      }),
    ],
  }
}

function startsReply(from: string, asker: QueryContext, knowledge: ExplorerIndex): QueryResult {
  const all = knowledge.entities.filter(it => STARTS.includes(it.kind))
  const found = from === '' ? all : searchEntities(knowledge.entries, from, { kinds: STARTS, arch: asker.home })
  return found.length > 0
    ? {
        message: 'How do registers get from where?',
        options: found
          .slice(0, MOST)
          .map(it => ({ ...entitySuggestion(it, asker, knowledge), asks: `how ${it.id} to ` })),
      }
    : noMatch(from, NO_START, all, asker, knowledge)
}

function pathResult(from: string, to: string, asker: QueryContext, knowledge: ExplorerIndex): QueryResult {
  const { entries, entities, dataset, snapshotAt } = knowledge
  if (from === '' && to !== '') return endsReply(to, asker, knowledge)
  const [start] = searchEntities(entries, from, { kinds: STARTS, arch: asker.home })
  if (!start)
    return noMatch(
      from,
      NO_START,
      entities.filter(it => STARTS.includes(it.kind)),
      asker,
      knowledge,
    )
  const place = viewpointFor(start, asker.at, knowledge)
  const snapshot = snapshotAt(place)
  if (to === '') {
    const ends = entities.filter(it => ENDS.includes(it.kind) && pathsBetween(start, it, snapshot).length > 0)
    if (ends.length === 0)
      return {
        message: `No registers go on from ${start.name} on ${place.arch} in ${place.release}`,
        options: [{ ...entitySuggestion(start, asker, knowledge), place }],
      }
    return {
      message: `From ${start.name} to where?`,
      options: ends.map(it => ({
        ...entitySuggestion(it, asker, knowledge),
        place,
        asks: `how ${start.id} to ${it.id}`,
      })),
    }
  }
  const [end] = searchEntities(entries, to, { kinds: ENDS, arch: asker.home })
  if (!end)
    return noMatch(
      to,
      NO_END,
      entities.filter(it => ENDS.includes(it.kind)),
      asker,
      knowledge,
    )
  const paths = pathsBetween(start, end, snapshot)
  const where = `from ${start.name} to ${end.name} on ${place.arch} in ${place.release}`
  if (paths.length === 0) {
    return {
      message: `No registers get ${where}`,
      options: [
        ...pathsOnOtherArches(start, end, place, dataset, snapshotAt).map((there): Suggestion => ({
          key: `elsewhere ${there.arch} ${there.release}`,
          label: `${there.arch} in ${there.release}`,
          note: 'there they do',
          place: there,
          answer: at => answerSnapshot(at, knowledge),
        })),
        entitySuggestion(end, asker, knowledge),
        ...(start.id === end.id ? [] : [entitySuggestion(start, asker, knowledge)]),
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
          .map(id => labelOf(id, dataset))
          .join(' › '),
      ]
        .filter(Boolean)
        .join(': '),
      note: [way.flow.proposals.length > 0 && 'proposed', way.flow.capture.name].filter(Boolean).join(', '),
      place,
      answer: () => answerPath(way, `${start.name} to ${end.name}`, place, knowledge),
    })),
  }
}

/** From where registers get to a thing. */
function endsReply(to: string, asker: QueryContext, knowledge: ExplorerIndex): QueryResult {
  const { entries, entities, snapshotAt } = knowledge
  const ends = entities.filter(it => ENDS.includes(it.kind))
  const [end] = searchEntities(entries, to, { kinds: ENDS, arch: asker.home })
  if (!end) return noMatch(to, NO_END, ends, asker, knowledge)
  const moment = snapshotAt(asker.at)
  const starts = entities.filter(it => STARTS.includes(it.kind) && pathsBetween(it, end, moment).length > 0)
  return starts.length > 0
    ? {
        message: `To ${end.name} from where?`,
        options: starts.map(it => ({ ...entitySuggestion(it, asker, knowledge), asks: `how ${it.id} to ${end.id}` })),
      }
    : {
        message: `No registers get to ${end.name} on ${asker.at.arch} in ${asker.at.release}`,
        options: [entitySuggestion(end, asker, knowledge)],
      }
}

/** What a way goes through after its start, which all of them have in common. */
function stopsOf({ flow: { path } }: RegisterPath, start: Entity): readonly string[] {
  return path.slice(Math.min(path.length - 1, path.indexOf(start.id) + 1))
}
