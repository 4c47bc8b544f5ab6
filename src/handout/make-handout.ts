import type { RegisterClass } from '../model/schema/mechanism.ts'
import type { Dataset } from '../model/dataset.ts'
import type { HandoutCitations } from './numbered-citations.ts'
import type { HazardSummary } from './hazard-summary.ts'
import type { Matrix } from '../deck/capture-matrix.ts'
import { releasesWithChanges } from '../model/analysis/hazards.ts'
import { compareReleases } from '../model/analysis/compare-releases.ts'
import { classOf } from '../model/analysis/register-class.ts'
import { hasNoCapture, lastReadRelease } from '../model/analysis/coverage-gaps.ts'
import { numberCitations } from './numbered-citations.ts'
import { summariseHazards } from './hazard-summary.ts'
import { captureMatrix } from '../deck/capture-matrix.ts'

/** A slide's own words, as HTML without scripts. */
export type SlideWords = {
  readonly scene: string
  readonly layout: string
  /** Plain text. */
  readonly headline: string
  /** What stands below the headline. */
  readonly body: string
  /** The notes; where a click was due stands `<span data-click="2">`, with the number of the step that it brings. */
  readonly notes: string
}

/** What the handout says of itself. */
export type HandoutMetadata = {
  readonly title: string
  readonly author: string
  readonly info: string
  /** The release of this deck. */
  readonly version: string
  /** Names the data: the beginning of a hash over every file in it. */
  readonly dataVersion: string
}

/** A mechanism, by arch: its class at the release of the talk and at the newest; null where the arch lacks it, `unread` where it lacked it in the newest tree that was read, or nobody has read what it hands on. */
export type MechanismRow = {
  readonly label: string
  readonly kind: string
  readonly classes: Readonly<Record<string, readonly (RegisterClass | 'unread' | null)[]>>
}

/** All that the handout prints and the talk does not show. */
export type Handout = HandoutMetadata & {
  readonly slides: readonly SlideWords[]
  /** The release at which the talk looks back, and the newest of which the data speaks. */
  readonly releases: readonly [talk: string, newest: string]
  readonly citations: HandoutCitations
  /** By arch, one for each of `releases`. */
  readonly hazards: Readonly<Record<string, readonly HazardSummary[]>>
  readonly matrices: Readonly<Record<string, readonly Matrix[]>>
  readonly mechanisms: readonly MechanismRow[]
  /** The kernel trees in which files were read, oldest first, and how many claims rest on each. */
  readonly trees: readonly { readonly release: string; readonly claims: number }[]
}

/** Work out all that the handout prints beside the deck's pictures. */
export function makeHandout(data: Dataset, slides: readonly SlideWords[], imprint: HandoutMetadata): Handout {
  const newest = data.arches
    .flatMap(({ id }) => releasesWithChanges(data, data.readers, { arch: id }))
    .sort(compareReleases)
    .at(-1)!
  const releases = [data.talk.release, newest] as const
  const byArch = <T>(make: (at: { arch: string; release: string }) => T) =>
    Object.fromEntries(data.arches.map(({ id }) => [id, releases.map(release => make({ arch: id, release }))]))
  return {
    ...imprint,
    slides,
    releases,
    citations: numberCitations(data),
    hazards: byArch(at => summariseHazards(data, at)),
    matrices: byArch(at => captureMatrix(data, at)),
    mechanisms: data.mechanisms
      .filter(it => it.kind !== 'origin')
      .toSorted((a, b) => a.row - b.row)
      .map(it => ({
        label: it.label.join(' '),
        kind: it.kind,
        classes: byArch(
          at =>
            classOf(it, at, data) ?? (hasNoCapture(it, at, data) || lastReadRelease(it, at, data) ? 'unread' : null),
        ),
      })),
    trees: treesRead(data),
  }
}

/** Every release in whose tree a file was read, as the sources tell it. */
function treesRead(data: Dataset): Handout['trees'] {
  const claims = new Map<string, number>()
  const look = (value: unknown): void => {
    if (value instanceof Map) return [...value.values()].forEach(look)
    if (Array.isArray(value)) return value.forEach(look)
    if (typeof value !== 'object' || value === null) return
    const { known, file, release } = value as { known?: unknown; file?: unknown; release?: unknown }
    if (known === 'read' && file && typeof release === 'string') claims.set(release, (claims.get(release) ?? 0) + 1)
    Object.values(value).forEach(look)
  }
  look(data)
  return [...claims].sort(([a], [b]) => compareReleases(a, b)).map(([release, count]) => ({ release, claims: count }))
}
