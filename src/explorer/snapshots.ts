import type { Flow } from '../model/analysis/register-flows.ts'
import type { Hazard } from '../model/analysis/hazards.ts'
import type { RegisterClass } from '../model/schema/mechanism.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { BrowserDataset } from './packed-dataset.ts'
import { flowsAt } from '../model/analysis/register-flows.ts'
import { hazardsAt, releasesWithChanges } from '../model/analysis/hazards.ts'
import { compareReleases } from '../model/analysis/compare-releases.ts'
import { appliesTo, introducedIn } from '../model/analysis/applicability.ts'
import { availabilityAt } from '../model/analysis/availability.ts'

/** Whether something is there: `lacking` where the arch in question has not what others have, `to-come` where nobody has it yet. */
export type Existence = 'there' | 'lacking' | 'to-come'

/** All of the stage as of one release, seen from one arch. */
export type Snapshot = Viewpoint & {
  readonly existence: Readonly<Record<string, Existence>>
  /** Of the mechanisms that are there. */
  readonly classes: Readonly<Record<string, RegisterClass>>
  /** Links, `PARENT>CHILD`, of which neither end is to come; `lacking` where an end is. */
  readonly links: Readonly<Record<string, Exclude<Existence, 'to-come'>>>
  /** Of what is lacking: what is so by the newest tree alone, which is older than the release; with the release of that tree. */
  readonly unread: Readonly<Record<string, string>>
  /** Of what is lacking: what is there by the arch's tree, and of which nobody has read what it hands on. */
  readonly uncaptured: readonly string[]
  readonly flowsOf: (mechanism: string) => readonly Flow[]
  readonly hazards: () => readonly Hazard[]
}

/** Tells what there is at a viewpoint; the same one is reckoned once. */
export function snapshots(dataset: BrowserDataset): (at: Viewpoint) => Snapshot {
  const known = new Map<string, Snapshot>()
  return at => {
    const key = `${at.arch} ${at.release}`
    const snapshot = known.get(key) ?? snapshotOf(dataset, at)
    known.set(key, snapshot)
    return snapshot
  }
}

function snapshotOf(dataset: BrowserDataset, at: Viewpoint): Snapshot {
  const { mechanisms, arches, readers } = dataset
  const { classes, links: present, unread, uncaptured } = availabilityAt(dataset, at)
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
    links: Object.fromEntries(links),
    unread,
    uncaptured,
    flowsOf: flowsAt(dataset, at),
    hazards: () => (hazards ??= hazardsAt(dataset, readers, at)),
  }
}

/** Every release in which something changes anywhere in the dataset, and the one at which the talk looks back, oldest first. */
export function allReleases(dataset: BrowserDataset): readonly string[] {
  const { mechanisms, arches, readers, release } = dataset
  const all = [
    release,
    ...arches.flatMap(({ id }) => releasesWithChanges(dataset, readers, { arch: id })),
    ...mechanisms.flatMap(it => [introducedIn(it), ...(it.life?.map(stage => introducedIn(stage)) ?? [])]),
    ...mechanisms.flatMap(it => it.buildsOn.flatMap(({ since, until }) => [since, until ?? since])),
  ]
  return [...new Set(all)].sort(compareReleases)
}

/** The stop that tells what is so in a release: the last one not after it. */
export function lastChangeUpTo(releases: readonly string[], release: string): string {
  return releases.findLast(it => compareReleases(it, release) <= 0) ?? releases[0]!
}
