import { placesOf, type LayeredGraph, type Order } from '../layered-graph.ts'

/** An order that can be changed in place and is cheap to copy. */
export type MutableOrder = {
  /** Row r holds `nodes[starts[r]]` to `nodes[starts[r + 1] - 1]`, left to right. */
  readonly nodes: Int32Array
  readonly starts: readonly number[]
  /** Each node's place in its row. */
  readonly places: Int32Array
}

/** Per node, the nodes that segments join it to, above and below. */
export type Neighbours = { readonly above: readonly Int32Array[]; readonly below: readonly Int32Array[] }

/**
 * Copy an order into one that can be changed.
 *
 * @param order - of all nodes of a graph.
 * @returns the copy.
 */
export function toMutableOrder(order: Order): MutableOrder {
  const nodes = Int32Array.from(order.flat())
  const starts = [0]
  for (const row of order) starts.push(starts.at(-1)! + row.length)
  return { nodes, starts, places: placesOf(order) }
}

/** The order as it is now, as rows of nodes. */
export function toOrder({ nodes, starts }: MutableOrder): Order {
  return starts.slice(1).map((end, row) => Array.from(nodes.subarray(starts[row], end)))
}

/**
 * Overwrite one order with another of the same graph.
 *
 * @param from - is read.
 * @param to - is overwritten.
 */
export function copyOrder(from: MutableOrder, to: MutableOrder): void {
  to.nodes.set(from.nodes)
  to.places.set(from.places)
}

/**
 * Move a node to another place of its row; those in between move up by one.
 *
 * @param order - is changed.
 * @param row - of the node.
 * @param from - its place, from 0.
 * @param to - its place afterwards.
 */
export function moveNode({ nodes, starts, places }: MutableOrder, row: number, from: number, to: number): void {
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

/**
 * Find each node's neighbours in the rows above and below.
 *
 * @param graph - any graph.
 * @returns per node; flat edges do not count.
 */
export function neighboursOf({ nodes, segmentsByGap }: LayeredGraph): Neighbours {
  const above = nodes.map((): number[] => [])
  const below = nodes.map((): number[] => [])
  for (const { lower, upper } of segmentsByGap.flat()) {
    above[lower]!.push(upper)
    below[upper]!.push(lower)
  }
  return { above: above.map(near => Int32Array.from(near)), below: below.map(near => Int32Array.from(near)) }
}
