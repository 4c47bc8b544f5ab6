import type { Arch, MechanismSupport } from '../schema/arch.ts'
import { compareReleases, seriesOf } from './compare-releases.ts'

/** Whether an arch supports a mechanism at a release, by its kernel trees. */
export type SupportAt = MechanismSupport & {
  /** The release of the tree that it is derived from. */
  readonly release: string
}

/**
 * The support of a mechanism at a release, by the tree of that release, else by the one before it. If that one lacks
 * the mechanism, the one after it counts, since the mechanism may have come in between.
 *
 * @param arch - its trees may be in any order.
 * @param mechanism - the id.
 * @param release - the release that is asked for.
 * @returns undefined if no tree says anything of the mechanism.
 */
export function supportAt(
  arch: Pick<Arch, 'trees'> | undefined,
  mechanism: string,
  release: string,
): SupportAt | undefined {
  const trees = (arch?.trees ?? []).toSorted((a, b) => compareReleases(a.release, b.release))
  const known = trees.flatMap(({ release, support }) =>
    support[mechanism] ? [{ release, ...support[mechanism] }] : [],
  )
  const own = known.find(it => seriesOf(it.release) === seriesOf(release))
  if (own) return own
  const later = known.find(it => compareReleases(it.release, release) > 0)
  const earlier = known.findLast(it => compareReleases(it.release, release) < 0)
  if (!earlier || !later) return earlier ?? later
  return earlier.value === 'no' ? later : earlier
}

/**
 * Whether an arch lacks a mechanism at a release, by the tree of that release, or by its only tree. Trees of other
 * releases do not count: a mechanism may come and go between two trees, and a tree that is older than the mechanism
 * says nothing of later releases.
 *
 * @param arch - its trees may be in any order.
 * @param mechanism - the id.
 * @param release - the release that is asked for.
 * @returns false also if no tree says anything of the mechanism.
 */
export function isLacking(arch: Pick<Arch, 'trees'> | undefined, mechanism: string, release: string): boolean {
  const it = supportAt(arch, mechanism, release)
  if (it?.value !== 'no') return false
  return (
    seriesOf(it.release) === seriesOf(release) ||
    (arch?.trees?.length === 1 && !it.because.every(reason => reason.endsWith(NOT_YET)))
  )
}

/**
 * The release up to which the trees of an arch were read.
 *
 * @param arch - its trees may be in any order.
 * @param release - the release that is asked for.
 * @returns `release`, or the release of the newest tree if that is older and of another series.
 */
export function readUpTo(arch: Pick<Arch, 'trees'> | undefined, release: string): string {
  const newest = (arch?.trees ?? [])
    .map(it => it.release)
    .sort(compareReleases)
    .at(-1)
  return newest && compareReleases(newest, release) < 0 && seriesOf(newest) !== seriesOf(release) ? newest : release
}

/** How a reason ends that concerns the release and not the arch. */
export const NOT_YET = 'not in this release'
