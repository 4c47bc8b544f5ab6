import type { Asker, Option, Reply } from './suggestions.ts'
import type { Knowledge } from './explorer-index.ts'
import type { Thing } from './entities.ts'
import type { Way } from './register-paths.ts'
import { countWords, labelOf, worstOf } from './answer.ts'
import { readersOf } from './answers/register.ts'
import { answerMoment } from './answers/snapshot.ts'
import { answerWay } from './answers/path.ts'
import { findThings } from './search-entities.ts'
import { examples, placeOf, thingOption, unknown } from './suggestions.ts'
import { readPlace, readQuestion } from './parse-query.ts'
import { ENDS, STARTS, waysBetween, waysElsewhere } from './register-paths.ts'

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
export function ask(text: string, { at, home }: Asker, knowledge: Knowledge): Reply {
  const { text: words, asked } = readPlace(
    text,
    knowledge.atlas.arches.map(it => it.id),
  )
  const asker = { at: { ...at, ...asked }, home: asked.arch ?? home }
  const question = readQuestion(words)
  switch (question.kind) {
    case 'nothing':
      return { says: 'You can ask for', options: examples(asker, knowledge) }
    case 'release':
      return releaseReply(question.release, asker, knowledge)
    case 'readers':
      return readersReply(question.field, asker, knowledge)
    case 'way':
      return question.to === undefined
        ? startsReply(question.from, asker, knowledge)
        : wayReply(question.from, question.to, asker, knowledge)
    case 'name':
      return namesReply(question.letters, asker, knowledge)
  }
}

function namesReply(letters: string, asker: Asker, knowledge: Knowledge): Reply {
  const found = findThings(knowledge.entries, letters, { arch: asker.home })
  // Who is in a hurry leaves out the `how`.
  if (found.length === 0 && letters.includes(' to ')) return ask(`how ${letters}`, asker, knowledge)
  const says = found.length > MOST ? `${found.length} found, the first ${MOST}` : `${found.length} found`
  return found.length > 0
    ? { says, options: found.slice(0, MOST).map(it => thingOption(it, asker, knowledge)) }
    : unknown(letters, 'Nothing', knowledge.things, asker, knowledge)
}

function releaseReply(release: string, asker: Asker, knowledge: Knowledge): Reply {
  const alike = findThings(knowledge.entries, release, { kinds: ['release'] }).filter(it => it.id !== release)
  const asked: Thing = { kind: 'release', id: release, name: release, note: 'what changed', aliases: [] }
  return { says: `As of ${release}`, options: [asked, ...alike].map(it => thingOption(it, asker, knowledge)) }
}

function readersReply(field: string, asker: Asker, knowledge: Knowledge): Reply {
  const { entries, things } = knowledge
  const registers = findThings(entries, field, { kinds: ['register'], arch: asker.home })
  const [register] = registers
  if (!register) {
    const all = things.filter(it => it.kind === 'register')
    const isAtHome = (it: Thing) => it.arches!.includes(asker.home)
    return field === ''
      ? {
          says: 'Who reads which register?',
          options: [...all.filter(isAtHome), ...all.filter(it => !isAtHome(it))].map(it => ({
            ...thingOption(it, asker, knowledge),
            asks: `who reads ${it.name}`,
          })),
        }
      : unknown(field, 'No register', all, asker, knowledge)
  }
  const place = placeOf(register, asker.at, knowledge)
  const readers = readersOf(register.id, place, knowledge)
  return {
    says: `${countWords(readers.length, 'reader')} of ${register.name} on ${place.arch} in ${place.release}`,
    options: [
      { ...thingOption(register, asker, knowledge), note: `all ${readers.length}` },
      ...readers.map(({ reader, found }): Option => {
        const thing = things.find(it => it.kind === 'reader' && it.id === reader)!
        const worst = worstOf(found.map(it => it.state))
        const bad = found.filter(it => it.state === worst).length
        return { ...thingOption(thing, asker, knowledge), place, note: `${WORDS[worst]} ${bad} of ${found.length}` }
      }),
    ],
  }
}

const WORDS = { captured: 'captured', 'made-up': 'made up', unset: 'unset' } as const

