import type { CrossingCounter } from './count-crossings.ts'
import type { Order, LayeredGraph } from '../layered-graph.ts'
import {
  toMutableOrder,
  copyOrder,
  moveNode,
  neighboursOf,
  toOrder,
  type MutableOrder,
  type Neighbours,
} from './mutable-order.ts'

const SWEEPS = 6
const TRANSPOSE_ROUNDS = 20

/**
 * A good order for a graph of any size: rows sorted by their neighbours, up and down, then neighbours exchanged.
 *
 * The work grows with the square of the links at most; nothing is proven.
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

/** Swap two neighbours of a row wherever their links cross less the other way round. */
function transposeAdjacent(arrangement: MutableOrder, { above, below }: Neighbours) {
  const { nodes, starts, places } = arrangement
  let isChanged = true
  for (let round = 0; round < TRANSPOSE_ROUNDS && isChanged; round++) {
    isChanged = false
    for (let row = 0; row < starts.length - 1; row++) {
      for (let at = starts[row]!; at < starts[row + 1]! - 1; at++) {
        const [left, right] = [nodes[at]!, nodes[at + 1]!]
        if (gain(above[left]!, above[right]!, places) + gain(below[left]!, below[right]!, places) <= 0) continue
        moveNode(arrangement, row, at - starts[row]!, at + 1 - starts[row]!)
        isChanged = true
      }
    }
  }
}

/** How many crossings fewer there are between the links of two neighbours once they are swapped. */
function gain(ofLeft: Int32Array, ofRight: Int32Array, places: Int32Array): number {
  let fewer = 0
  for (let i = 0; i < ofLeft.length; i++) {
    for (let j = 0; j < ofRight.length; j++) fewer += Math.sign(places[ofLeft[i]!]! - places[ofRight[j]!]!)
  }
  return fewer
}

/** Bring the ends of same-row links together where `isNoWorse`. */
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
 * Let the other rows follow one row: upwards and downwards, each row sorted by where its neighbours stand on average.
 *
 * Boxes without a neighbour keep their place, and equals their order.
 * @param row - the row that stays as it is.
 */
export function sweepFromRow(arrangement: MutableOrder, row: number, { above, below }: Neighbours) {
  const rows = arrangement.starts.length - 1
  for (let index = row + 1; index < rows; index++) sortByBarycenter(arrangement, index, below)
  for (let index = row - 1; index >= 0; index--) sortByBarycenter(arrangement, index, above)
}

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
