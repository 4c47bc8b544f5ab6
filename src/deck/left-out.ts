import type { Dataset } from '../model/dataset.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import { compareReleases } from '../model/analysis/compare-releases.ts'
import { hasNoCapture } from '../model/analysis/coverage-gaps.ts'
import { fittingRelease } from '../model/analysis/fitting-release.ts'
import { classOf } from '../model/analysis/register-class.ts'

/**
 * Find the slides that have nothing to show on an arch: it has none of the mechanisms that their scenes name in
 * `onlyWith`, from the talk's release on. What is not known of an arch is not lacking.
 *
 * @param data - the dataset, with the talk's scenes in running order.
 * @param releases - those at which something changes, oldest first.
 * @returns by arch, the ids of the slides; without the arches on which none is left out.
 */
export function leftOutSlides(data: Dataset, releases: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const { mechanisms, arches, talk } = data
  const isThere = (id: string, at: Viewpoint) => {
    const mechanism = mechanisms.find(it => it.id === id)!
    return classOf(mechanism, at, data) !== undefined || hasNoCapture(mechanism, at, data)
  }
  return Object.fromEntries(
    arches.flatMap(({ id: arch }) => {
      const first = fittingRelease(talk.release, arch, data)
      const shown = releases.filter(it => compareReleases(it, first) >= 0)
      const left = talk.scenes.filter(
        it => it.onlyWith && !it.onlyWith.some(id => shown.some(release => isThere(id, { arch, release }))),
      )
      return left.length > 0 ? [[arch, left.map(it => it.id)] as const] : []
    }),
  )
}
