import type { ArcSide } from '../ordering/flat-edge-sides.ts'
import { separate } from '../coordinates/isotonic-regression.ts'
import { SIZES } from '../sizes.ts'
import type { Span } from '../coordinates/origin-spans.ts'
import type { StageGraph } from '../layered-graph.ts'

/** Where a hop of a link leaves a box and where it arrives, stage px. */
export type Hop = { readonly from: number; readonly to: number }

/** Per chain of the graph, its hops from parent to child. A same-row link has one, or none if it is drawn straight. */
export type Ports = readonly (readonly Hop[])[]

/** An end of a hop, on one edge of a box. Ends are sorted by `group` and then `rank`. */
type End = { x: number; home: number; group: -1 | 0 | 1; rank: number; edge: Edge; other: End | undefined }
type Edge = { readonly span: Span; readonly isSlab: boolean; readonly ends: End[] }

const STRAIGHTENING_ROUNDS = 6

/**
 * Give every link a place of its own on the edges of its boxes, in the order in which the links leave.
 *
 * Ends are spread about the middle of the edge, but where a link can be straight it is, and a slab gives way to every
 * link that comes down on it.
 * @param spans - per node, its left and right border.
 * @param places - per node, its place in its row.
 * @param sides - per arc of the graph.
 */
export function linkPorts(
  graph: StageGraph,
  spans: readonly Span[],
  places: Int32Array,
  sides: readonly ArcSide[],
): Ports {
  const tops = spans.map((span, node): Edge => ({ span, isSlab: graph.isSlab(node), ends: [] }))
  const bottoms = spans.map((span): Edge => ({ span, isSlab: false, ends: [] }))
  const sideOf = new Map(graph.arcs.map(({ a, b }, arc) => [`${a} ${b}`, sides[arc]!]))

  const joinEnds = (from: number, to: number): (readonly [End, End])[] => {
    const isUp = graph.nodes[from]!.row < graph.nodes[to]!.row
    const side = isUp ? undefined : sideOf.get(`${Math.min(from, to)} ${Math.max(from, to)}`)
    if (side === 'straight') return []
    const away = places[to]! - places[from]!
    const fromEdge = (side === 'under' ? bottoms : tops)[from]!
    const toEdge = (side === 'over' ? tops : bottoms)[to]!
    const fromEnd = isUp ? hopEnd(fromEdge, places[to]!) : arcEnd(fromEdge, away)
    const toEnd = isUp ? hopEnd(toEdge, places[from]!) : arcEnd(toEdge, -away)
    if (isUp) [fromEnd.other, toEnd.other] = [toEnd, fromEnd]
    return [[fromEnd, toEnd]]
  }
  const hops = graph.chains.map(({ nodes }) => nodes.slice(1).flatMap((to, i) => joinEnds(nodes[i]!, to)))
  placeEnds([...tops, ...bottoms].filter(({ ends }) => ends.length > 0))
  return hops.map(pairs => pairs.map(([from, to]) => ({ from: from.x, to: to.x })))
}

function hopEnd(edge: Edge, rank: number): End {
  const end: End = { x: 0, home: 0, group: 0, rank, edge, other: undefined }
  edge.ends.push(end)
  return end
}

/** Of the arcs that leave a box to one side the shortest starts nearest to that side's corner. */
function arcEnd(edge: Edge, away: number): End {
  const end: End = { x: 0, home: 0, group: away < 0 ? -1 : 1, rank: -away, edge, other: undefined }
  edge.ends.push(end)
  return end
}

function placeEnds(edges: readonly Edge[]) {
  for (const { ends, span } of edges) {
    ends.sort((a, b) => a.group - b.group || a.rank - b.rank)
    const gap = portGap(span, ends.length, SIZES.fanGap)
    ends.forEach((end, i) => (end.x = end.home = (span.left + span.right) / 2 + (i - (ends.length - 1) / 2) * gap))
  }
  // What comes down on a slab does so where there is slab: a box on two slabs reaches over the gap between them.
  for (const end of edges.flatMap(({ ends }) => ends)) {
    if (end.other?.edge.isSlab) end.x = end.home = withinEdge(end.other.edge.span, end.home)
  }
  const slabs = edges.filter(({ isSlab }) => isSlab)
  const others = edges.filter(({ isSlab }) => !isSlab)
  const mate = (end: End) => (end.other && !end.other.edge.isSlab ? end.other.x : end.home)
  for (let round = 0; round < STRAIGHTENING_ROUNDS; round++) for (const edge of others) settleEdge(edge, mate, () => 1)
  const straight = new Set(
    others.flatMap(({ ends }) => ends.filter(end => end.other && Math.abs(end.x - end.other.x) < 0.5)),
  )
  for (const edge of others) {
    // Beside a straight one the others keep clear of it by going their own way early.
    const isMixed = edge.ends.length > 1 && edge.ends.some(end => straight.has(end))
    const wish = (end: End) =>
      straight.has(end) ? end.x : isMixed && end.other && !end.other.edge.isSlab ? end.other.home : end.home
    settleEdge(edge, wish, end => (straight.has(end) ? 1e4 : 1))
  }
  for (const edge of slabs) {
    settleEdge(
      edge,
      end => end.other?.x ?? (end.group < 0 ? edge.span.left : edge.span.right),
      () => 1,
    )
  }
}

function settleEdge({ ends, span }: Edge, wish: (end: End) => number, weight: (end: End) => number) {
  const gap = portGap(span, ends.length, SIZES.portGap)
  const wished = Float64Array.from(ends, end => withinEdge(span, wish(end)))
  separate(
    wished,
    Float64Array.from(ends, weight),
    new Float64Array(ends.length - 1).fill(gap),
    withinEdge(span, -Infinity),
    withinEdge(span, Infinity),
  )
  ends.forEach((end, i) => (end.x = wished[i]!))
}

/** The place on an edge that is nearest to `x` and not too near a corner. */
function withinEdge({ left, right }: Span, x: number): number {
  const inset = Math.min(SIZES.portInset, (right - left) / 2)
  return Math.min(right - inset, Math.max(left + inset, x))
}

function portGap({ left, right }: Span, count: number, wanted: number): number {
  return Math.min(wanted, Math.max(0, right - left - 2 * SIZES.portInset) / Math.max(1, count - 1))
}
