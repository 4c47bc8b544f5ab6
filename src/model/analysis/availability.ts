import type { ClassId } from './register-class.ts'
import type { RegisterData } from './register-data.ts'
import { appliesTo, introducedIn, type Viewpoint } from './applicability.ts'
import { compareReleases } from './compare-releases.ts'
import { hasNoCapture, isUnread, lastReadRelease } from './coverage-gaps.ts'
import { classOf, isClassDerived } from './register-class.ts'

/** What an arch has at a release, and what is not known of the rest. */
export type Availability = {
  /** The class of each mechanism that is there. */
  readonly classes: Readonly<Record<string, ClassId>>
  /** Of these, the mechanisms whose class a program derived, and no person has reviewed. */
  readonly derived: readonly string[]
  /** The links that hold, `PARENT>CHILD`: both ends are there. */
  readonly links: readonly string[]
  /** Of the mechanisms that exist, but not there: those that only an older tree lacks, with that tree's release. */
  readonly unread: Readonly<Record<string, string>>
  /** Of the mechanisms that exist, but not there: those that may be there, but of which no capture has been read. */
  readonly uncaptured: readonly string[]
}

/**
 * What there is on an arch at a release: mechanisms with their classes, links, and coverage gaps.
 *
 * @param data - all mechanisms, arches, captures and conversions.
 * @param at - the arch and the release.
 * @returns mechanisms and links in the order of `data.mechanisms`.
 */
export function availabilityAt(data: RegisterData, at: Viewpoint): Availability {
  const { mechanisms } = data
  const classes: Record<string, ClassId> = {}
  for (const mechanism of mechanisms) {
    const found = classOf(mechanism, at, data)
    if (found) classes[mechanism.id] = found
  }
  const links = mechanisms.flatMap(({ id, buildsOn }) =>
    buildsOn.filter(link => classes[id] && classes[link.on] && appliesTo(link, at)).map(link => `${link.on}>${id}`),
  )
  const missing = mechanisms.filter(it => !classes[it.id] && compareReleases(introducedIn(it), at.release) <= 0)
  const unread: Record<string, string> = {}
  for (const mechanism of missing) {
    const tree = lastReadRelease(mechanism, at, data)
    if (tree) unread[mechanism.id] = tree
  }
  return {
    classes,
    derived: mechanisms.filter(it => isClassDerived(it, at, data)).map(it => it.id),
    links: [...new Set(links)],
    unread,
    uncaptured: missing.filter(it => hasNoCapture(it, at, data) || isUnread(it, at, data)).map(it => it.id),
  }
}
