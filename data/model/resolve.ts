import type { Link, Mechanism, RegisterClass } from './mechanism.ts'
import { holdsIn } from './release.ts'

/** For which arch and as of which release a question is asked. */
export type Viewpoint = { readonly arch: string, readonly release: string }

/**
 * Where the registers that a mechanism hands on come from, seen from an arch and a release.
 *
 * @returns undefined where the arch lacks the mechanism in that release.
 */
export function classOf(mechanism: Mechanism, at: Viewpoint, byId: ReadonlyMap<string, Mechanism>): RegisterClass | undefined {
  const hand = mechanism.hands.find(it => appliesTo(it, at))
  if (hand?.inherits === undefined)
    return hand?.class
  const parent = byId.get(hand.inherits)
  return parent && classOf(parent, at, byId)
}

/** Whether a link, or any other fact with a range and arches, holds seen from an arch and a release. */
export function appliesTo(it: Pick<Link, 'since' | 'until' | 'arches'>, { arch, release }: Viewpoint): boolean {
  return holdsIn(it, release) && (it.arches?.includes(arch) ?? true)
}

