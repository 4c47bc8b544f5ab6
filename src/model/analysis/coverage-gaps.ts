// What the dataset does not say of an arch because no tree or no code was read for it: not the same as what it lacks.
import type { RegisterData } from './register-data.ts'
import type { Mechanism } from '../schema/mechanism.ts'
import type { Viewpoint } from './applicability.ts'
import { compareReleases } from './compare-releases.ts'
import { appliesTo, introducedIn } from './applicability.ts'
import { classOf } from './register-class.ts'
import { isLacking, readUpTo, supportAt } from './arch-support.ts'
import { say } from '../../words/say.ts'

/**
 * The release of the newest tree of an arch, if a mechanism is missing there only by that tree, and a later release is
 * asked for: it may have come since.
 *
 * @param mechanism - any mechanism.
 * @param at - the arch, and the release that is asked for.
 * @param data - the mechanisms, arches, captures and conversions.
 * @returns undefined if the mechanism is there, or known to be missing: by a tree of that release, or because the
 * dataset says when it, or what it inherits from, came or went after the newest tree.
 */
export function lastReadRelease(mechanism: Mechanism, at: Viewpoint, data: RegisterData): string | undefined {
  const tree = readUpTo(
    data.arches.find(it => it.id === at.arch),
    at.release,
  )
  return tree !== at.release && !isKnown(mechanism, { at, tree, data, visited: new Set() }) ? tree : undefined
}

type Search = {
  readonly at: Viewpoint
  /** The release of the newest tree. */
  readonly tree: string
  readonly data: RegisterData
  /** The ids of mechanisms that were asked before. Those that inherit in a circle know nothing. */
  readonly visited: Set<string>
}

/** Whether the dataset says of a mechanism whether it is there, beside what the trees say. */
function isKnown(mechanism: Mechanism, search: Search): boolean {
  const { at, tree, data, visited } = search
  if (classOf(mechanism, at, data) !== undefined) return true
  if (visited.has(mechanism.id)) return false
  visited.add(mechanism.id)
  const entries = mechanism.provides.filter(it => !it.proposal)
  if (
    entries.some(
      it =>
        it.arches?.includes(at.arch) &&
        [it.since, it.until ?? tree].some(release => compareReleases(release, tree) > 0),
    )
  )
    return true
  return data.mechanisms.some(
    lower =>
      entries.some(it => it.inherits === lower.id) && classOf(lower, at, data) === undefined && isKnown(lower, search),
  )
}

/**
 * Whether an arch has a mechanism by its kernel tree, but none of its captures was read: no entry of `provides` names
 * the arch or a capture of it, in any release.
 *
 * @param mechanism - any mechanism.
 * @param at - the arch and the release.
 * @param data - the mechanisms, arches, captures and conversions.
 * @returns false also if the mechanism is there.
 */
export function hasNoCapture(mechanism: Mechanism, at: Viewpoint, data: RegisterData): boolean {
  return (
    classOf(mechanism, at, data) === undefined &&
    (supportAt(
      data.arches.find(it => it.id === at.arch),
      mechanism.id,
      at.release,
    )?.value ?? 'no') !== 'no' &&
    !hasEntry(mechanism, at.arch, data, new Set())
  )
}

/** @param visited - the ids of mechanisms that were asked before. Those that inherit in a circle have no entry. */
function hasEntry({ id, provides }: Mechanism, arch: string, data: RegisterData, visited: Set<string>): boolean {
  if (visited.has(id)) return false
  visited.add(id)
  return (
    provides.some(
      it =>
        it.arches?.includes(arch) ||
        [...(it.captures ?? []), ...(it.only ?? [])].some(capture => data.captures.get(capture)?.arch === arch),
    ) ||
    data.mechanisms.some(
      lower =>
        provides.some(it => it.inherits === lower.id && !it.arches && !it.only) && hasEntry(lower, arch, data, visited),
    )
  )
}

/**
 * Whether a mechanism without a class may be there all the same: it exists, and no tree says that the arch lacks it,
 * but its captures of that release were not read, or no capture of the arch is as old as that release.
 *
 * @param mechanism - any mechanism.
 * @param at - the arch and the release.
 * @param data - the mechanisms, arches, captures and conversions.
 * @returns false also if the mechanism is there.
 */
export function isUnread(mechanism: Mechanism, at: Viewpoint, data: RegisterData): boolean {
  return (
    compareReleases(introducedIn(mechanism), at.release) <= 0 &&
    !classOf(mechanism, at, data) &&
    !isLacking(
      data.arches.find(it => it.id === at.arch),
      mechanism.id,
      at.release,
    ) &&
    (isBeforeAll(at, data) || hasUnreadSite(mechanism, at, data))
  )
}

/** Whether all captures of the arch are of later releases, and there are some. */
function isBeforeAll({ arch, release }: Viewpoint, { captures }: RegisterData): boolean {
  const sites = [...captures.values()].filter(it => it.arch === arch)
  return sites.length > 0 && sites.every(it => compareReleases(it.value.readSince ?? it.value.since, release) > 0)
}

function hasUnreadSite({ provides }: Mechanism, at: Viewpoint, data: RegisterData): boolean {
  const entry = provides.find(it => !it.alternative && !it.proposal && appliesTo(it, at))
  if (!entry?.inherits || entry.only) return entry?.captures !== undefined || entry?.only !== undefined
  const parent = data.mechanisms.find(it => it.id === entry.inherits)
  return parent !== undefined && hasUnreadSite(parent, at, data)
}

/**
 * The release at which an arch lacks something, in words.
 *
 * @param release - the release that was asked for.
 * @param unread - the release of the newest tree, if only that says so; see {@link lastReadRelease}.
 * @returns `6.6`, or `6.12.117, the newest tree read`.
 */
export function asOf(release: string, unread: string | undefined): string {
  return unread ? say('{release}, the newest tree read', { release: unread }) : release
}
