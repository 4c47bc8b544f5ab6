import { placesOf, type Order, type LayeredGraph } from '../layered-graph.ts'

/** An order that can be changed in place, cheap to copy. */
export type MutableOrder = {
  /** Row r holds `nodes[starts[r]]` to `nodes[starts[r + 1] - 1]`, left to right. */
  readonly nodes: Int32Array
  readonly starts: readonly number[]
  /** Each node's place in its row. */
  readonly places: Int32Array
}

/** Per node, the nodes above and below that it is linked to. */
export type Neighbours = { readonly above: readonly Int32Array[]; readonly below: readonly Int32Array[] }

/** A copy of an order. */
export function toMutableOrder(order: Order): MutableOrder {
  const nodes = Int32Array.from(order.flat())
  const starts = [0]
  for (const row of order) starts.push(starts.at(-1)! + row.length)
  return { nodes, starts, places: placesOf(order) }
}

/** The order that an arrangement holds now. */
export function toOrder({ nodes, starts }: MutableOrder): Order {
  return starts.slice(1).map((end, row) => Array.from(nodes.subarray(starts[row], end)))
}

/** Overwrite an arrangement with another of the same graph. */
export function copyOrder(from: MutableOrder, to: MutableOrder) {
  to.nodes.set(from.nodes)
  to.places.set(from.places)
}

/** Take the node at place `from` of a row to place `to`; those between move up. */
export function moveNode({ nodes, starts, places }: MutableOrder, row: number, from: number, to: number) {
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
export function neighboursOf({ nodes, segmentsByGap }: LayeredGraph): Neighbours {
  const above = nodes.map((): number[] => [])
  const below = nodes.map((): number[] => [])
  for (const { lower, upper } of segmentsByGap.flat()) {
    above[lower]!.push(upper)
    below[upper]!.push(lower)
  }
  return { above: above.map(near => Int32Array.from(near)), below: below.map(near => Int32Array.from(near)) }
}
