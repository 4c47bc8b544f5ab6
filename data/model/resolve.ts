import type { RegisterData } from './flows.ts'
import type { HandsOn, Link, Mechanism, RegisterClass } from './mechanism.ts'
import { compareReleases, holdsIn } from './release-order.ts'
import { isLacking, readUpTo, supportAt } from './support-at.ts'

/** For which arch and as of which release a question is asked. */
export type Viewpoint = { readonly arch: string, readonly release: string }

/**
 * Where the registers that a mechanism hands on usually come from, seen from an arch and a release: it follows from
 * the capture site, and from the conversions on the way.
 *
 * @returns undefined where the arch lacks the mechanism in that release.
 */
export function classOf(mechanism: Mechanism, at: Viewpoint, data: RegisterData): RegisterClass | undefined {
  return classThrough(mechanism, at, data, new Set())
}

/** @param passed - the mechanisms that have inherited so far: those that inherit in a circle get nothing. */
function classThrough(mechanism: Mechanism, at: Viewpoint, data: RegisterData, passed: Set<string>): RegisterClass | undefined {
  if (passed.has(mechanism.id))
    return undefined
  passed.add(mechanism.id)
  const hand = mechanism.hands.find(it => !it.also && !it.proposal && holdsFor(it, mechanism.id, at, data))
  if (!hand)
    return undefined
  if (hand.class || hand.struct)
    return hand.class ?? 'other'
  const parent = hand.inherits && data.mechanisms.find(it => it.id === hand.inherits)
  const before = parent && !hand.only ? classThrough(parent, at, data, passed) : captureClass(hand.only ?? hand.captures ?? [], at, data)
  if (!hand.through || !before)
    return before
  // A conversion cannot bring back what was not saved.
  return data.conversions.get(hand.through)?.value.gives === 'pt_regs' && before === 'other' ? 'sparse' : before
}

/**
 * Where all that is known of a mechanism that an arch has not is what its newest tree says, and a later release is asked
 * for, of which nobody has read whether it came: the release of that tree.
 *
 * @returns undefined where the mechanism is there, and where it is known to be lacking: by a tree, or since the data tells
 * when it came or went after the newest one, or of what it inherits from.
 */
export function unreadSince(mechanism: Mechanism, at: Viewpoint, data: RegisterData): string | undefined {
  const tree = readUpTo(data.arches.find(it => it.id === at.arch), at.release)
  return tree !== at.release && !isTold(mechanism, at, tree, data, new Set()) ? tree : undefined
}

/** @param passed - the mechanisms that were asked so far: those that inherit in a circle tell nothing. */
function isTold(mechanism: Mechanism, at: Viewpoint, tree: string, data: RegisterData, passed: Set<string>): boolean {
  if (classOf(mechanism, at, data) !== undefined)
    return true
  if (passed.has(mechanism.id))
    return false
  passed.add(mechanism.id)
  const hands = mechanism.hands.filter(it => !it.proposal)
  if (hands.some(it => it.arches?.includes(at.arch) && [it.since, it.until ?? tree].some(release => compareReleases(release, tree) > 0)))
    return true
  return data.mechanisms.some(lower => hands.some(it => it.inherits === lower.id) && classOf(lower, at, data) === undefined && isTold(lower, at, tree, data, passed))
}

/**
 * Whether an arch has a mechanism by its kernel tree, and nobody has read yet what fills its registers there: no entry of
 * `hands` names the arch or a capture of it, in any release.
 */
export function isUncaptured(mechanism: Mechanism, at: Viewpoint, data: RegisterData): boolean {
  return classOf(mechanism, at, data) === undefined && (supportAt(data.arches.find(it => it.id === at.arch), mechanism.id, at.release)?.value ?? 'no') !== 'no' && !isBegun(mechanism, at.arch, data, new Set())
}

/** @param passed - the mechanisms that were asked so far: those that inherit in a circle have nothing of their own. */
function isBegun({ id, hands }: Mechanism, arch: string, data: RegisterData, passed: Set<string>): boolean {
  if (passed.has(id))
    return false
  passed.add(id)
  return hands.some(it => it.arches?.includes(arch) || [...it.captures ?? [], ...it.only ?? []].some(capture => data.captures.get(capture)?.arch === arch))
    || data.mechanisms.some(lower => hands.some(it => it.inherits === lower.id && !it.arches && !it.only) && isBegun(lower, arch, data, passed))
}

/** When an arch was seen to lack something, as people say it: `6.6`, or `6.12.117, the newest tree read` where that is all that is known. */
export function asOf(release: string, unread: string | undefined): string {
  return unread ? `${unread}, the newest tree read` : release
}

function captureClass(ids: readonly string[], at: Viewpoint, { captures }: RegisterData): RegisterClass | undefined {
  const site = ids.map(id => captures.get(id)).find(it => it?.arch === at.arch && holdsIn(it.value, at.release))
  if (!site)
    return undefined
  if (site.value.struct !== 'pt_regs')
    return 'other'
  return site.value.origin === 'exception' ? 'exception' : 'sparse'
}

/** Whether a link, or any other fact with a range and arches, holds seen from an arch and a release. */
export function appliesTo(it: Pick<Link, 'since' | 'until' | 'arches'>, { arch, release }: Viewpoint): boolean {
  return holdsIn(it, release) && (it.arches?.includes(arch) ?? true)
}

/** Whether what a mechanism hands on holds: what is said of all arches does not where the arch's own kernel lacks the mechanism. The ground is drawn for all. */
export function holdsFor(hand: HandsOn, mechanism: string, at: Viewpoint, { arches }: Pick<RegisterData, 'arches'>): boolean {
  return appliesTo(hand, at) && (hand.arches !== undefined || hand.captures !== undefined || hand.class !== undefined || !isLacking(arches.find(it => it.id === at.arch), mechanism, at.release))
}

/** The release from which a mechanism exists: the checked one where talk and kernel differ. */
export function bornIn({ since }: Pick<Mechanism, 'since'>): string {
  return since.checked?.release ?? since.release
}
