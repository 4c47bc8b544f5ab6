import type { RegisterData } from './flows.ts'
import type { HandsOn, Link, Mechanism, RegisterClass } from './mechanism.ts'
import { holdsIn } from './release-order.ts'
import { isLacking } from './support-at.ts'

/** For which arch and as of which release a question is asked. */
export type Viewpoint = { readonly arch: string; readonly release: string }

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
function classThrough(
  mechanism: Mechanism,
  at: Viewpoint,
  data: RegisterData,
  passed: Set<string>,
): RegisterClass | undefined {
  if (passed.has(mechanism.id)) return undefined
  passed.add(mechanism.id)
  const hand = mechanism.hands.find(it => !it.also && !it.proposal && holdsFor(it, mechanism.id, at, data))
  if (!hand) return undefined
  if (hand.class || hand.struct) return hand.class ?? 'other'
  const parent = hand.inherits && data.mechanisms.find(it => it.id === hand.inherits)
  const before =
    parent && !hand.only
      ? classThrough(parent, at, data, passed)
      : captureClass(hand.only ?? hand.captures ?? [], at, data)
  if (!hand.through || !before) return before
  // A conversion cannot bring back what was not saved.
  return data.conversions.get(hand.through)?.value.gives === 'pt_regs' && before === 'other' ? 'sparse' : before
}

function captureClass(ids: readonly string[], at: Viewpoint, { captures }: RegisterData): RegisterClass | undefined {
  const site = ids.map(id => captures.get(id)).find(it => it?.arch === at.arch && holdsIn(it.value, at.release))
  if (!site) return undefined
  if (site.value.struct !== 'pt_regs') return 'other'
  return site.value.origin === 'exception' ? 'exception' : 'sparse'
}

/** Whether a link, or any other fact with a range and arches, holds seen from an arch and a release. */
export function appliesTo(it: Pick<Link, 'since' | 'until' | 'arches'>, { arch, release }: Viewpoint): boolean {
  return holdsIn(it, release) && (it.arches?.includes(arch) ?? true)
}

/** Whether what a mechanism hands on holds: what is said of all arches does not where the arch's own kernel lacks the mechanism. The ground is drawn for all. */
export function holdsFor(
  hand: HandsOn,
  mechanism: string,
  at: Viewpoint,
  { arches }: Pick<RegisterData, 'arches'>,
): boolean {
  return (
    appliesTo(hand, at) &&
    (hand.arches !== undefined ||
      hand.captures !== undefined ||
      hand.class !== undefined ||
      !isLacking(
        arches.find(it => it.id === at.arch),
        mechanism,
        at.release,
      ))
  )
}

/** The release from which a mechanism exists: the checked one where talk and kernel differ. */
export function bornIn({ since }: Pick<Mechanism, 'since'>): string {
  return since.checked?.release ?? since.release
}
