import type { Arch, MechanismSupport } from '../schema/arch.ts'
import { compareReleases, seriesOf } from './compare-releases.ts'

/** What the kernel trees of an arch tell of a mechanism in some release. */
export type SupportAt = MechanismSupport & {
  /** The release of the tree that tells it. */
  readonly release: string
}

/**
 * What the trees of an arch tell of a mechanism as of a release: the tree of that release, else the one before it; what
 * an arch lacks there counts only if the one after it lacks it too, for it may have come in between.
 *
 * @returns undefined where no tree tells.
 */
export function supportAt(
  arch: Pick<Arch, 'trees'> | undefined,
  mechanism: string,
  release: string,
): SupportAt | undefined {
  const trees = (arch?.trees ?? []).toSorted((a, b) => compareReleases(a.release, b.release))
  const told = trees.flatMap(({ release, support }) => (support[mechanism] ? [{ release, ...support[mechanism] }] : []))
  const own = told.find(it => seriesOf(it.release) === seriesOf(release))
  if (own) return own
  const later = told.find(it => compareReleases(it.release, release) > 0)
  const earlier = told.findLast(it => compareReleases(it.release, release) < 0)
  if (!earlier || !later) return earlier ?? later
  return earlier.value === 'no' ? later : earlier
}

/**
 * Whether an arch lacks a mechanism as of a release, by the tree of that release; by its only tree, if there is but one.
 * Between two trees a mechanism may have come and gone, and a release that has no such mechanism says nothing of others.
 */
export function isLacking(arch: Pick<Arch, 'trees'> | undefined, mechanism: string, release: string): boolean {
  const it = supportAt(arch, mechanism, release)
  if (it?.value !== 'no') return false
  return (
    seriesOf(it.release) === seriesOf(release) ||
    (arch?.trees?.length === 1 && !it.because.every(reason => reason.endsWith(NOT_YET)))
  )
}

/** The release as of which an arch is known: the one asked for, or that of its newest tree, where that is older. */
export function readUpTo(arch: Pick<Arch, 'trees'> | undefined, release: string): string {
  const newest = (arch?.trees ?? [])
    .map(it => it.release)
    .sort(compareReleases)
    .at(-1)
  return newest && compareReleases(newest, release) < 0 && seriesOf(newest) !== seriesOf(release) ? newest : release
}

/** How a reason ends that is the release's and not the arch's. */
export const NOT_YET = 'not in this release'
