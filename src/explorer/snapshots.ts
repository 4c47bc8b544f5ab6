import type { Flow } from '../model/analysis/register-flows.ts'
import type { Hazard } from '../model/analysis/hazards.ts'
import type { ClassId } from '../model/analysis/register-class.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { BrowserDataset } from './packed-dataset.ts'
import { flowsAt } from '../model/analysis/register-flows.ts'
import { hazardsAt, releasesWithChanges } from '../model/analysis/hazards.ts'
import { compareReleases } from '../model/analysis/compare-releases.ts'
import { fittingRelease } from '../model/analysis/fitting-release.ts'
import { appliesTo, introducedIn } from '../model/analysis/applicability.ts'
import { availabilityAt } from '../model/analysis/availability.ts'

/**
 * Whether an arch has a mechanism or a link at a release: `lacking` where it exists but not there, `to-come` where it
 * does not exist yet on any arch.
 */
export type Existence = 'there' | 'lacking' | 'to-come'

/** What there is on one arch at one release. */
export type Snapshot = Viewpoint & {
  /** By id of a mechanism; origins too. */
  readonly existence: Readonly<Record<string, Existence>>
  /** By id of a mechanism that is there. */
  readonly classes: Readonly<Record<string, ClassId>>
  /** Ids of those whose class a program derived, and no person has reviewed. */
  readonly derived: readonly string[]
  /** By link, `PARENT>CHILD`: `lacking` where an end is. Absent where an end is to come. */
  readonly links: Readonly<Record<string, Exclude<Existence, 'to-come'>>>
  /** By id of a mechanism that only a tree older than the release lacks, the release of that tree. */
  readonly unread: Readonly<Record<string, string>>
  /** Ids of mechanisms that may be there, but of which no capture has been read. */
  readonly uncaptured: readonly string[]
  /** The flows to a mechanism. */
  readonly flowsOf: (mechanism: string) => readonly Flow[]
  /** Computed at the first call. */
  readonly hazards: () => readonly Hazard[]
}

/**
 * Make a function that computes snapshots.
 *
 * @param dataset - the dataset as the browser has it.
 * @returns a function that computes each viewpoint once, and returns the same object from then on.
 */
export function snapshots(dataset: BrowserDataset): (at: Viewpoint) => Snapshot {
  const computed = new Map<string, Snapshot>()
  return at => {
    const key = `${at.arch} ${at.release}`
    const snapshot = computed.get(key) ?? snapshotOf(dataset, at)
    computed.set(key, snapshot)
    return snapshot
  }
}

/** Compute a snapshot. */
function snapshotOf(dataset: BrowserDataset, at: Viewpoint): Snapshot {
  const { mechanisms, arches, readers } = dataset
  const { classes, derived, links: present, unread, uncaptured } = availabilityAt(dataset, at)
  const existence = Object.fromEntries(
    mechanisms.map((it): [string, Existence] => [
      it.id,
      classes[it.id] ? 'there' : compareReleases(introducedIn(it), at.release) <= 0 ? 'lacking' : 'to-come',
    ]),
  )
  const links = mechanisms.flatMap(({ id, buildsOn }) =>
    [...Map.groupBy(buildsOn, it => it.on)].flatMap(([on, all]) => {
      const link = `${on}>${id}`
      const ends = [existence[id], existence[on]]
      const isLacking =
        ends.includes('lacking') &&
        !ends.includes('to-come') &&
        all.some(it => arches.some(({ id: arch }) => appliesTo(it, { ...at, arch })))
      return present.includes(link) || isLacking ? [[link, isLacking ? 'lacking' : 'there'] as const] : []
    }),
  )
  let hazards: readonly Hazard[] | undefined
  return {
    ...at,
    existence,
    classes,
    derived,
    links: Object.fromEntries(links),
    unread,
    uncaptured,
    flowsOf: flowsAt(dataset, at),
    hazards: () => (hazards ??= hazardsAt(dataset, readers, at)),
  }
}

/**
 * List all releases at which something changes in the dataset, on any arch, and the talk's.
 *
 * @param dataset - the dataset as the browser has it.
 * @returns each once, oldest first.
 */
export function allReleases(dataset: BrowserDataset): readonly string[] {
  const { mechanisms, arches, readers, release } = dataset
  // Where a dataset has no history, its mechanisms are as old as the kernel.
  const dated = mechanisms.filter(it => it.since)
  const all = [
    release,
    ...(dated.length > 0 ? arches.flatMap(({ id }) => releasesWithChanges(dataset, readers, { arch: id })) : []),
    ...dated.flatMap(it => [introducedIn(it), ...(it.life?.map(stage => introducedIn(stage)) ?? [])]),
    ...dated.flatMap(it => it.buildsOn.flatMap(({ since, until }) => [since, until ?? since])),
  ]
  return [...new Set(all)].sort(compareReleases)
}

/**
 * The release for a question about an arch that names none.
 *
 * @param arch - its id.
 * @param release - the one on show.
 * @param index - of it, the dataset.
 * @returns `release`, or the oldest that was read of the arch, where that is newer than the talk's and `release`.
 */
export function releaseFor(
  arch: string,
  release: string,
  { dataset: { captures, release: talkRelease } }: { readonly dataset: BrowserDataset },
): string {
  return fittingRelease(release, arch, { captures, talk: { release: talkRelease } })
}

/** The last of some releases, oldest first, that is not after `release`; the first one where all are after it. */
export function lastChangeUpTo(releases: readonly string[], release: string): string {
  return releases.findLast(it => compareReleases(it, release) <= 0) ?? releases[0]!
}
