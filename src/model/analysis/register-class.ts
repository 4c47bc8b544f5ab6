import type { Mechanism, RegisterClass } from '../schema/mechanism.ts'
import { appliesAt, type Viewpoint } from './applicability.ts'
import type { RegisterData } from './register-data.ts'
import { holdsIn } from './compare-releases.ts'

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
  const hand = mechanism.provides.find(it => !it.alternative && !it.proposal && appliesAt(it, mechanism.id, at, data))
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
