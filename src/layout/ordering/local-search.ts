import type { CrossingCounter } from './count-crossings.ts'
import type { Order, LayeredGraph } from '../layered-graph.ts'
import type { AestheticCost } from './aesthetic-cost.ts'
import { toMutableOrder, copyOrder, moveNode, neighboursOf, toOrder, type MutableOrder } from './mutable-order.ts'
import { sweepFromRow } from './barycenter-order.ts'

/** An order and what it costs: crossings first, taste among equals. */
export type RankedOrder = { readonly order: Order; readonly crossings: number; readonly cost: number }

/** Orders of one graph are ranked and improved through this. */
export type OrderSearch = {
  readonly rank: (order: Order) => RankedOrder
  /** The best order that single moves lead to. */
  readonly improve: (start: RankedOrder) => RankedOrder
}

/**
 * A local search over the orders of a graph, for graphs of the talk's size.
 *
 * A move takes one box to another place in its row: to the next place with the other rows as they are, further away
 * with them following.
 * @param maxSteps - how many orders are tried in all.
 */
export function orderSearch(
  graph: LayeredGraph,
  counter: CrossingCounter,
  taste: AestheticCost,
  maxSteps: number,
): OrderSearch {
  const neighbours = neighboursOf(graph)
  const moves = movesOf(graph)
  let steps = 0

  const rank = (order: Order): RankedOrder => {
    const arrangement = toMutableOrder(order)
    return { order, crossings: counter.count(arrangement.places, Infinity), cost: taste(arrangement, Infinity) }
  }
  /** The arrangement's rank if it beats `best`; taste is not asked where crossings decide. */
  const better = (arrangement: MutableOrder, best: RankedOrder): RankedOrder | undefined => {
    steps++
    const crossings = counter.count(arrangement.places, best.crossings)
    if (crossings > best.crossings) return undefined
    const isFewer = crossings < best.crossings
    const cost = taste(arrangement, isFewer ? Infinity : best.cost)
    return isFewer || cost < best.cost - 1e-6 ? { order: toOrder(arrangement), crossings, cost } : undefined
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
