import type { RegisterClass } from '../model/schema/mechanism.ts'
import type { Dataset } from '../model/dataset.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { StageScene } from './resolve-steps.ts'
import { compareReleases, laterRelease } from '../model/analysis/compare-releases.ts'
import { appliesTo } from '../model/analysis/applicability.ts'
import { classOf } from '../model/analysis/register-class.ts'
import { hasNoCapture, isUnread, lastReadRelease } from '../model/analysis/coverage-gaps.ts'

/** What an arch has in a release: classes of what it has, and the links that do not hold there. */
export type Availability = {
  readonly classes: Readonly<Record<string, RegisterClass>>
  readonly missingLinks: readonly string[]
  /** Of what it has not: what is not known to be lacking, for nobody has read a tree as new; with the release of the newest that was. */
  readonly unread?: Readonly<Record<string, string>>
  /** Of what it has not: what is there by its tree, and of which nobody has read yet what it hands on. */
  readonly uncaptured?: readonly string[]
  /** Where somebody chose the release: the links that hold in it, whether or not the talk has told of them. */
  readonly links?: readonly string[]
}

/** For every release that a step names: what the arch has then, or has at the release where the talk looks back. */
export function presenceByRelease(
  arch: string,
  scenes: readonly StageScene[],
  data: Dataset,
): Record<string, Availability> {
  const { mechanisms, talk } = data
  const releases = new Set(scenes.flatMap(({ steps }) => steps.map(it => it.release)))
  return Object.fromEntries(
    [...releases].map(release => {
      const at = { arch, release: laterRelease(release, talk.release) }
      const classes = mechanisms.flatMap(it => {
        const found = classOf(it, at, data)
        return found ? [[it.id, found] as const] : []
      })
      // A link that comes to this arch only later is drawn as the other arches have it: the talk tells one history.
      const missingLinks = mechanisms.flatMap(({ id, buildsOn }) =>
        [...Map.groupBy(buildsOn, it => it.on)]
          .filter(
            ([, links]) =>
              !links.some(
                link =>
                  appliesTo(link, { arch, release }) ||
                  (appliesTo(link, { arch, release: link.since }) && compareReleases(release, link.since) < 0),
              ),
          )
          .map(([on]) => `${on}>${id}`),
      )
      return [release, { classes: Object.fromEntries(classes), missingLinks, ...unreadAt(at, data) }]
    }),
  )
}

/** What nobody has read of an arch, for its presence. */
export function unreadAt(at: Viewpoint, data: Dataset): Pick<Availability, 'unread' | 'uncaptured'> {
  const unread = data.mechanisms.flatMap(it => {
    const tree = lastReadRelease(it, at, data)
    return tree ? [[it.id, tree] as const] : []
  })
  const uncaptured = data.mechanisms.filter(it => hasNoCapture(it, at, data) || isUnread(it, at, data)).map(it => it.id)
  return {
    ...(unread.length > 0 && { unread: Object.fromEntries(unread) }),
    ...(uncaptured.length > 0 && { uncaptured }),
  }
}
