import type { Availability } from '../model/analysis/availability.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { Dataset } from '../model/dataset.ts'
import type { StageScene } from './stage/resolve-steps.ts'
import { availabilityAt } from '../model/analysis/availability.ts'
import { appliesTo } from '../model/analysis/applicability.ts'
import { compareReleases, laterRelease } from '../model/analysis/compare-releases.ts'
import { fittingRelease } from '../model/analysis/fitting-release.ts'

/** What an arch has at a release, as the stage shows it; without the parts that are empty. */
export type StageAvailability = Pick<Availability, 'classes'> &
  Partial<Pick<Availability, 'derived' | 'unread' | 'uncaptured'>> & {
    /** Where the talk sets the release: the links that do not hold in it. */
    readonly missingLinks: readonly string[]
    /** Where somebody chose the release: the links that hold in it, also those that the talk has not drawn yet. */
    readonly links?: readonly string[]
  }

/**
 * Compute what an arch has at each release that a step names, or at the release where the talk looks back, or at the
 * oldest that was read of the arch, if that is later.
 *
 * @param arch - its id.
 * @param scenes - all scenes of the talk.
 * @param data - the dataset.
 * @returns by the release that the step names.
 */
export function availabilityByRelease(
  arch: string,
  scenes: readonly StageScene[],
  data: Dataset,
): Record<string, StageAvailability> {
  const { mechanisms, arches, talk } = data
  const releases = new Set(scenes.flatMap(({ steps }) => steps.map(it => it.release)))
  return Object.fromEntries(
    [...releases].map(release => {
      // A link that comes to this arch only later is drawn as the other arches have it: the talk has one history.
      const missingLinks = mechanisms.flatMap(({ id, buildsOn }) =>
        [...Map.groupBy(buildsOn, it => it.on)]
          .filter(([, links]) => {
            const holdsSomewhere = links.some(link => arches.some(it => appliesTo(link, { arch: it.id, release })))
            return !links.some(
              link =>
                appliesTo(link, { arch, release }) ||
                (holdsSomewhere &&
                  appliesTo(link, { arch, release: link.since }) &&
                  compareReleases(release, link.since) < 0),
            )
          })
          .map(([on]) => `${on}>${id}`),
      )
      const shown = fittingRelease(laterRelease(release, talk.release), arch, data)
      const { links: _, ...found } = availabilityAt(data, { arch, release: shown })
      return [release, { ...withoutEmpty(found), missingLinks }]
    }),
  )
}

/** What an arch has at a release that somebody chose. */
export function chosenAvailability(data: Dataset, at: Viewpoint): StageAvailability {
  return { ...withoutEmpty(availabilityAt(data, at)), missingLinks: [] }
}

/** Without the lists that are empty, to make the browser data smaller. */
function withoutEmpty<T extends Pick<Availability, 'derived' | 'unread' | 'uncaptured'>>({
  derived,
  unread,
  uncaptured,
  ...rest
}: T) {
  return {
    ...rest,
    ...(derived.length > 0 && { derived }),
    ...(Object.keys(unread).length > 0 && { unread }),
    ...(uncaptured.length > 0 && { uncaptured }),
  }
}
