// What the data do not tell of an arch because nobody has read it, which is not the same as that the arch lacks it.
import type { RegisterData } from './register-data.ts'
import type { Mechanism } from '../schema/mechanism.ts'
import type { Viewpoint } from './applicability.ts'
import { compareReleases } from './compare-releases.ts'
import { appliesTo, introducedIn } from './applicability.ts'
import { classOf } from './register-class.ts'
import { readUpTo, supportAt } from './arch-support.ts'

/**
 * Where all that is known of a mechanism that an arch has not is what its newest tree says, and a later release is asked
 * for, of which nobody has read whether it came: the release of that tree.
 *
 * @returns undefined where the mechanism is there, and where it is known to be lacking: by a tree, or since the data tells
 * when it came or went after the newest one, or of what it inherits from.
 */
export function lastReadRelease(mechanism: Mechanism, at: Viewpoint, data: RegisterData): string | undefined {
  const tree = readUpTo(
    data.arches.find(it => it.id === at.arch),
    at.release,
  )
  return tree !== at.release && !isTold(mechanism, at, tree, data, new Set()) ? tree : undefined
}

/** @param passed - the mechanisms that were asked so far: those that inherit in a circle tell nothing. */
function isTold(mechanism: Mechanism, at: Viewpoint, tree: string, data: RegisterData, passed: Set<string>): boolean {
  if (classOf(mechanism, at, data) !== undefined) return true
  if (passed.has(mechanism.id)) return false
  passed.add(mechanism.id)
  const hands = mechanism.provides.filter(it => !it.proposal)
  if (
    hands.some(
      it =>
        it.arches?.includes(at.arch) &&
        [it.since, it.until ?? tree].some(release => compareReleases(release, tree) > 0),
    )
  )
    return true
  return data.mechanisms.some(
    lower =>
      hands.some(it => it.inherits === lower.id) &&
      classOf(lower, at, data) === undefined &&
      isTold(lower, at, tree, data, passed),
  )
}

/**
 * Whether an arch has a mechanism by its kernel tree, and nobody has read yet what fills its registers there: no entry of
 * `hands` names the arch or a capture of it, in any release.
 */
export function hasNoCapture(mechanism: Mechanism, at: Viewpoint, data: RegisterData): boolean {
  return (
    classOf(mechanism, at, data) === undefined &&
    (supportAt(
      data.arches.find(it => it.id === at.arch),
      mechanism.id,
      at.release,
    )?.value ?? 'no') !== 'no' &&
    !isBegun(mechanism, at.arch, data, new Set())
  )
}

/** @param passed - the mechanisms that were asked so far: those that inherit in a circle have nothing of their own. */
function isBegun({ id, provides }: Mechanism, arch: string, data: RegisterData, passed: Set<string>): boolean {
  if (passed.has(id)) return false
  passed.add(id)
  return (
    provides.some(
      it =>
        it.arches?.includes(arch) ||
        [...(it.captures ?? []), ...(it.only ?? [])].some(capture => data.captures.get(capture)?.arch === arch),
    ) ||
    data.mechanisms.some(
      lower =>
        provides.some(it => it.inherits === lower.id && !it.arches && !it.only) && isBegun(lower, arch, data, passed),
    )
  )
}

/**
 * Whether a mechanism that an arch has not, as far as the data tell, may be there all the same: it exists, and nobody has
 * read who fills its registers then, or nobody has read that arch as of a release so early.
 */
export function isUnread(mechanism: Mechanism, at: Viewpoint, data: RegisterData): boolean {
  return (
    compareReleases(introducedIn(mechanism), at.release) <= 0 &&
    !classOf(mechanism, at, data) &&
    (isBeforeAll(at, data) || hasUnreadSite(mechanism, at, data))
  )
}

/** Whether every capture site of the arch that somebody has read is of a later release. */
function isBeforeAll({ arch, release }: Viewpoint, { captures }: RegisterData): boolean {
  const sites = [...captures.values()].filter(it => it.arch === arch)
  return sites.length > 0 && sites.every(it => compareReleases(it.value.since, release) > 0)
}

function hasUnreadSite({ provides }: Mechanism, at: Viewpoint, data: RegisterData): boolean {
  const hand = provides.find(it => !it.alternative && !it.proposal && appliesTo(it, at))
  if (!hand?.inherits || hand.only) return hand?.captures !== undefined || hand?.only !== undefined
  const parent = data.mechanisms.find(it => it.id === hand.inherits)
  return parent !== undefined && hasUnreadSite(parent, at, data)
}

/** When an arch was seen to lack something, as people say it: `6.6`, or `6.12.117, the newest tree read` where that is all that is known. */
export function asOf(release: string, unread: string | undefined): string {
  return unread ? `${unread}, the newest tree read` : release
}
