import type { Viewpoint } from '../../data/model/resolve.ts'
import type { Answer } from './answer.ts'
import type { Knowledge } from './knowledge.ts'
import type { Thing, ThingKind } from './things.ts'
import type { Way } from './ways.ts'
import { nearest } from '../../data/model/fault.ts'
import { compareReleases, holdsIn } from '../../data/model/release-order.ts'
import { countWords, labelOf, worstOf } from './answer.ts'
import { answerCapture } from './answer-capture.ts'
import { answerMechanism } from './answer-mechanism.ts'
import { answerReader } from './answer-reader.ts'
import { answerRegister, readersOf } from './answer-register.ts'
import { answerArch, answerCommit, answerMoment, answerRelease } from './answer-rest.ts'
import { answerWay } from './answer-way.ts'
import { findThings } from './find-things.ts'
import { readQuestion } from './question.ts'
import { ENDS, STARTS, waysBetween, waysElsewhere } from './ways.ts'

/** One of the answers to a question. */
export type Option = {
  /** Tells it from the others of one reply. */
  readonly key: string
  readonly label: string
  /** What kind of thing it is, and what tells it from its like. */
  readonly note: string
  /** What to ask instead, where this is not an answer but a way of asking. */
  readonly asks?: string
  /** Where it is at home: the stage goes there when it is chosen. */
  readonly place: Viewpoint
  readonly answer: (at: Viewpoint) => Answer
}

/** What is found, in words and one by one; never nothing alone. */
export type Reply = { readonly says: string, readonly options: readonly Option[] }

/** From where a question is asked. */
export type Asker = {
  /** The arch and the release on show. */
  readonly at: Viewpoint
  /** The arch whose things are meant before their like; the one on show when the question was typed. */
  readonly home: string
}

/** How many options a reply has at most. */
const MOST = 20

/**
 * Answer a question.
 *
 * @param text - as typed; see `readQuestion`.
 */
export function ask(text: string, asker: Asker, knowledge: Knowledge): Reply {
  const question = readQuestion(text)
  switch (question.kind) {
    case 'nothing': return { says: 'You can ask for', options: examples(asker, knowledge) }
    case 'release': return releaseReply(question.release, asker, knowledge)
    case 'readers': return readersReply(question.field, asker, knowledge)
    case 'way': return question.to === undefined ? startsReply(question.from, asker, knowledge) : wayReply(question.from, question.to, asker, knowledge)
    case 'name': return namesReply(question.letters, asker, knowledge)
  }
}

function namesReply(letters: string, asker: Asker, knowledge: Knowledge): Reply {
  const found = findThings(knowledge.entries, letters, { arch: asker.home })
  const says = found.length > MOST ? `${found.length} found, the first ${MOST}` : `${found.length} found`
  return found.length > 0 ? { says, options: found.slice(0, MOST).map(it => thingOption(it, asker, knowledge)) } : unknown(letters, 'Nothing', knowledge.things, asker, knowledge)
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
    const isAway = (it: Thing) => it.arches!.includes(asker.home) ? 0 : 1
    return field === ''
      ? { says: 'Who reads which register?', options: all.toSorted((a, b) => isAway(a) - isAway(b)).map(it => ({ ...thingOption(it, asker, knowledge), asks: `who reads ${it.name}` })) }
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

const WORDS = { 'captured': 'captured', 'made-up': 'made up', 'unset': 'unset' } as const

function startsReply(from: string, asker: Asker, knowledge: Knowledge): Reply {
  const all = knowledge.things.filter(it => STARTS.includes(it.kind))
  const found = from === '' ? all : findThings(knowledge.entries, from, { kinds: STARTS, arch: asker.home })
  return found.length > 0
    ? { says: 'How do registers get from where?', options: found.slice(0, MOST).map(it => ({ ...thingOption(it, asker, knowledge), asks: `how ${it.id} to ` })) }
    : unknown(from, NO_START, all, asker, knowledge)
}

function wayReply(from: string, to: string, asker: Asker, knowledge: Knowledge): Reply {
  const { entries, things, atlas, momentAt } = knowledge
  const [start] = findThings(entries, from, { kinds: STARTS, arch: asker.home })
  if (!start)
    return unknown(from, NO_START, things.filter(it => STARTS.includes(it.kind)), asker, knowledge)
  const place = placeOf(start, asker.at, knowledge)
  const moment = momentAt(place)
  if (to === '') {
    const ends = things.filter(it => ENDS.includes(it.kind) && waysBetween(start, it, moment).length > 0)
    if (ends.length === 0)
      return { says: `No registers go on from ${start.name} on ${place.arch} in ${place.release}`, options: [{ ...thingOption(start, asker, knowledge), place }] }
    return { says: `From ${start.name} to where?`, options: ends.map(it => ({ ...thingOption(it, asker, knowledge), place, asks: `how ${start.id} to ${it.id}` })) }
  }
  const [end] = findThings(entries, to, { kinds: ENDS, arch: asker.home })
  if (!end)
    return unknown(to, 'Nothing that is given registers', things.filter(it => ENDS.includes(it.kind)), asker, knowledge)
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
        ...start.id === end.id ? [] : [thingOption(start, asker, knowledge)],
      ],
    }
  }
  return {
    says: `${countWords(ways.length, 'way')} ${where}`,
    options: ways.map((way): Option => ({
      key: ['way', ...way.flow.path, way.flow.capture.id, ...way.flow.conversions.map(it => it.id), ...way.flow.proposals].join(' '),
      // What tells it from the others comes first: of a long one only the beginning may be seen.
      label: [way.hazard?.verdict, stopsOf(way, start).map(id => labelOf(id, atlas)).join(' › ')].filter(Boolean).join(': '),
      note: [way.flow.proposals.length > 0 && 'proposed', way.flow.capture.name].filter(Boolean).join(', '),
      place,
      answer: () => answerWay(way, `${start.name} to ${end.name}`, place, knowledge),
    })),
  }
}

