import type { CrossingCounter } from './count-crossings.ts'
import type { LayeredGraph, Order } from '../layered-graph.ts'
import { copyOrder, moveNode, neighboursOf, toMutableOrder, toOrder } from './mutable-order.ts'
import type { MutableOrder, Neighbours } from './mutable-order.ts'

const SWEEPS = 6
const TRANSPOSE_ROUNDS = 20

/**
 * Find an order with few crossings, for a graph of any size. Nothing is proven.
 *
 * The barycenter heuristic of K. Sugiyama, S. Tagawa, M. Toda 1981 (see `layered-graph.ts`): sweeps up and down sort
 * each row by the mean place of the nodes that it is linked to, and the best order seen is kept. Then neighbours are
 * transposed while that helps, as by E. R. Gansner, E. Koutsofios, S. C. North, K.-P. Vo: A Technique for Drawing
 * Directed Graphs, IEEE Transactions on Software Engineering 19(3), 1993; they transpose after every sweep, and use
 * weighted medians for means. Last, the ends of flat edges, which neither paper has, are brought together.
 *
 * @param graph - any graph.
 * @param counter - of the same graph.
 * @returns the order. The time grows with the square of the links at most.
 */
export function barycenterOrder(graph: LayeredGraph, counter: CrossingCounter): Order {
  const neighbours = neighboursOf(graph)
  const tried = toMutableOrder(graph.rows)
  const best = toMutableOrder(graph.rows)
  let least = counter.count(best.places, Infinity)
  const keepIfFewer = () => {
    const crossings = counter.count(tried.places, least)
    if (crossings >= least) return false
    least = crossings
    copyOrder(tried, best)
    return true
  }
  for (let sweep = 0; sweep < SWEEPS && least > 0; sweep++) {
    sweepFromRow(tried, sweep % 2 === 0 ? 0 : graph.rows.length - 1, neighbours)
    keepIfFewer()
  }
  copyOrder(best, tried)
  transposeAdjacent(tried, neighbours)
  keepIfFewer()
  gatherFlatEdges(graph, tried, best, () => counter.count(tried.places, least) <= least)
  return toOrder(best)
}

/** Swap two neighbours of a row wherever their segments cross less the other way round. */
function transposeAdjacent(order: MutableOrder, { above, below }: Neighbours) {
  const { nodes, starts, places } = order
  let isChanged = true
  for (let round = 0; round < TRANSPOSE_ROUNDS && isChanged; round++) {
    isChanged = false
    for (let row = 0; row < starts.length - 1; row++) {
      for (let at = starts[row]!; at < starts[row + 1]! - 1; at++) {
        const [left, right] = [nodes[at]!, nodes[at + 1]!]
        if (gain(above[left]!, above[right]!, places) + gain(below[left]!, below[right]!, places) <= 0) continue
        moveNode(order, row, at - starts[row]!, at + 1 - starts[row]!)
        isChanged = true
      }
    }
  }
}

/** How many crossings fewer two neighbours have with each other once they are swapped, given what each is linked to. */
function gain(ofLeft: Int32Array, ofRight: Int32Array, places: Int32Array): number {
  let fewer = 0
  for (let i = 0; i < ofLeft.length; i++) {
    for (let j = 0; j < ofRight.length; j++) fewer += Math.sign(places[ofLeft[i]!]! - places[ofRight[j]!]!)
  }
  return fewer
}

/** Move one end of each flat edge next to the other where `isNoWorse` then holds. */
function gatherFlatEdges(
  { flatEdges }: LayeredGraph,
  tried: MutableOrder,
  best: MutableOrder,
  isNoWorse: () => boolean,
) {
  for (const { row, a, b } of flatEdges) {
    for (const [moving, still] of [
      [a, b],
      [b, a],
    ] as const) {
      copyOrder(best, tried)
      const [from, to] = [tried.places[moving]!, tried.places[still]!]
      if (Math.abs(from - to) === 1) break
      moveNode(tried, row, from, from < to ? to - 1 : to + 1)
      if (isNoWorse()) copyOrder(tried, best)
    }
  }
}

/**
 * Sort the other rows after one row, upwards and downwards: each by its barycenters, the mean places of the nodes that
 * its nodes are linked to in the row sorted before it.
 *
 * @param order - is changed. Nodes without a link to the row before keep their place, and equals their order.
 * @param row - stays as it is.
 * @param neighbours - of the graph's nodes.
 */
export function sweepFromRow(order: MutableOrder, row: number, { above, below }: Neighbours): void {
  const rows = order.starts.length - 1
  for (let index = row + 1; index < rows; index++) sortByBarycenter(order, index, below)
  for (let index = row - 1; index >= 0; index--) sortByBarycenter(order, index, above)
}

/** Sort the nodes that have neighbours among the slots that they take in the row. Insertion sort: it is stable. */
function sortByBarycenter({ nodes, starts, places }: MutableOrder, row: number, neighbours: readonly Int32Array[]) {
  const start = starts[row]!
  const length = starts[row + 1]! - start
  const slots: number[] = []
  const sorted: number[] = []
  const means: number[] = []
  for (let slot = 0; slot < length; slot++) {
    const node = nodes[start + slot]!
    const near = neighbours[node]!
    if (near.length === 0) continue
    let sum = 0
    for (let i = 0; i < near.length; i++) sum += places[near[i]!]!
    const mean = sum / near.length
    let at = sorted.length
    for (; at > 0 && means[at - 1]! > mean; at--) {
      means[at] = means[at - 1]!
      sorted[at] = sorted[at - 1]!
    }
    means[at] = mean
    sorted[at] = node
    slots.push(slot)
  }
  for (let i = 0; i < slots.length; i++) {
    nodes[start + slots[i]!] = sorted[i]!
    places[sorted[i]!] = slots[i]!
  }
}
