import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { Answer } from './answer.ts'
import type { ExplorerIndex } from './explorer-index.ts'
import type { Entity, EntityKind } from './entities.ts'
import { closestMatch } from '../errors/closest-match.ts'
import { compareReleases, holdsIn, wasReadIn } from '../model/analysis/compare-releases.ts'
import { releaseFor } from './snapshots.ts'
import { answerCapture } from './answers/capture.ts'
import { answerCause } from './answers/cause.ts'
import { answerMechanism } from './answers/mechanism.ts'
import { answerReader } from './answers/reader.ts'
import { answerRegister } from './answers/register.ts'
import { answerArch } from './answers/arch.ts'
import { answerCommit } from './answers/commit.ts'
import { answerSnapshot } from './answers/snapshot.ts'
import { answerRelease } from './answers/release.ts'
import { say } from '../words/say.ts'

/** An option of the search: an entity, a path, a viewpoint or another query. */
export type Suggestion = {
  /** Unique among the options of a result. */
  readonly key: string
  readonly label: string
  /** The kind of entity, and what distinguishes it from others of its kind. */
  readonly note: string
  /** The query that choosing it puts into the search; absent where choosing it shows its answer. */
  readonly query?: string
  /** The viewpoint that the stage shows when it is chosen. */
  readonly viewpoint: Viewpoint
  /** Computes the answer, for `viewpoint` or another one. */
  readonly answer: (at: Viewpoint) => Answer
}

/** What a query finds: a sentence, and at least one option. */
export type QueryResult = {
  readonly message: string
  /** Whether the first option answers it. If not, the options are what is near, and none is the answer. */
  readonly isUnderstood: boolean
  readonly options: readonly Suggestion[]
}

/** Where a query is asked. */
export type QueryContext = {
  /** Arch and release that the stage shows. */
  readonly at: Viewpoint
  /** The arch whose entities come first; the one that was shown when the query was typed. */
  readonly preferredArch: string
  /** Arch and release that were moved to since: they win over those that the query names. */
  readonly moved?: Partial<Viewpoint>
}

/** How many options a search has at most. */
export const MAX_OPTIONS = 20

/** Up to how many letters no closest match is offered: with two wrong ones of four, the match would be arbitrary. */
const MAX_UNGUESSED_LETTERS = 4

/** What is said where no entity of any kind is found. */
export const NOTHING = 'Nothing is called “{letters}”; you can ask for'

/**
 * The result where nothing is found: the closest match, and examples of queries.
 *
 * @param letters - of a name, which match nothing.
 * @param missing - `wanted`, what is said, with `{letters}` for the name, and `among`, the entities searched.
 * @param context - where the query is asked.
 * @param index - the dataset with its index.
 * @returns with a message that says what was not found.
 */
export function noMatch(
  letters: string,
  { wanted, among }: { readonly wanted: string; readonly among: readonly Entity[] },
  context: QueryContext,
  index: ExplorerIndex,
): QueryResult {
  const closest =
    letters.length > MAX_UNGUESSED_LETTERS
      ? closestMatch(
          letters,
          among.map(it => it.id),
        )
      : undefined
  const meant = among.find(it => it.id === closest)
  return {
    message: letters === '' ? say('You can ask for') : say(wanted, { letters }),
    isUnderstood: letters === '',
    options: [...(meant ? [entitySuggestion(meant, context, index)] : []), ...exampleQueries(context, index)],
  }
}

