import type { LayeredGraph } from '../layered-graph.ts'

/** How a flat edge is drawn: straight to a neighbour, over the boxes between its ends, or under them. */
export type FlatEdgeSide = 'straight' | 'over' | 'under'

/** Up to this many flat edges in a row, every choice of sides is tried; above it, one edge is turned over at a time. */
const MAX_ENUMERATED = 8

/** Chooses the sides of one graph's flat edges, see {@link flatEdgeSideChooser}. */
export type FlatEdgeSideChooser = {
  /** The least crossings of the flat edges, given each node's place in its row. */
  readonly cost: (places: Int32Array) => number
  /** Per flat edge, its side at the latest `cost`. */
  readonly sides: () => readonly FlatEdgeSide[]
}

/** The flat edges of one row that go around something, in one order of the row. The arrays hold `count` of them. */
type PlacedFlatEdges = {
  /** The places of the ends, `from` < `to`. */
  readonly from: Int32Array
  readonly to: Int32Array
  /** How many segments the edge crosses on either side. */
  readonly over: Int32Array
  readonly under: Int32Array
  /** The number of the edge in the graph. */
  readonly edge: Int32Array
  /** 1 for over, 0 for under. */
  readonly side: Uint8Array
  count: number
}

/** A row that has flat edges: their numbers, and room to work in. */
type FlatEdgeRow = {
  readonly nodes: readonly number[]
  readonly edges: readonly number[]
  readonly placed: PlacedFlatEdges
  /** The node at each place. */
  readonly nodeAt: Int32Array
}

/**
 * Make a chooser of sides for a graph's flat edges. It is made once and called thousands of times.
 *
 *     ╭───────────╮     a–d goes over: it crosses the segments that leave b and c upwards, and each edge over the
 *     a   b   c   d     row with one end between a and d and one outside
 *         ╰───────╯     b–d goes under: the same, downwards
 *
 * With the order given, this is the crossing minimisation of linear embeddings on two pages, which is NP-hard
 * (S. Masuda, K. Nakajima, T. Kashiwabara, T. Fujisawa: Crossing Minimization in Linear Embeddings of Graphs, IEEE
 * Transactions on Computers 39(1), 1990). A row has few flat edges, so all choices can be tried.
 *
 * @param graph - any graph.
 * @returns the chooser. Its cost is the least for up to 8 flat edges in a row, and near it for more.
 */
export function flatEdgeSideChooser(graph: LayeredGraph): FlatEdgeSideChooser {
  const { up, down } = segmentDegrees(graph)
  const isDummy = graph.nodes.map(({ box }) => box === undefined)
  const rows = graph.rows.flatMap((nodes, index): readonly FlatEdgeRow[] => {
    const edges = graph.flatEdges.flatMap(({ row }, edge) => (row === index ? [edge] : []))
    if (edges.length === 0) return []
    return [{ nodes, edges, placed: emptyPlaced(edges.length), nodeAt: new Int32Array(nodes.length) }]
  })

  /** Find which edges of a row go around something. The others go straight; the crossings of those are returned. */
  const placeFlatEdges = ({ nodes, edges, placed, nodeAt }: FlatEdgeRow, places: Int32Array) => {
    for (let i = 0; i < nodes.length; i++) nodeAt[places[nodes[i]!]!] = nodes[i]!
    let count = 0
    let straight = 0
    for (let k = 0; k < edges.length; k++) {
      const { a, b } = graph.flatEdges[edges[k]!]!
      const from = Math.min(places[a]!, places[b]!)
      const to = Math.max(places[a]!, places[b]!)
      if (to === from + 1) continue
      let over = 0
      let under = 0
      let isClear = true
      for (let place = from + 1; place < to; place++) {
        const node = nodeAt[place]!
        over += up[node]!
        under += down[node]!
        isClear &&= isDummy[node]!
      }
      // Where only links pass between the ends, the edge goes straight and crosses each of them.
      if (isClear) {
        straight += over
        continue
      }
      placed.edge[count] = edges[k]!
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
    for (let r = 0; r < rows.length; r++) {
      total += placeFlatEdges(rows[r]!, places)
      total += chooseSides(rows[r]!.placed)
    }
    return total
  }
  const sides = () => {
    const chosen: FlatEdgeSide[] = graph.flatEdges.map(() => 'straight')
    for (const { placed } of rows) {
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

/**
 * Set the sides with the fewest crossings, and return how many that are. Under is preferred among equals: the links
 * below a row are mostly straight.
 */
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

/** The crossings of a row's flat edges on their sides, with segments and with each other. */
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

/**
 * Count the segments at each node.
 *
 * @param graph - any graph.
 * @returns per node, how many segments leave it upwards and downwards.
 */
export function segmentDegrees(graph: LayeredGraph): { readonly up: Int32Array; readonly down: Int32Array } {
  const up = new Int32Array(graph.nodes.length)
  const down = new Int32Array(graph.nodes.length)
  for (const { lower, upper } of graph.segmentsByGap.flat()) {
    up[lower]!++
    down[upper]!++
  }
  return { up, down }
}
