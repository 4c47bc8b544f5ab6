import type { RowSpacing } from '../coordinates/node-widths.ts'
import type { CrossingCounter } from './count-crossings.ts'
import type { LayeredGraph, Order } from '../layered-graph.ts'
import { minimizeCrossings } from './exact/branch-and-bound.ts'
import { orderSearch } from './local-search.ts'
import { barycenterOrder } from './barycenter-order.ts'
import { aestheticCost } from './aesthetic-cost.ts'

/** An order of the rows, and what is proven about the least number of crossings. */
export type Ordering = { readonly order: Order; readonly bound: number; readonly isExact: boolean }

/** Up to this many nodes the order is searched for and proven; above it, the barycenter order is taken. */
const MAX_SEARCHED = 60
/** Bounds on the work, in orders tried. No clock: the layout is the same on a slow machine. */
const SEARCH_STEPS = 20_000
/** The same for the exact search, in assignments made. */
const PROOF_STEPS = 10_000

/**
 * Find the order of each row: the fewest crossings, and among those orders the least aesthetic cost.
 *
 * The barycenter order is the start; branch and bound replaces it if there is one with fewer crossings, and proves the
 * bound; local search then lowers the aesthetic cost.
 *
 * @param graph - any graph.
 * @param counter - of the same graph.
 * @param spacing - of its rows.
 * @param reveals - see `StageInput`.
 * @returns the order. If `isExact`, no order has fewer crossings.
 */
export function orderRows(
  graph: LayeredGraph,
  counter: CrossingCounter,
  spacing: RowSpacing,
  reveals: readonly (readonly string[])[],
): Ordering {
  const isSearched = graph.nodes.length <= MAX_SEARCHED
  const ranking = { counter, cost: aestheticCost(graph, spacing, reveals) }
  const search = orderSearch(graph, ranking, isSearched ? SEARCH_STEPS : 0)
  const swept = search.rank(barycenterOrder(graph, counter))
  const proof = minimizeCrossings(graph, counter, swept.crossings, isSearched ? PROOF_STEPS : 0)
  const start = proof.order ?? swept.order
  // An order and its mirror image have the same crossings; the search starts from the one that begins at the left.
  const { order, crossings } = search.improve(
    search.rank(sideOfFirstBox(graph, start) > 0 ? start.map(row => [...row].reverse()) : start),
  )
  return { order, bound: proof.bound, isExact: crossings === proof.bound }
}

/** On which side of the middle of its row the box that is shown first stands: -1 left, 0 in the middle, 1 right. */
function sideOfFirstBox({ nodes }: LayeredGraph, order: Order): number {
  let first = -1
  nodes.forEach(({ box, firstScene }, node) => {
    if (box && (first < 0 || firstScene < nodes[first]!.firstScene)) first = node
  })
  const row = order.find(it => it.includes(first)) ?? []
  return Math.sign(row.indexOf(first) - (row.length - 1) / 2)
}
