import type { CrossingTerms } from './crossing-terms.ts'
import type { PartialAssignment } from './partial-assignment.ts'

/** Constraint propagation over a partial assignment, and the choice of the variable to branch on. */
export type Propagation = {
  /**
   * Assign all that follows from the trail's variables from place `from` on, and from the limit.
   *
   * Returns false on a conflict: the order is cyclic, or every completion exceeds the limit.
   */
  readonly propagate: (from: number) => boolean
  /** 1 if `u` is assigned left of `v`, -1 if right, 0 if that is open. */
  readonly isLeft: (u: number, v: number) => number
  /** The open variable to branch on, or -1 when every variable has a value. */
  readonly nextVariable: () => number
  /** Count a conflict of a variable, so that the search branches on it earlier. */
  readonly bumpActivity: (variable: number) => void
}

/**
 * Constraint propagation for the question whether an order with at most `limit` crossings exists. Two rules apply until
 * neither assigns anything:
 *
 * - An order is transitive: from u left of v and v left of w follows u left of w.
 * - A variable is forced when its dearer value would take the lower bound above the limit.
 *
 * The variable to branch on is chosen by activity, after VSIDS (M. Moskewicz, C. Madigan, Y. Zhao, L. Zhang, S. Malik:
 * Chaff: Engineering an Efficient SAT Solver, DAC 2001): a counter per variable rises with each conflict. Unlike there,
 * counters never decay and start at the variable's weight; no clause is learned, so a conflict bumps the branching
 * variable and the pair that closed a cycle; and what a variable costs now is added to its counter.
 *
 * @param terms - the graph's.
 * @param assignment - over the same terms; it is changed.
 * @param limit - crossings.
 * @returns the functions; they keep the activities between them.
 */
export function propagation(terms: CrossingTerms, assignment: PartialAssignment, limit: number): Propagation {
  const { variableCount, pairCount, pairOf, pairs } = terms
  const { values, costIfPlus, costIfMinus, trail, assign, lowerBound } = assignment
  const activity = Float64Array.from(terms.weights)

  const isLeft = (u: number, v: number) => {
    const value = values[pairOf(u, v)]!
    return u < v ? value : -value
  }
  /** Assign `u` left of `v`; false if it is right of it already. */
  const assignLeft = (u: number, v: number): boolean => {
    const before = isLeft(u, v)
    if (before === 0) assign(pairOf(u, v), u < v ? 1 : -1)
    else if (before < 0) activity[pairOf(u, v)]!++
    return before >= 0
  }
  /** Assign what follows from a pair by transitivity; false on a cycle. */
  const closeTransitively = (variable: number): boolean => {
    const { u, v, row } = pairs[variable]!
    const [left, right] = values[variable] === 1 ? [u, v] : [v, u]
    for (let i = 0; i < row.length; i++) {
      const node = row[i]!
      if (node === left || node === right) continue
      if (isLeft(right, node) === 1 && !assignLeft(left, node)) return false
      if (isLeft(node, left) === 1 && !assignLeft(node, right)) return false
    }
    return true
  }
  /** Assign the first variable whose dearer value costs more than `slack` above the other; false if there is none. */
  const assignForced = (slack: number): boolean => {
    for (let variable = 0; variable < variableCount; variable++) {
      if (values[variable] !== 0 || Math.abs(costIfPlus[variable]! - costIfMinus[variable]!) <= slack) continue
      assign(variable, costIfPlus[variable]! > costIfMinus[variable]! ? -1 : 1)
      return true
    }
    return false
  }
  const propagate = (from: number): boolean => {
    for (let at = from; ;) {
      for (; at < trail.length; at++) if (trail[at]! < pairCount && !closeTransitively(trail[at]!)) return false
      const slack = limit - lowerBound()
      if (slack < 0) return false
      if (!assignForced(slack)) return true
    }
  }
  const nextVariable = () => {
    let best = -1
    let bestScore = -1
    for (let variable = 0; variable < variableCount; variable++) {
      const score = activity[variable]! + costIfPlus[variable]! + costIfMinus[variable]!
      if (values[variable] === 0 && score > bestScore) [best, bestScore] = [variable, score]
    }
    return best
  }
  const bumpActivity = (variable: number) => {
    activity[variable]!++
  }
  return { propagate, isLeft, nextVariable, bumpActivity }
}
