import type { CrossingCounter } from './count-crossings.ts'
import type { LayeredGraph, Order } from '../layered-graph.ts'
import type { AestheticCost } from './aesthetic-cost.ts'
import { copyOrder, moveNode, neighboursOf, toMutableOrder, toOrder, type MutableOrder } from './mutable-order.ts'
import { sweepFromRow } from './barycenter-order.ts'

/** An order and how it ranks: by crossings, and among equals by the aesthetic cost. */
export type RankedOrder = { readonly order: Order; readonly crossings: number; readonly cost: number }

/** Ranks and improves the orders of one graph, see {@link orderSearch}. */
export type OrderSearch = {
  readonly rank: (order: Order) => RankedOrder
  /** The order at which single moves from `start` no longer help. */
  readonly improve: (start: RankedOrder) => RankedOrder
}

/** What orders are compared by. */
export type Ranking = { readonly counter: CrossingCounter; readonly cost: AestheticCost }

/**
 * Make a local search over the orders of a graph of the talk's size.
 *
 * A move takes one node to another place in its row. To the next place, the other rows stay; further away, they are
 * sorted by barycenters after it. The first move that helps is taken, until none does. It is close to sifting
 * (C. Matuszewski, R. Schönfeld, P. Molitor: Using Sifting for k-Layer Straightline Crossing Minimization, Graph
 * Drawing 1999), which puts a node at the best of all places of its row, and leaves the other rows as they are.
 *
 * @param graph - any graph.
 * @param ranking - the counter and the cost of the same graph.
 * @param maxSteps - how many orders are tried in all, over every call of `improve`.
 * @returns the search.
 */
export function orderSearch(graph: LayeredGraph, ranking: Ranking, maxSteps: number): OrderSearch {
  const { counter, cost: aestheticCost } = ranking
  const neighbours = neighboursOf(graph)
  const moves = movesOf(graph)
  let steps = 0

  const rank = (order: Order): RankedOrder => {
    const copy = toMutableOrder(order)
    return { order, crossings: counter.count(copy.places, Infinity), cost: aestheticCost(copy, Infinity) }
  }
  /** The rank of an order if it beats `best`; the cost is computed only where crossings do not decide. */
  const better = (order: MutableOrder, best: RankedOrder): RankedOrder | undefined => {
    steps++
    const crossings = counter.count(order.places, best.crossings)
    if (crossings > best.crossings) return undefined
    const isFewer = crossings < best.crossings
    const cost = aestheticCost(order, isFewer ? Infinity : best.cost)
    return isFewer || cost < best.cost - 1e-6 ? { order: toOrder(order), crossings, cost } : undefined
  }
  const improve = (start: RankedOrder): RankedOrder => {
    let best = start
    const base = toMutableOrder(start.order)
    const tried = toMutableOrder(start.order)
    const tryMove = (row: number, from: number, to: number): boolean => {
      copyOrder(base, tried)
      moveNode(tried, row, from, to)
      if (Math.abs(from - to) > 1) sweepFromRow(tried, row, neighbours)
      const found = better(tried, best)
      if (!found) return false
      best = found
      copyOrder(tried, base)
      return true
    }
    // Round and round, until every move has been tried in vain since the last that helped.
    for (let tries = 0, at = 0; tries < moves.length && steps < maxSteps; tries++, at = (at + 1) % moves.length) {
      const { row, from, to } = moves[at]!
      if (tryMove(row, from, to)) tries = 0
    }
    return best
  }
  return { rank, improve }
}

/** Every place of every row to every other; between neighbours one way is enough. */
function movesOf({ rows }: LayeredGraph) {
  return rows
    .flatMap(({ length }, row) =>
      Array.from({ length: length * length }, (_, i) => ({ row, from: Math.floor(i / length), to: i % length })),
    )
    .filter(({ from, to }) => from !== to && from !== to + 1)
}
