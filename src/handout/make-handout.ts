import type { ClassId } from '../model/analysis/register-class.ts'
import type { Dataset } from '../model/dataset.ts'
import type { HandoutCitations } from './numbered-citations.ts'
import type { HazardSummary } from './hazard-summary.ts'
import type { Matrix } from '../deck/capture-matrix.ts'
import { newestRelease } from '../model/analysis/hazards.ts'
import { compareReleases, laterRelease } from '../model/analysis/compare-releases.ts'
import { fittingRelease } from '../model/analysis/fitting-release.ts'
import { classOf, isClassDerived } from '../model/analysis/register-class.ts'
import { hasNoCapture, lastReadRelease } from '../model/analysis/coverage-gaps.ts'
import { numberCitations } from './numbered-citations.ts'
import { causeRows, type CauseRow } from './cause-rows.ts'
import { summariseHazards } from './hazard-summary.ts'
import { captureMatrix } from '../deck/capture-matrix.ts'

/** The text of a slide. */
export type SlideWords = {
  /** Id of the slide. */
  readonly id: string
  /** Set where it shows no scene: then it is printed as it looks on screen. */
  readonly isOwn?: true
  /** Name of its Slidev layout. */
  readonly layout: string
  /** The language that it names; absent where that is the deck's. */
  readonly lang?: string
  /** Plain text. */
  readonly headline: string
  /** What stands below the headline, as HTML without scripts. */
  readonly body: string
  /** The notes, as HTML without scripts; `<span data-click="2">` marks the click that brings step 2. */
  readonly notes: string
  /** The notes on an arch that the scene is not about, where they are others. */
  readonly otherNotes?: string
}

/** What the handout's cover and colophon say of it. */
export type HandoutMetadata = {
  readonly title: string
  /** Who gives the talk. */
  readonly author: string
  /** The talk that it derives from. */
  readonly basedOn?: { readonly title: string; readonly author: string; readonly url?: string | undefined } | undefined
  readonly info: string
  /** The version of this deck, not a release of Linux. */
  readonly version: string
  /** The first digits of a hash over all files of the dataset. */
  readonly dataVersion: string
}

/**
 * A mechanism's class per arch, at its two releases. `null`: not supported. `'unread'`: not
 * supported in the newest tree read, or its captures were not read.
 */
export type MechanismRow = {
  readonly label: string
  readonly kind: string
  readonly classes: Readonly<Record<string, readonly (ClassId | 'unread' | null)[]>>
  /** The arches on which a program derived a class of these, and no person has reviewed it. */
  readonly derivedOn: readonly string[]
}

/** Precomputed data for the handout (module `virtual:handout`), beside those of the deck. */
export type Handout = HandoutMetadata & {
  readonly slides: readonly SlideWords[]
  /** The release at which the talk looks back, and the newest at which anything changes. */
  readonly talkRelease: string
  readonly newestRelease: string
  /**
   * By arch, these two; in place of the talk's the oldest that was read of the arch, if that is later.
   */
  readonly releases: Readonly<Record<string, readonly [talk: string, newest: string]>>
  readonly citations: HandoutCitations
  /** By arch, one for each of `releases`. */
  readonly hazards: Readonly<Record<string, readonly HazardSummary[]>>
  /** Of all arches, at the newest release. */
  readonly causes: readonly CauseRow[]
  /** By arch, one for each of `releases`. */
  readonly matrices: Readonly<Record<string, readonly Matrix[]>>
  readonly mechanisms: readonly MechanismRow[]
  /** The kernel trees whose files were read, oldest first, and how many claims rest on each. */
  readonly trees: readonly { readonly release: string; readonly claims: number }[]
}

/**
 * Compute what the handout prints beside the pictures of the deck.
 *
 * @param data - the dataset.
 * @param slides - in running order.
 * @param metadata - for cover and colophon; copied into the result.
 * @returns data without functions, to be written as JSON.
 */
export function makeHandout(data: Dataset, slides: readonly SlideWords[], metadata: HandoutMetadata): Handout {
  const talkRelease = data.talk.release
  const newest = laterRelease(newestRelease(data, data.readers), talkRelease)
  const releasesOf = (arch: string) => [fittingRelease(talkRelease, arch, data), newest] as const
  const byArch = <T>(make: (at: { arch: string; release: string }) => T) =>
    Object.fromEntries(data.arches.map(({ id }) => [id, releasesOf(id).map(release => make({ arch: id, release }))]))
  return {
    ...metadata,
    slides,
    talkRelease,
    newestRelease: newest,
    releases: Object.fromEntries(data.arches.map(({ id }) => [id, releasesOf(id)])),
    citations: numberCitations(data),
    hazards: byArch(at => summariseHazards(data, at)),
    causes: data.arches.flatMap(({ id }) => causeRows(data, { arch: id, release: newest })),
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
        derivedOn: data.arches
          .map(({ id }) => id)
          .filter(arch => releasesOf(arch).some(release => isClassDerived(it, { arch, release }, data))),
      })),
    trees: treesRead(data),
  }
}

/** The kernel trees of all sources that are known by reading a file, anywhere in the dataset. */
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
