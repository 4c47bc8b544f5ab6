import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { Answer } from './answer.ts'
import type { ExplorerIndex } from './explorer-index.ts'
import type { Entity, EntityKind } from './entities.ts'
import { closestMatch } from '../errors/closest-match.ts'
import { compareReleases, holdsIn } from '../model/analysis/compare-releases.ts'
import { answerCapture } from './answers/capture.ts'
import { answerMechanism } from './answers/mechanism.ts'
import { answerReader } from './answers/reader.ts'
import { answerRegister } from './answers/register.ts'
import { answerArch } from './answers/arch.ts'
import { answerCommit } from './answers/commit.ts'
import { answerSnapshot } from './answers/snapshot.ts'
import { answerRelease } from './answers/release.ts'

/** One of the answers to a question. */
export type Suggestion = {
  /** Tells it from the others of one reply. */
  readonly key: string
  readonly label: string
  /** What kind of thing it is, and what tells it from its like. */
  readonly note: string
  /** What to ask instead, where this is not an answer but a way of asking. */
  readonly query?: string
  /** Where it is at home: the stage goes there when it is chosen. */
  readonly viewpoint: Viewpoint
  readonly answer: (at: Viewpoint) => Answer
}

/** What is found, in words and one by one; never nothing alone. */
export type QueryResult = { readonly message: string; readonly options: readonly Suggestion[] }

/** From where a question is asked. */
export type QueryContext = {
  /** The arch and the release on show. */
  readonly at: Viewpoint
  /** The arch whose things are meant before their like; the one on show when the question was typed. */
  readonly preferredArch: string
}

/** Up to how many letters nothing is guessed: with two of them wrong they may be anything. */
const MAX_UNGUESSED_LETTERS = 4

/** Where nothing is found: what may have been meant, and what can be asked. */
export function noMatch(
  letters: string,
  wanted: string,
  among: readonly Entity[],
  context: QueryContext,
  index: ExplorerIndex,
): QueryResult {
  const near =
    letters.length > MAX_UNGUESSED_LETTERS
      ? closestMatch(
          letters,
          among.map(it => it.id),
        )
      : undefined
  const meant = among.find(it => it.id === near)
  return {
    message: letters === '' ? 'You can ask for' : `${wanted} is called “${letters}”; you can ask for`,
    options: [...(meant ? [entitySuggestion(meant, context, index)] : []), ...exampleQueries(context, index)],
  }
}

/** What can be asked, each by an example that the atlas has. */
export function exampleQueries(context: QueryContext, index: ExplorerIndex): readonly Suggestion[] {
  const { dataset, entities } = index
  const short = entities.toSorted((a, b) => a.name.length - b.name.length)
  const first = (kind: EntityKind, isMeant: (it: Entity) => boolean = () => true) =>
    short.find(it => it.kind === kind && isMeant(it)) ?? short.find(it => it.kind === kind)
  const [reader] = dataset.readers
  const field = reader?.reads.find(it => it.arches?.includes(context.preferredArch) ?? true)?.fields[0]
  const register = first(
    'register',
    it => it.arches!.includes(context.preferredArch) && index.registers.get(it.id)!.aliases.includes(field ?? ''),
  )
  const origin = dataset.mechanisms.findLast(it => it.kind === 'origin')
  const option = (query: string, note: string): Suggestion => ({
    key: `ask for ${note}: ${query}`,
    label: query,
    note,
    query,
    viewpoint: context.at,
    answer: at => answerSnapshot(at, index),
  })
  const named = (thing: Entity | undefined, note: string) => (thing ? [option(thing.name, note)] : [])
  return [
    ...(origin && reader
      ? [option(`how ${origin.id} to ${reader.name.replace(/\(.*/, '')}`, 'how registers get there')]
      : []),
    ...(register ? [option(`who reads ${register.name}`, 'everybody who does')] : []),
    ...named(
      first('mechanism', it => dataset.mechanisms.find(mechanism => mechanism.id === it.id)!.buildsOn.length > 1),
      'a mechanism',
    ),
    ...named(
      first('reader', it => it.id === reader?.id),
      'a reader',
    ),
    ...named(register, 'a register'),
    ...named(
      first('capture', it => it.arches!.includes(context.preferredArch)),
      'a capture',
    ),
    ...named(
      first('release', it => it.id === dataset.release),
      'a release',
    ),
    ...named(
      first('arch', it => it.id !== context.preferredArch),
      'an arch',
    ),
    ...named(first('commit'), 'a commit'),
  ]
}

/** A thing as one of the answers: what there is to say about it where it is at home. */
export function entitySuggestion(thing: Entity, { at }: QueryContext, index: ExplorerIndex): Suggestion {
  return {
    key: `${thing.kind} ${thing.id}`,
    label: thing.name,
    // Captures of several arches share a name.
    note:
      thing.kind === 'capture' || thing.kind === 'conversion'
        ? `${thing.note}, ${thing.kind}`
        : `${thing.kind}, ${thing.note}`,
    viewpoint: viewpointFor(thing, at, index),
    answer: there => answerEntity(thing, there, index),
  }
}

/** What there is to say about a thing. */
export function answerEntity({ kind, id }: Entity, at: Viewpoint, index: ExplorerIndex): Answer {
  switch (kind) {
    case 'mechanism':
      return answerMechanism(id, at, index)
    case 'register':
      return answerRegister(id, at, index)
    case 'reader':
      return answerReader(id, at, index)
    case 'arch':
      return answerArch(id, at, index)
    case 'release':
      return answerRelease(id, at, index)
    case 'capture':
    case 'conversion':
      return answerCapture(id, at, index)
    case 'commit':
      return answerCommit(id, at, index)
  }
}

/** The viewpoint nearest to one at which a thing is at home. */
export function viewpointFor({ kind, id }: Entity, at: Viewpoint, { dataset, registers }: ExplorerIndex): Viewpoint {
  if (kind === 'arch') return { ...at, arch: id }
  if (kind === 'release') return { ...at, release: id }
  if (kind === 'capture' || kind === 'conversion') {
    const { arch, value } = (kind === 'capture' ? dataset.captures : dataset.conversions).get(id)!
    return { arch, release: holdsIn(value, at.release) ? at.release : value.since }
  }
  if (kind !== 'register') return at
  const { locations } = registers.get(id)!
  const arch = locations.some(it => it.arch === at.arch) ? at.arch : locations[0]!.arch
  const structs = locations
    .filter(it => it.arch === arch)
    .map(it => it.struct)
    .sort((a, b) => compareReleases(a.since, b.since))
  const release = structs.some(it => holdsIn(it, at.release))
    ? at.release
    : (structs.find(it => compareReleases(it.since, at.release) > 0) ?? structs.at(-1)!).since
  return { arch, release }
}