/**
 * Examples of all kinds of queries, made from the dataset.
 *
 * @param context - where they are asked; entities of the preferred arch are chosen.
 * @param index - the dataset with its index.
 * @returns an option for each kind of query for which the dataset has an example.
 */
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
    note: say(note),
    query,
    viewpoint: context.at,
    answer: at => answerSnapshot(at, index),
  })
  const named = (entity: Entity | undefined, note: string) => (entity ? [option(entity.name, note)] : [])
  const top = index.has.registers ? undefined : dataset.mechanisms.find(it => isTop(it.id, index))
  return [
    ...(origin && reader
      ? [option(`how ${origin.id} to ${reader.name.replace(/\(.*/, '')}`, 'how registers get there')]
      : []),
    ...(origin && top ? [option(`how ${origin.id} to ${top.id}`, 'which way leads there')] : []),
    ...(register ? [option(`who reads ${register.name}`, 'everybody who does')] : []),
    ...named(
      first('mechanism', it => dataset.mechanisms.find(mechanism => mechanism.id === it.id)!.buildsOn.length > 1),
      index.has.registers ? 'a mechanism' : 'a box',
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

/** Whether nothing builds on a mechanism, and it builds on something. */
function isTop(id: string, { dataset: { mechanisms } }: ExplorerIndex): boolean {
  const buildsOn = (one: string) => mechanisms.find(it => it.id === one)!.buildsOn.map(it => it.on)
  return buildsOn(id).length > 0 && mechanisms.every(it => !buildsOn(it.id).includes(id))
}

/** How many names stand in the empty search. */
const MAX_EXAMPLES = 3

/**
 * Names that can be asked for, for the empty search.
 *
 * @param context - where they are asked.
 * @param index - the dataset with its index.
 * @returns a few, each of another kind.
 */
export function exampleNames(context: QueryContext, index: ExplorerIndex): readonly string[] {
  const names = exampleQueries(context, index).map(it => it.label)
  return names.filter(it => !/^(?:how|who) /.test(it)).slice(0, MAX_EXAMPLES)
}

/**
 * Make an option of an entity.
 *
 * @param entity - what it shows when it is chosen.
 * @param context - of it, the viewpoint.
 * @param index - the dataset with its index.
 * @returns with the nearest viewpoint at which the entity exists.
 */
export function entitySuggestion(entity: Entity, { at }: QueryContext, index: ExplorerIndex): Suggestion {
  return {
    key: `${entity.kind} ${entity.id}`,
    label: entity.name,
    note: noteOf(entity, index),
    viewpoint: viewpointFor(entity, at, index),
    answer: there => answerEntity(entity, there, index),
  }
}

/** What an entity is, and what distinguishes it. A dataset without history has words of its own for what it has. */
function noteOf({ kind, note }: Entity, { has }: ExplorerIndex): string {
  if (kind === 'mechanism' && !has.history) return note
  // Captures of several arches share a name.
  return kind === 'capture' || kind === 'conversion' ? `${note}, ${say(kind)}` : `${say(kind)}, ${note}`
}

/**
 * Answer about an entity.
 *
 * @param entity - what the answer is about.
 * @param at - the viewpoint to show.
 * @param index - the dataset with its index.
 * @returns the answer of its kind.
 */
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
    case 'hazard':
      return answerCause(id, at, index)
    case 'commit':
      return answerCommit(id, at, index)
  }
}

/**
 * Find a viewpoint at which an entity exists.
 *
 * @param entity - whose arch and release are asked for.
 * @param at - the viewpoint on show, which is kept as far as possible.
 * @param index - the dataset with its index.
 * @returns arch and release for the stage.
 */
export function viewpointFor({ kind, id }: Entity, at: Viewpoint, index: ExplorerIndex): Viewpoint {
  const { dataset, registers, releases } = index
  if (kind === 'arch') return { arch: id, release: releaseFor(id, at.release, index) }
  if (kind === 'release') return { ...at, release: id }
  if (kind === 'capture' || kind === 'conversion') {
    const { arch, value } = (kind === 'capture' ? dataset.captures : dataset.conversions).get(id)!
    return { arch, release: wasReadIn(value, at.release) ? at.release : (value.readSince ?? value.since) }
  }
  // What is known of a cause was found out in the newest release.
  if (kind === 'hazard') {
    const { site } = dataset.causes.find(it => it.id === id)!
    return { arch: (dataset.captures.get(site) ?? dataset.conversions.get(site))!.arch, release: releases.at(-1)! }
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
