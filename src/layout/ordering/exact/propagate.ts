import type { PairCosts } from './crossing-terms.ts'
import type { PartialAssignment } from './partial-assignment.ts'

/** What follows from the signs decided so far, if there are to be no more crossings than a limit. */
export type Propagation = {
  /** Decide all that follows from the trail from `done` on; false if that is a contradiction or costs too much. */
  readonly infer: (done: number) => boolean
  /** 1 if `u` is known to be left of `v`, -1 if right, 0 if nothing is known. */
  readonly isLeft: (u: number, v: number) => number
  /** The undecided sign that promises to settle most, or -1. */
  readonly nextSign: () => number
  /** Tell that a sign led to a contradiction, so that it is tried earlier next time. */
  readonly bumpActivity: (sign: number) => void
}

/** Inference over a state, which it changes. */
export function propagation(costs: PairCosts, state: PartialAssignment, limit: number): Propagation {
  const { count, pairCount, pairOf, pairs } = costs
  const { signs, plus, minus, trail, assign, lowerBound } = state
  const activity = Float64Array.from(costs.weights)

  const isLeft = (u: number, v: number) => {
    const sign = signs[pairOf(u, v)]!
    return u < v ? sign : -sign
  }
  /** Returns false if it contradicts what is decided. */
  const decideLeft = (u: number, v: number): boolean => {
    const known = isLeft(u, v)
    if (known === 0) assign(pairOf(u, v), u < v ? 1 : -1)
    else if (known < 0) activity[pairOf(u, v)]!++
    return known >= 0
  }
  /** Left of what is left of it. */
  const closeOrder = (sign: number): boolean => {
    const { u, v, row } = pairs[sign]!
    const [left, right] = signs[sign] === 1 ? [u, v] : [v, u]
    for (let i = 0; i < row.length; i++) {
      const node = row[i]!
      if (node === left || node === right) continue
      if (isLeft(right, node) === 1 && !decideLeft(left, node)) return false
      if (isLeft(node, left) === 1 && !decideLeft(node, right)) return false
    }
    return true
  }
  /** Decide a sign that can only stand one way within the limit; false if there is none. */
  const decideForced = (slack: number): boolean => {
    for (let sign = 0; sign < count; sign++) {
      if (signs[sign] !== 0 || Math.abs(plus[sign]! - minus[sign]!) <= slack) continue
      assign(sign, plus[sign]! > minus[sign]! ? -1 : 1)
      return true
    }
    return false
  }
  const infer = (done: number): boolean => {
    for (let at = done; ;) {
      for (; at < trail.length; at++) if (trail[at]! < pairCount && !closeOrder(trail[at]!)) return false
      const slack = limit - lowerBound()
      if (slack < 0) return false
      if (!decideForced(slack)) return true
    }
  }
  const nextSign = () => {
    let best = -1
    let score = -1
    for (let sign = 0; sign < count; sign++) {
      const own = activity[sign]! + plus[sign]! + minus[sign]!
      if (signs[sign] === 0 && own > score) [best, score] = [sign, own]
    }
    return best
  }
  const bumpActivity = (sign: number) => {
    activity[sign]!++
  }
  return { infer, isLeft, nextSign, bumpActivity }
}
