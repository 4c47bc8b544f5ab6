import type { Availability } from '../model/analysis/availability.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { Dataset } from '../model/dataset.ts'
import type { Link } from '../model/schema/mechanism.ts'
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
 * @param deckArch - id of the arch on which the deck opens.
 * @returns by the release that the step names.
 */
export function availabilityByRelease(
  arch: string,
  scenes: readonly StageScene[],
  data: Dataset,
  deckArch: string,
): Record<string, StageAvailability> {
  const { mechanisms, arches, talk } = data
  const releases = new Set(scenes.flatMap(({ steps }) => steps.map(it => it.release)))
  return Object.fromEntries(
    [...releases].map(release => {
      const everywhere = arches.map(it => it.id)
      const missingLinks = mechanisms.flatMap(({ id, buildsOn }) => {
        const drawn = drawnParents(buildsOn, { arch, release }, [[deckArch], everywhere])
        // What holds on no arch is on the stage of none.
        return [...new Set(buildsOn.filter(it => it.drawn !== 'words').map(it => it.on))]
          .filter(on => !drawn.has(on) && holdsOn(everywhere, buildsOn, { on, release }))
          .map(on => `${on}>${id}`)
      })
      const shown = fittingRelease(laterRelease(release, talk.release), arch, data)
      const { links: _, ...found } = availabilityAt(data, { arch, release: shown })
      return [release, { ...withoutEmpty(found), missingLinks }]
    }),
  )
}

/**
 * On what a mechanism is drawn. A link that comes to this arch only later is drawn as other arches have it: the talk
 * has one history. Where the mechanism stands on something of this arch already, it does not stand on both.
 *
 * @param links - of the mechanism.
 * @param at - the arch and the release.
 * @param lenders - ids of the other arches: the first of these that have such a link at the release decide.
 */
function drawnParents(
  links: readonly Link[],
  at: Viewpoint,
  lenders: readonly (readonly string[])[],
): ReadonlySet<string> {
  const own = links.filter(it => appliesTo(it, at))
  const isLater = (it: Link) =>
    compareReleases(at.release, it.since) < 0 && appliesTo(it, { arch: at.arch, release: it.since })
  const later = own.some(it => it.arches) ? [] : links.filter(isLater)
  const borrowed = lenders
    .map(arches => later.filter(({ on }) => holdsOn(arches, links, { on, release: at.release })))
    .find(it => it.length > 0)
  return new Set([...own, ...(borrowed ?? [])].map(it => it.on))
}

/** Whether a link to a parent holds in a release on one of some arches. */
function holdsOn(
  arches: readonly string[],
  links: readonly Link[],
  { on, release }: { readonly on: string; readonly release: string },
): boolean {
  return links.some(it => it.on === on && arches.some(arch => appliesTo(it, { arch, release })))
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
