import { placesOf, type Order } from './crossings.ts'
import type { StageGraph } from './stage-graph.ts'

/** An order that can be changed in place, cheap to copy. */
export type Arrangement = {
  /** Row r holds `nodes[starts[r]]` to `nodes[starts[r + 1] - 1]`, left to right. */
  readonly nodes: Int32Array
  readonly starts: readonly number[]
  /** Each node's place in its row. */
  readonly places: Int32Array
}

/** Per node, the nodes above and below that it is linked to. */
export type Neighbours = { readonly above: readonly Int32Array[]; readonly below: readonly Int32Array[] }

/** A copy of an order. */
export function arrangementOf(order: Order): Arrangement {
  const nodes = Int32Array.from(order.flat())
  const starts = [0]
  for (const row of order) starts.push(starts.at(-1)! + row.length)
  return { nodes, starts, places: placesOf(order) }
}

/** The order that an arrangement holds now. */
export function orderOf({ nodes, starts }: Arrangement): Order {
  return starts.slice(1).map((end, row) => Array.from(nodes.subarray(starts[row], end)))
}

/** Overwrite an arrangement with another of the same graph. */
export function copyArrangement(from: Arrangement, to: Arrangement) {
  to.nodes.set(from.nodes)
  to.places.set(from.places)
}

/** Take the node at place `from` of a row to place `to`; those between move up. */
export function moveNode({ nodes, starts, places }: Arrangement, row: number, from: number, to: number) {
  const start = starts[row]!
  const node = nodes[start + from]!
  const step = from < to ? 1 : -1
  for (let place = from; place !== to; place += step) {
    const next = nodes[start + place + step]!
    nodes[start + place] = next
    places[next] = place
  }
  nodes[start + to] = node
  places[node] = to
}

/** The neighbours of each node in the rows next to it. */
export function neighboursOf({ nodes, channels }: StageGraph): Neighbours {
  const above = nodes.map((): number[] => [])
  const below = nodes.map((): number[] => [])
  for (const { lower, upper } of channels.flat()) {
    above[lower]!.push(upper)
    below[upper]!.push(lower)
  }
  return { above: above.map(near => Int32Array.from(near)), below: below.map(near => Int32Array.from(near)) }
}

/**
 * Let the other rows follow one row: upwards and downwards, each row sorted by where its neighbours stand on average.
 *
 * Boxes without a neighbour keep their place, and equals their order.
 * @param row - the row that stays as it is.
 */
export function followRow(arrangement: Arrangement, row: number, { above, below }: Neighbours) {
  const rows = arrangement.starts.length - 1
  for (let index = row + 1; index < rows; index++) sortByMean(arrangement, index, below)
  for (let index = row - 1; index >= 0; index--) sortByMean(arrangement, index, above)
}

function sortByMean({ nodes, starts, places }: Arrangement, row: number, neighbours: readonly Int32Array[]) {
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