/** What a way goes through after its start, which all of them have in common. */
function stopsOf({ flow: { path } }: Way, start: Thing): readonly string[] {
  return path.slice(Math.min(path.length - 1, path.indexOf(start.id) + 1))
}

/** Up to how many letters nothing is guessed: with two of them wrong they may be anything. */
const GUESSED = 4

/** What is not found where a way begins. */
const NO_START = 'Nothing that hands on registers'

/** Where nothing is found: what may have been meant, and what can be asked. */
function unknown(letters: string, wanted: string, among: readonly Thing[], asker: Asker, knowledge: Knowledge): Reply {
  const near = letters.length > GUESSED ? nearest(letters, among.map(it => it.id)) : undefined
  const meant = among.find(it => it.id === near)
  return {
    says: letters === '' ? 'You can ask for' : `${wanted} is called “${letters}”; you can ask for`,
    options: [...meant ? [thingOption(meant, asker, knowledge)] : [], ...examples(asker, knowledge)],
  }
}

/** What can be asked, each by an example that the atlas has. */
function examples(asker: Asker, knowledge: Knowledge): readonly Option[] {
  const { atlas, things } = knowledge
  const short = things.toSorted((a, b) => a.name.length - b.name.length)
  const first = (kind: ThingKind, isMeant: (it: Thing) => boolean = () => true) => short.find(it => it.kind === kind && isMeant(it)) ?? short.find(it => it.kind === kind)
  const [reader] = atlas.readers
  const field = reader?.reads.find(it => it.arches?.includes(asker.home) ?? true)?.fields[0]
  const register = first('register', it => it.arches!.includes(asker.home) && knowledge.registers.get(it.id)!.aliases.includes(field ?? ''))
  const origin = atlas.mechanisms.findLast(it => it.kind === 'origin')
  const option = (asks: string, note: string): Option => ({ key: `ask for ${note}: ${asks}`, label: asks, note, asks, place: asker.at, answer: at => answerMoment(at, knowledge) })
  const named = (thing: Thing | undefined, note: string) => thing ? [option(thing.name, note)] : []
  return [
    ...origin && reader ? [option(`how ${origin.id} to ${reader.name.replace(/\(.*/, '')}`, 'how registers get there')] : [],
    ...register ? [option(`who reads ${register.name}`, 'everybody who does')] : [],
    ...named(first('mechanism', it => atlas.mechanisms.find(mechanism => mechanism.id === it.id)!.buildsOn.length > 1), 'a mechanism'),
    ...named(first('reader', it => it.id === reader?.id), 'a reader'),
    ...named(register, 'a register'),
    ...named(first('capture', it => it.arches!.includes(asker.home)), 'a capture'),
    ...named(first('release', it => it.id === atlas.release), 'a release'),
    ...named(first('arch', it => it.id !== asker.home), 'an arch'),
    ...named(first('commit'), 'a commit'),
  ]
}

function thingOption(thing: Thing, { at }: Asker, knowledge: Knowledge): Option {
  return {
    key: `${thing.kind} ${thing.id}`,
    label: thing.name,
    // Captures of several arches share a name.
    note: thing.kind === 'capture' || thing.kind === 'conversion' ? `${thing.note}, ${thing.kind}` : `${thing.kind}, ${thing.note}`,
    place: placeOf(thing, at, knowledge),
    answer: there => answerThing(thing, there, knowledge),
  }
}

/** What there is to say about a thing. */
export function answerThing({ kind, id }: Thing, at: Viewpoint, knowledge: Knowledge): Answer {
  switch (kind) {
    case 'mechanism': return answerMechanism(id, at, knowledge)
    case 'register': return answerRegister(id, at, knowledge)
    case 'reader': return answerReader(id, at, knowledge)
    case 'arch': return answerArch(id, at, knowledge)
    case 'release': return answerRelease(id, at, knowledge)
    case 'capture':
    case 'conversion': return answerCapture(id, at, knowledge)
    case 'commit': return answerCommit(id, at, knowledge)
  }
}

/** The viewpoint nearest to one at which a thing is at home. */
function placeOf({ kind, id }: Thing, at: Viewpoint, { atlas, registers }: Knowledge): Viewpoint {
  if (kind === 'arch')
    return { ...at, arch: id }
  if (kind === 'release')
    return { ...at, release: id }
  if (kind === 'capture' || kind === 'conversion') {
    const { arch, value } = (kind === 'capture' ? atlas.captures : atlas.conversions).get(id)!
    return { arch, release: holdsIn(value, at.release) ? at.release : value.since }
  }
  if (kind !== 'register')
    return at
  const { homes } = registers.get(id)!
  const arch = homes.some(it => it.arch === at.arch) ? at.arch : homes[0]!.arch
  const structs = homes.filter(it => it.arch === arch).map(it => it.struct).sort((a, b) => compareReleases(a.since, b.since))
  const release = structs.some(it => holdsIn(it, at.release)) ? at.release : (structs.find(it => compareReleases(it.since, at.release) > 0) ?? structs.at(-1)!).since
  return { arch, release }
}
