import { placesOf, type Order, type StageGraph } from '../../layered-graph.ts'
import type { CrossingCounter } from '../count-crossings.ts'
import { propagation } from './propagate.ts'
import { pairCosts, type PairCosts } from './crossing-terms.ts'
import { partialAssignment } from './partial-assignment.ts'

/** What is known about a graph: no order has fewer crossings than `bound`; `order`, if found, has just as many. */
export type CrossingBound = { readonly bound: number; readonly order: Order | undefined; readonly steps: number }

/** Decisions drawn so far, and when to give up. */
type Work = { steps: number; readonly maxSteps: number }

/**
 * Search for the least number of crossings by asking, from 0 up, whether an order with no more exists.
 *
 * Each question is answered by branch and bound over which of two boxes is left, with everything inferred that follows.
 * @param known - crossings of an order at hand; no question is asked that it answers.
 * @param maxSteps - decisions drawn in all before giving up; none means that only the plainest bound is given.
 */
export function minimizeCrossings(
  graph: StageGraph,
  counter: CrossingCounter,
  known: number,
  maxSteps: number,
): CrossingBound {
  const costs = pairCosts(graph)
  const work: Work = { steps: 0, maxSteps }
  if (maxSteps <= 0) return { bound: Math.min(known, costs.base), order: undefined, steps: 0 }
  for (let limit = costs.base; limit < known; limit++) {
    const answer = findOrderWithin(counter, costs, limit, work)
    if (answer === 'unknown') return { bound: limit, order: undefined, steps: work.steps }
    if (answer !== 'none') return { bound: limit, order: answer, steps: work.steps }
  }
  return { bound: known, order: undefined, steps: work.steps }
}

/** An order with at most `limit` crossings, or that there is none, or that the work ran out. */
function findOrderWithin(
  counter: CrossingCounter,
  costs: PairCosts,
  limit: number,
  work: Work,
): Order | 'none' | 'unknown' {
  const state = partialAssignment(costs)
  const { infer, isLeft, nextSign, bumpActivity } = propagation(costs, state, limit)
  const { plus, minus, trail } = state

  const orderAtHand = () => {
    const order = costs.rows.map(row => [...row].sort((u, v) => -isLeft(u, v)))
    return counter.count(placesOf(order), limit) <= limit ? order : 'none'
  }
  const explore = (isSymmetric: boolean): Order | 'none' | 'unknown' => {
    if (work.steps > work.maxSteps) return 'unknown'
    const sign = nextSign()
    if (sign < 0) return orderAtHand()
    const mark = trail.length
    const cheaper = plus[sign]! <= minus[sign]! ? 1 : -1
    // The first pair may stand either way: the mirror image costs the same.
    const isFree = isSymmetric && sign < costs.pairCount
    for (const value of isFree ? ([cheaper] as const) : ([cheaper, cheaper === 1 ? -1 : 1] as const)) {
      state.assign(sign, value)
      const isPossible = infer(mark)
      work.steps += trail.length - mark
      const answer = isPossible ? explore(isSymmetric && !isFree) : 'none'
      if (answer !== 'none') return answer
      if (!isPossible) bumpActivity(sign)
      state.backtrackTo(mark)
    }
    return 'none'
  }
  return infer(0) ? explore(true) : 'none'
}
