import { placesOf, type LayeredGraph, type Order } from '../../layered-graph.ts'
import type { CrossingCounter } from '../count-crossings.ts'
import { propagation } from './propagate.ts'
import { crossingTerms, type CrossingTerms } from './crossing-terms.ts'
import { partialAssignment } from './partial-assignment.ts'

/** What the search has found out about a graph. */
export type CrossingBound = {
  /** No order has fewer crossings than this. */
  readonly bound: number
  /** An order with just as many, if the search found one. */
  readonly order: Order | undefined
  /** How many variables were assigned. */
  readonly steps: number
}

/** Assignments made so far, and when to give up. */
type Work = { steps: number; readonly maxSteps: number }

/**
 * Find the least number of crossings, exactly if the steps suffice.
 *
 * From the least conceivable number up, each limit is one question: does an order with no more crossings exist? It is
 * answered by branch and bound in the manner of a SAT solver (M. Davis, G. Logemann, D. Loveland: A Machine Program for
 * Theorem-Proving, Communications of the ACM 5(7), 1962): branch on a variable, propagate what follows, go back on a
 * conflict. G. Gange, P. J. Stuckey, K. Marriott: Optimal k-Level Planarization and Crossing Minimization, Graph
 * Drawing 2010, pose it to general SAT and MIP solvers. This search learns no clauses, but computes a lower bound at
 * each node.
 *
 * The terms leave out the crossings of flat edges with each other, so an order may have more crossings than its terms.
 * Then `counter` rejects it, and the search goes on: the answer is exact for every graph.
 *
 * @param graph - the graph to order.
 * @param counter - of the same graph.
 * @param knownCrossings - crossings of an order that is known already: only fewer are searched for.
 * @param maxSteps - assignments in all, before the search gives up. 0: no search, the bound is that of the terms alone.
 * @returns the bound; `knownCrossings` when no order has fewer.
 */
export function minimizeCrossings(
  graph: LayeredGraph,
  counter: CrossingCounter,
  knownCrossings: number,
  maxSteps: number,
): CrossingBound {
  const terms = crossingTerms(graph)
  const work: Work = { steps: 0, maxSteps }
  if (maxSteps <= 0) return { bound: Math.min(knownCrossings, terms.base), order: undefined, steps: 0 }
  for (let limit = terms.base; limit < knownCrossings; limit++) {
    const answer = findOrderWithin(counter, terms, limit, work)
    if (answer === 'unknown') return { bound: limit, order: undefined, steps: work.steps }
    if (answer !== 'none') return { bound: limit, order: answer, steps: work.steps }
  }
  return { bound: knownCrossings, order: undefined, steps: work.steps }
}

/** An order with at most `limit` crossings; `none` if there is none, `unknown` if the steps ran out. */
function findOrderWithin(
  counter: CrossingCounter,
  terms: CrossingTerms,
  limit: number,
  work: Work,
): Order | 'none' | 'unknown' {
  const assignment = partialAssignment(terms)
  const { propagate, isLeft, nextVariable, bumpActivity } = propagation(terms, assignment, limit)
  const { costIfPlus, costIfMinus, trail } = assignment

  const assignedOrder = () => {
    const order = terms.rows.map(row => [...row].sort((u, v) => -isLeft(u, v)))
    return counter.count(placesOf(order), limit) <= limit ? order : 'none'
  }
  const explore = (isSymmetric: boolean): Order | 'none' | 'unknown' => {
    if (work.steps > work.maxSteps) return 'unknown'
    const variable = nextVariable()
    if (variable < 0) return assignedOrder()
    const mark = trail.length
    const cheaper = costIfPlus[variable]! <= costIfMinus[variable]! ? 1 : -1
    // One value is enough for the first pair: the other leads to the mirror images, which have the same crossings.
    const isFree = isSymmetric && variable < terms.pairCount
    for (const value of isFree ? ([cheaper] as const) : ([cheaper, cheaper === 1 ? -1 : 1] as const)) {
      assignment.assign(variable, value)
      const isPossible = propagate(mark)
      work.steps += trail.length - mark
      const answer = isPossible ? explore(isSymmetric && !isFree) : 'none'
      if (answer !== 'none') return answer
      if (!isPossible) bumpActivity(variable)
      assignment.backtrackTo(mark)
    }
    return 'none'
  }
  return propagate(0) ? explore(true) : 'none'
}
