import type { LayeredGraph } from '../layered-graph.ts'

/** How a same-row link is drawn: straight to its neighbour, over the boxes between, or under them. */
export type FlatEdgeSide = 'straight' | 'over' | 'under'

/** Above this many flatEdges in a row, sides are chosen one after the other instead of together. */
const MAX_ENUMERATED = 8

/** The flatEdges of one row in one order: the places of their ends, and what they would cross on either side. */
type PlacedFlatEdges = {
  readonly from: Int32Array
  readonly to: Int32Array
  readonly over: Int32Array
  readonly under: Int32Array
  /** Which arc of the graph. */
  readonly edge: Int32Array
  /** 1 for over. */
  readonly side: Uint8Array
  /** How many of the flatEdges go around; the arrays hold those. */
  count: number
}

/** See `arcSideChooser`. */
export type FlatEdgeSideChooser = {
  /** The least crossings of the flatEdges, given each node's place in its row. */
  readonly cost: (places: Int32Array) => number
  /** The sides that the last cost was counted for, one per arc of the graph. */
  readonly sides: () => readonly FlatEdgeSide[]
}

/**
 * A chooser of sides for one graph, made to be called many times.
 *
 * An arc crosses what leaves the boxes between its ends on its side, and any arc on that side that it interleaves with.
 */
export function flatEdgeSideChooser(graph: LayeredGraph): FlatEdgeSideChooser {
  const { up, down } = segmentDegrees(graph)
  const isDummy = graph.nodes.map(({ box }) => box === undefined)
  const groups = graph.rows.flatMap((row, index) => {
    const flatEdges = graph.flatEdges.flatMap((arc, number) => (arc.row === index ? [number] : []))
    return flatEdges.length > 0
      ? [{ row, flatEdges, placed: emptyPlaced(flatEdges.length), at: new Int32Array(row.length) }]
      : []
  })

  /** Straight through what passes between, if nothing else is in the way: returns the crossings of those. */
  const placeFlatEdges = ({ row, flatEdges, placed, at }: (typeof groups)[number], places: Int32Array) => {
    for (let i = 0; i < row.length; i++) at[places[row[i]!]!] = row[i]!
    let count = 0
    let straight = 0
    for (let k = 0; k < flatEdges.length; k++) {
      const { a, b } = graph.flatEdges[flatEdges[k]!]!
      const from = Math.min(places[a]!, places[b]!)
      const to = Math.max(places[a]!, places[b]!)
      if (to === from + 1) continue
      let over = 0
      let under = 0
      let isClear = true
      for (let place = from + 1; place < to; place++) {
        const node = at[place]!
        over += up[node]!
        under += down[node]!
        isClear &&= isDummy[node]!
      }
      if (isClear) {
        straight += over
        continue
      }
      placed.edge[count] = flatEdges[k]!
      placed.from[count] = from
      placed.to[count] = to
      placed.over[count] = over
      placed.under[count++] = under
    }
    placed.count = count
    return straight
  }

  const cost = (places: Int32Array) => {
    let total = 0
    for (let g = 0; g < groups.length; g++) {
      total += placeFlatEdges(groups[g]!, places)
      total += chooseSides(groups[g]!.placed)
    }
    return total
  }
  const sides = () => {
    const chosen: FlatEdgeSide[] = graph.flatEdges.map(() => 'straight')
    for (const { placed } of groups) {
      for (let i = 0; i < placed.count; i++) chosen[placed.edge[i]!] = placed.side[i] === 1 ? 'over' : 'under'
    }
    return chosen
  }
  return { cost, sides }
}

function emptyPlaced(size: number): PlacedFlatEdges {
  const numbers = () => new Int32Array(size)
  return {
    from: numbers(),
    to: numbers(),
    over: numbers(),
    under: numbers(),
    edge: numbers(),
    side: new Uint8Array(size),
    count: 0,
  }
}

/** Under is preferred among equals: down there the links are mostly straight. */
function chooseSides(placed: PlacedFlatEdges): number {
  const { over, under, side, count } = placed
  if (count === 0) return 0
  for (let i = 0; i < count; i++) side[i] = over[i]! < under[i]! ? 1 : 0
  let best = sidesCost(placed)
  if (count < 2) return best
  if (count > MAX_ENUMERATED) {
    for (let i = 0; i < count; i++) {
      side[i]! ^= 1
      const cost = sidesCost(placed)
      if (cost < best) best = cost
      else side[i]! ^= 1
    }
    return best
  }
  let bestMask = -1
  for (let mask = 0; mask < 1 << count; mask++) {
    for (let i = 0; i < count; i++) side[i] = (mask >> i) & 1
    const cost = sidesCost(placed)
    if (cost < best || (cost === best && bestMask < 0)) [best, bestMask] = [cost, mask]
  }
  for (let i = 0; i < count; i++) side[i] = (bestMask >> i) & 1
  return best
}

function sidesCost({ from, to, over, under, side, count }: PlacedFlatEdges): number {
  let cost = 0
  for (let i = 0; i < count; i++) {
    cost += side[i] === 1 ? over[i]! : under[i]!
    for (let j = 0; j < i; j++) {
      if (side[i] !== side[j]) continue
      const first = from[i]! < from[j]! ? i : j
      const last = i + j - first
      if (from[first]! < from[last]! && from[last]! < to[first]! && to[first]! < to[last]!) cost++
    }
  }
  return cost
}

/** How many segments leave each node upwards and downwards. */
export function segmentDegrees(graph: LayeredGraph): { readonly up: Int32Array; readonly down: Int32Array } {
  const up = new Int32Array(graph.nodes.length)
  const down = new Int32Array(graph.nodes.length)
  for (const { lower, upper } of graph.segmentsByGap.flat()) {
    up[lower]!++
    down[upper]!++
  }
  return { up, down }
}
