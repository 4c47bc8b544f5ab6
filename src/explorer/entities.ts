import type { Source } from '../model/schema/source.ts'
import type { Atlas } from './packed-dataset.ts'
import type { Register } from './registers.ts'
import { bornIn } from '../model/analysis/applicability.ts'
import { sourceName } from '../model/analysis/source-label.ts'

/** What can be asked for by name; in this order where a few letters mean several. */
export const KINDS = ['mechanism', 'register', 'reader', 'arch', 'release', 'capture', 'conversion', 'commit'] as const
export type ThingKind = (typeof KINDS)[number]

/** Something that can be asked for. */
export type Thing = {
  readonly kind: ThingKind
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
export type Gathered = {
  /** The releases in which something changes, oldest first. */
  readonly stops: readonly string[]
  readonly registers: readonly Register[]
  /** By the first digits. */
  readonly commits: ReadonlyMap<string, CitedCommit>
}

/** Everything in the atlas that can be asked for. */
export function allThings(
  { mechanisms, arches, readers, captures, conversions }: Atlas,
  { stops, registers, commits }: Gathered,
): readonly Thing[] {
  /** A stage of a mechanism's life may be called as the arch that it came to: who says that means the arch. */
  const isArch = (name: string) => arches.some(it => it.id === name || it.name === name)
  const archNames = (ids: readonly string[]) => (ids.length === arches.length ? 'all arches' : ids.join(', '))
  return [
    ...mechanisms.map((it): Thing => ({
      kind: 'mechanism',
      id: it.id,
      name: it.label.join(' '),
      note: `since ${bornIn(it)}`,
      aliases: [it.name, ...(it.life?.map(stage => stage.label).filter(label => !isArch(label)) ?? [])],
    })),
    ...registers.map(({ id, aliases, homes }): Thing => {
      const ids = [...new Set(homes.map(it => it.arch))]
      return { kind: 'register', id, name: id, note: archNames(ids), aliases, arches: ids }
    }),
    ...readers.map((it): Thing => ({
      kind: 'reader',
      id: it.id,
      name: it.name,
      note: `since ${it.since}`,
      aliases: [],
    })),
    ...arches.map((it): Thing => ({ kind: 'arch', id: it.id, name: it.name, note: it.directory, aliases: [] })),
    ...stops.map((release, i, all): Thing => ({
      kind: 'release',
      id: release,
      name: release,
      note: 'what changed',
      aliases: i === all.length - 1 ? ['today'] : [],
    })),
    ...[...captures.values()].map(({ arch, value }): Thing => ({
      kind: 'capture',
      id: value.id,
      name: value.name,
      note: `${arch}, ${rangeWords(value)}`,
      aliases: [],
      arches: [arch],
    })),
    ...[...conversions.values()].map(({ arch, value }): Thing => ({
      kind: 'conversion',
      id: value.id,
      name: value.name,
      note: `${arch}, ${rangeWords(value)}`,
      aliases: [],
      arches: [arch],
    })),
    ...[...commits].map(([id, { source }]): Thing => ({
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
  readonly things: readonly { readonly kind: ThingKind; readonly id: string }[]
}

/** Every commit that is cited, by its first digits. */
export function citedCommits({ mechanisms, readers, captures, conversions }: Atlas): ReadonlyMap<string, CitedCommit> {
  const found = new Map<string, { source: Source; things: { kind: ThingKind; id: string }[] }>()
  const look = (value: unknown, kind: ThingKind, id: string): void => {
    if (typeof value !== 'object' || value === null) return
    const source = value as Source
    if (source.known && source.commit) {
      const digits = source.commit.slice(0, COMMIT_DIGITS)
      const before = found.get(digits)
      // What tells more of a commit is what is shown of it.
      const told = { ...before?.source, ...source, ...(before?.source.title && { title: before.source.title }) }
      const things = before?.things ?? []
      found.set(digits, { source: told, things: things.some(it => it.id === id) ? things : [...things, { kind, id }] })
    }
    Object.values(value).forEach(it => look(it, kind, id))
  }
  mechanisms.forEach(it => look(it, 'mechanism', it.id))
  readers.forEach(it => look(it, 'reader', it.id))
  captures.forEach(({ value }) => look(value, 'capture', value.id))
  conversions.forEach(({ value }) => look(value, 'conversion', value.id))
  return found
}
