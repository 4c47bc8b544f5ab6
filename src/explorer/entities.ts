import type { Source } from '../model/schema/source.ts'
import type { BrowserDataset, KnownCause } from './packed-dataset.ts'
import type { Register } from './registers.ts'
import { otherArchNames } from '../model/arch-names.ts'
import { introducedIn } from '../model/analysis/applicability.ts'
import { rangeWords } from '../model/analysis/compare-releases.ts'
import { sourceName } from '../model/analysis/source-label.ts'
import { namedArch } from '../model/dataset.ts'
import { DERIVED, STATUS_LABELS } from '../model/vocabulary.ts'
import { say } from '../words/say.ts'

/** The kinds of entities. Search results of equal rank are in this order. */
export const ENTITY_KINDS = [
  'mechanism',
  'register',
  'reader',
  'arch',
  'release',
  'capture',
  'conversion',
  'hazard',
  'commit',
] as const
/** The kind of an entity. */
export type EntityKind = (typeof ENTITY_KINDS)[number]

/** Something that can be found by name in the explorer. */
export type Entity = {
  readonly kind: EntityKind
  /** Unique among the entities of its kind. */
  readonly id: string
  /** As the kernel or the talk writes it. */
  readonly name: string
  /** What distinguishes it from others of its kind, such as a release or an arch. */
  readonly note: string
  /** Other names by which it is found. */
  readonly aliases: readonly string[]
  /** Ids of the arches that have it; all, if absent. */
  readonly arches?: readonly string[]
}

/** By id of a mechanism, how the kernel's own words and people call it beside its names in the dataset. */
const SAID_NAMES: Readonly<Record<string, readonly string[]>> = {
  'ebpf-multi-kprobe': ['kprobe_multi', 'kprobe.multi', 'kretprobe.multi'],
  exceptions: ['kernel entry', 'exception entry'],
  'perf-events': ['perf sample', 'perf_sample'],
}

/** How many digits identify a commit. */
const COMMIT_DIGITS = 12

/** What is collected from the dataset to make entities of. */
export type EntityParts = {
  /** The releases at which something changes, oldest first. */
  readonly releases: readonly string[]
  readonly registers: readonly Register[]
  /** By the first digits of the commit. */
  readonly commits: ReadonlyMap<string, CitedCommit>
}

/**
 * List all entities.
 *
 * @param dataset - the dataset as the browser has it.
 * @param parts - what was collected from it: the releases, oldest first, registers and commits.
 * @returns grouped by kind, in the order of `ENTITY_KINDS`.
 */
export function allEntities(
  { mechanisms, arches, readers, captures, conversions, causes }: BrowserDataset,
  { releases, registers, commits }: EntityParts,
): readonly Entity[] {
  // A stage of a mechanism's life may be named after the arch that it came to; that name means the arch.
  const isArch = (name: string) => arches.some(it => it.id === name || it.name === name)
  const archNames = (ids: readonly string[]) => (ids.length === arches.length ? say('all arches') : ids.join(', '))
  return [
    ...mechanisms.map((it): Entity => ({
      kind: 'mechanism',
      id: it.id,
      name: it.label.join(' '),
      note: it.since ? say('since {release}', { release: introducedIn(it) }) : say(it.kind),
      aliases: [
        it.name,
        ...(SAID_NAMES[it.id] ?? []),
        ...(it.life?.map(stage => stage.label).filter(label => !isArch(label)) ?? []),
      ],
    })),
    ...registers.map(({ id, aliases, locations }): Entity => {
      const ids = [...new Set(locations.map(it => it.arch))]
      return { kind: 'register', id, name: id, note: archNames(ids), aliases, arches: ids }
    }),
    ...readers.map((it): Entity => ({
      kind: 'reader',
      id: it.id,
      name: it.name,
      note: rangeWords(it),
      aliases: [],
    })),
    ...arches
      .filter(it => namedArch(it.id))
      .map((it): Entity => ({
        kind: 'arch',
        id: it.id,
        name: it.name,
        note: it.directory,
        aliases: otherArchNames(it.id),
      })),
    ...(releases.length > 1 ? releases : []).map((release, i, all): Entity => ({
      kind: 'release',
      id: release,
      name: release,
      note: say('what changed'),
      aliases: i === all.length - 1 ? ['today'] : [],
    })),
    ...filledStructs('capture', captures),
    ...filledStructs('conversion', conversions),
    ...causes.map(it => causeEntity(it, (captures.get(it.site) ?? conversions.get(it.site))!.arch)),
    ...[...commits].map(([id, { source }]): Entity => ({
      kind: 'commit',
      id,
      name: id,
      note: source.release ?? '',
      aliases: [source.commit!, sourceName(source).replace(/^\S+ · /, ''), ...(source.title ? [source.title] : [])],
    })),
  ]
}

/** The entity of a cause, on the arch of the site with which it begins. */
function causeEntity({ id, status }: KnownCause, arch: string): Entity {
  return { kind: 'hazard', id, name: id, note: `${arch}, ${say(STATUS_LABELS[status])}`, aliases: [], arches: [arch] }
}

/** The entities of captures or conversions, which belong to one arch each. */
function filledStructs(
  kind: 'capture' | 'conversion',
  all: BrowserDataset['captures'] | BrowserDataset['conversions'],
): readonly Entity[] {
  return [...all.values()].map(({ arch, value }) => ({
    kind,
    id: value.id,
    name: value.name,
    note: `${arch}, ${rangeWords(value)}${'isDerived' in value ? `, ${say(DERIVED.label)}` : ''}`,
    aliases: [],
    arches: [arch],
  }))
}

/** A commit that the dataset cites, and the entities whose claims rest on it. */
export type CitedCommit = {
  readonly source: Source
  readonly entities: readonly { readonly kind: EntityKind; readonly id: string }[]
}

/**
 * Collect the commits that the dataset cites.
 *
 * @param dataset - of it, all that has sources, at any depth.
 * @returns by the first digits of the commit.
 */
export function citedCommits({
  mechanisms,
  readers,
  captures,
  conversions,
}: BrowserDataset): ReadonlyMap<string, CitedCommit> {
  const found = new Map<string, { source: Source; entities: { kind: EntityKind; id: string }[] }>()
  const collect = (value: unknown, kind: EntityKind, id: string): void => {
    if (typeof value !== 'object' || value === null) return
    const source = value as Source
    if (source.known && source.commit) {
      const digits = source.commit.slice(0, COMMIT_DIGITS)
      const before = found.get(digits)
      // Sources may cite a commit with more or less detail: the one that is shown has all of it.
      const merged = { ...before?.source, ...source, ...(before?.source.title && { title: before.source.title }) }
      const entities = before?.entities ?? []
      found.set(digits, {
        source: merged,
        entities: entities.some(it => it.id === id) ? entities : [...entities, { kind, id }],
      })
    }
    Object.values(value).forEach(it => collect(it, kind, id))
  }
  mechanisms.forEach(it => collect(it, 'mechanism', it.id))
  readers.forEach(it => collect(it, 'reader', it.id))
  captures.forEach(({ value }) => collect(value, 'capture', value.id))
  conversions.forEach(({ value }) => collect(value, 'conversion', value.id))
  return found
}
