import type { Source } from '../model/schema/source.ts'
import type { BrowserDataset } from './packed-dataset.ts'
import type { Register } from './registers.ts'
import { introducedIn } from '../model/analysis/applicability.ts'
import { sourceName } from '../model/analysis/source-label.ts'

/** What can be asked for by name; in this order where a few letters mean several. */
export const ENTITY_KINDS = [
  'mechanism',
  'register',
  'reader',
  'arch',
  'release',
  'capture',
  'conversion',
  'commit',
] as const
export type EntityKind = (typeof ENTITY_KINDS)[number]

/** Something that can be asked for. */
export type Entity = {
  readonly kind: EntityKind
  readonly id: string
  /** As the kernel or the talk writes it. */
  readonly name: string
  /** What tells it from its like. */
  readonly note: string
  /** By what else it is found. */
  readonly aliases: readonly string[]
  /** Where it is at home; everywhere, if absent. */
  readonly arches?: readonly string[]
}

/** How many digits name a commit. */
const COMMIT_DIGITS = 12

/** What the things of an atlas are gathered from, beside the atlas. */
export type EntityParts = {
  /** The releases in which something changes, oldest first. */
  readonly releases: readonly string[]
  readonly registers: readonly Register[]
  /** By the first digits. */
  readonly commits: ReadonlyMap<string, CitedCommit>
}

/** Everything in the atlas that can be asked for. */
export function allEntities(
  { mechanisms, arches, readers, captures, conversions }: BrowserDataset,
  { releases, registers, commits }: EntityParts,
): readonly Entity[] {
  /** A stage of a mechanism's life may be called as the arch that it came to: who says that means the arch. */
  const isArch = (name: string) => arches.some(it => it.id === name || it.name === name)
  const archNames = (ids: readonly string[]) => (ids.length === arches.length ? 'all arches' : ids.join(', '))
  return [
    ...mechanisms.map((it): Entity => ({
      kind: 'mechanism',
      id: it.id,
      name: it.label.join(' '),
      note: `since ${introducedIn(it)}`,
      aliases: [it.name, ...(it.life?.map(stage => stage.label).filter(label => !isArch(label)) ?? [])],
    })),
    ...registers.map(({ id, aliases, locations }): Entity => {
      const ids = [...new Set(locations.map(it => it.arch))]
      return { kind: 'register', id, name: id, note: archNames(ids), aliases, arches: ids }
    }),
    ...readers.map((it): Entity => ({
      kind: 'reader',
      id: it.id,
      name: it.name,
      note: `since ${it.since}`,
      aliases: [],
    })),
    ...arches.map((it): Entity => ({ kind: 'arch', id: it.id, name: it.name, note: it.directory, aliases: [] })),
    ...releases.map((release, i, all): Entity => ({
      kind: 'release',
      id: release,
      name: release,
      note: 'what changed',
      aliases: i === all.length - 1 ? ['today'] : [],
    })),
    ...[...captures.values()].map(({ arch, value }): Entity => ({
      kind: 'capture',
      id: value.id,
      name: value.name,
      note: `${arch}, ${rangeWords(value)}`,
      aliases: [],
      arches: [arch],
    })),
    ...[...conversions.values()].map(({ arch, value }): Entity => ({
      kind: 'conversion',
      id: value.id,
      name: value.name,
      note: `${arch}, ${rangeWords(value)}`,
      aliases: [],
      arches: [arch],
    })),
    ...[...commits].map(([id, { source }]): Entity => ({
      kind: 'commit',
      id,
      name: id,
      note: source.release ?? '',
      aliases: [source.commit!, sourceName(source).replace(/^\S+ · /, ''), ...(source.title ? [source.title] : [])],
    })),
  ]
}

/** A range in words: `since 6.9`, `5.18 until 6.14`. */
export function rangeWords({ since, until }: { readonly since: string; readonly until?: string | undefined }): string {
  return until === undefined ? `since ${since}` : `${since} until ${until}`
}

/** A commit that the data cite, and the things whose claims rest on it. */
export type CitedCommit = {
  readonly source: Source
  readonly entities: readonly { readonly kind: EntityKind; readonly id: string }[]
}

/** Every commit that is cited, by its first digits. */
export function citedCommits({
  mechanisms,
  readers,
  captures,
  conversions,
}: BrowserDataset): ReadonlyMap<string, CitedCommit> {
  const found = new Map<string, { source: Source; entities: { kind: EntityKind; id: string }[] }>()
  const look = (value: unknown, kind: EntityKind, id: string): void => {
    if (typeof value !== 'object' || value === null) return
    const source = value as Source
    if (source.known && source.commit) {
      const digits = source.commit.slice(0, COMMIT_DIGITS)
      const before = found.get(digits)
      // The source that says more of a commit is the one shown.
      const merged = { ...before?.source, ...source, ...(before?.source.title && { title: before.source.title }) }
      const entities = before?.entities ?? []
      found.set(digits, {
        source: merged,
        entities: entities.some(it => it.id === id) ? entities : [...entities, { kind, id }],
      })
    }
    Object.values(value).forEach(it => look(it, kind, id))
  }
  mechanisms.forEach(it => look(it, 'mechanism', it.id))
  readers.forEach(it => look(it, 'reader', it.id))
  captures.forEach(({ value }) => look(value, 'capture', value.id))
  conversions.forEach(({ value }) => look(value, 'conversion', value.id))
  return found
}
