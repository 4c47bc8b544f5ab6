import type { RowSpacing } from '../coordinates/node-widths.ts'
import type { CrossingCounter } from './count-crossings.ts'
import type { Order, LayeredGraph } from '../layered-graph.ts'
import { minimizeCrossings } from './exact/branch-and-bound.ts'
import { orderSearch } from './local-search.ts'
import { barycenterOrder } from './barycenter-order.ts'
import { aestheticCost } from './aesthetic-cost.ts'

/** An order of the rows, and what is proven about the least number of crossings. */
export type Ordering = { readonly order: Order; readonly bound: number; readonly isExact: boolean }

/** Up to this many nodes the least number of crossings is searched for, and taste has a say. */
const MAX_SEARCHED = 60
/** Bounds on the work, in orders tried and inferences drawn: a machine's speed must not change the picture. */
const SEARCH_STEPS = 20_000
const PROOF_STEPS = 10_000

/**
 * The order of each row that has the fewest crossings, and among those the most pleasing.
 *
 * @param reveals - see `StageInput`.
 */
export function orderRows(
  graph: LayeredGraph,
  counter: CrossingCounter,
  room: RowSpacing,
  reveals: readonly (readonly string[])[],
): Ordering {
  const isSearched = graph.nodes.length <= MAX_SEARCHED
  const search = orderSearch(graph, counter, aestheticCost(graph, room, reveals), isSearched ? SEARCH_STEPS : 0)
  const swept = search.rank(barycenterOrder(graph, counter))
  const proof = minimizeCrossings(graph, counter, swept.crossings, isSearched ? PROOF_STEPS : 0)
  const start = proof.order ?? swept.order
  // A picture and its mirror image have the same crossings; one begins at the left, as one reads.
  const { order, crossings } = search.improve(
    search.rank(leaning(graph, start) > 0 ? start.map(row => [...row].reverse()) : start),
  )
  return { order, bound: proof.bound, isExact: crossings === proof.bound }
}

/** On which side of the middle of its row the box that is revealed first stands: -1 left, 0 in the middle, 1 right. */
function leaning({ nodes }: LayeredGraph, order: Order): number {
  let first = -1
  nodes.forEach(({ box, firstScene }, node) => {
    if (box && (first < 0 || firstScene < nodes[first]!.firstScene)) first = node
  })
  const row = order.find(it => it.includes(first)) ?? []
  return Math.sign(row.indexOf(first) - (row.length - 1) / 2)
}