function startsReply(from: string, asker: Asker, knowledge: Knowledge): Reply {
  const all = knowledge.things.filter(it => STARTS.includes(it.kind))
  const found = from === '' ? all : findThings(knowledge.entries, from, { kinds: STARTS, arch: asker.home })
  return found.length > 0
    ? {
        says: 'How do registers get from where?',
        options: found.slice(0, MOST).map(it => ({ ...thingOption(it, asker, knowledge), asks: `how ${it.id} to ` })),
      }
    : unknown(from, NO_START, all, asker, knowledge)
}

function wayReply(from: string, to: string, asker: Asker, knowledge: Knowledge): Reply {
  const { entries, things, atlas, momentAt } = knowledge
  if (from === '' && to !== '') return endsReply(to, asker, knowledge)
  const [start] = findThings(entries, from, { kinds: STARTS, arch: asker.home })
  if (!start)
    return unknown(
      from,
      NO_START,
      things.filter(it => STARTS.includes(it.kind)),
      asker,
      knowledge,
    )
  const place = placeOf(start, asker.at, knowledge)
  const moment = momentAt(place)
  if (to === '') {
    const ends = things.filter(it => ENDS.includes(it.kind) && waysBetween(start, it, moment).length > 0)
    if (ends.length === 0)
      return {
        says: `No registers go on from ${start.name} on ${place.arch} in ${place.release}`,
        options: [{ ...thingOption(start, asker, knowledge), place }],
      }
    return {
      says: `From ${start.name} to where?`,
      options: ends.map(it => ({ ...thingOption(it, asker, knowledge), place, asks: `how ${start.id} to ${it.id}` })),
    }
  }
  const [end] = findThings(entries, to, { kinds: ENDS, arch: asker.home })
  if (!end)
    return unknown(
      to,
      NO_END,
      things.filter(it => ENDS.includes(it.kind)),
      asker,
      knowledge,
    )
  const ways = waysBetween(start, end, moment)
  const where = `from ${start.name} to ${end.name} on ${place.arch} in ${place.release}`
  if (ways.length === 0) {
    return {
      says: `No registers get ${where}`,
      options: [
        ...waysElsewhere(start, end, place, atlas, momentAt).map((there): Option => ({
          key: `elsewhere ${there.arch} ${there.release}`,
          label: `${there.arch} in ${there.release}`,
          note: 'there they do',
          place: there,
          answer: at => answerMoment(at, knowledge),
        })),
        thingOption(end, asker, knowledge),
        ...(start.id === end.id ? [] : [thingOption(start, asker, knowledge)]),
      ],
    }
  }
  return {
    says: `${countWords(ways.length, 'way')} ${where}`,
    options: ways.map((way): Option => ({
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
          .map(id => labelOf(id, atlas))
          .join(' › '),
      ]
        .filter(Boolean)
        .join(': '),
      note: [way.flow.proposals.length > 0 && 'proposed', way.flow.capture.name].filter(Boolean).join(', '),
      place,
      answer: () => answerWay(way, `${start.name} to ${end.name}`, place, knowledge),
    })),
  }
}

/** From where registers get to a thing. */
function endsReply(to: string, asker: Asker, knowledge: Knowledge): Reply {
  const { entries, things, momentAt } = knowledge
  const ends = things.filter(it => ENDS.includes(it.kind))
  const [end] = findThings(entries, to, { kinds: ENDS, arch: asker.home })
  if (!end) return unknown(to, NO_END, ends, asker, knowledge)
  const moment = momentAt(asker.at)
  const starts = things.filter(it => STARTS.includes(it.kind) && waysBetween(it, end, moment).length > 0)
  return starts.length > 0
    ? {
        says: `To ${end.name} from where?`,
        options: starts.map(it => ({ ...thingOption(it, asker, knowledge), asks: `how ${it.id} to ${end.id}` })),
      }
    : {
        says: `No registers get to ${end.name} on ${asker.at.arch} in ${asker.at.release}`,
        options: [thingOption(end, asker, knowledge)],
      }
}

/** What a way goes through after its start, which all of them have in common. */
function stopsOf({ flow: { path } }: Way, start: Thing): readonly string[] {
  return path.slice(Math.min(path.length - 1, path.indexOf(start.id) + 1))
}
