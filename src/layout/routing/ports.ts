import type { FlatEdgeSide } from '../ordering/flat-edge-sides.ts'
import { isotonicRegression } from '../coordinates/isotonic-regression.ts'
import { SIZES } from '../sizes.ts'
import type { Interval } from '../coordinates/origin-spans.ts'
import type { LayeredGraph } from '../layered-graph.ts'

/** Where a hop of a link leaves a box and where it arrives, stage px. */
export type SegmentPorts = { readonly from: number; readonly to: number }

/** Per chain of the graph, its hops from parent to child. A same-row link has one, or none if it is drawn straight. */
export type LinkPorts = readonly (readonly SegmentPorts[])[]

/** An end of a hop, on one edge of a box. Ends are sorted by `group` and then `rank`. */
type LinkEnd = {
  x: number
  preferredX: number
  group: -1 | 0 | 1
  rank: number
  edge: Border
  other: LinkEnd | undefined
}
type Border = { readonly span: Interval; readonly isOriginBar: boolean; readonly ends: LinkEnd[] }

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
  graph: LayeredGraph,
  spans: readonly Interval[],
  places: Int32Array,
  sides: readonly FlatEdgeSide[],
): LinkPorts {
  const tops = spans.map((span, node): Border => ({ span, isOriginBar: graph.isOriginBar(node), ends: [] }))
  const bottoms = spans.map((span): Border => ({ span, isOriginBar: false, ends: [] }))
  const sideOf = new Map(graph.flatEdges.map(({ a, b }, arc) => [`${a} ${b}`, sides[arc]!]))

  const joinEnds = (from: number, to: number): (readonly [LinkEnd, LinkEnd])[] => {
    const isUp = graph.nodes[from]!.row < graph.nodes[to]!.row
    const side = isUp ? undefined : sideOf.get(`${Math.min(from, to)} ${Math.max(from, to)}`)
    if (side === 'straight') return []
    const away = places[to]! - places[from]!
    const fromEdge = (side === 'under' ? bottoms : tops)[from]!
    const toEdge = (side === 'over' ? tops : bottoms)[to]!
    const fromEnd = isUp ? segmentEnd(fromEdge, places[to]!) : flatEdgeEnd(fromEdge, away)
    const toEnd = isUp ? segmentEnd(toEdge, places[from]!) : flatEdgeEnd(toEdge, -away)
    if (isUp) [fromEnd.other, toEnd.other] = [toEnd, fromEnd]
    return [[fromEnd, toEnd]]
  }
  const segments = graph.chains.map(({ nodes }) => nodes.slice(1).flatMap((to, i) => joinEnds(nodes[i]!, to)))
  placeEnds([...tops, ...bottoms].filter(({ ends }) => ends.length > 0))
  return segments.map(pairs => pairs.map(([from, to]) => ({ from: from.x, to: to.x })))
}

function segmentEnd(edge: Border, rank: number): LinkEnd {
  const end: LinkEnd = { x: 0, preferredX: 0, group: 0, rank, edge, other: undefined }
  edge.ends.push(end)
  return end
}

/** Of the arcs that leave a box to one side the shortest starts nearest to that side's corner. */
function flatEdgeEnd(edge: Border, away: number): LinkEnd {
  const end: LinkEnd = { x: 0, preferredX: 0, group: away < 0 ? -1 : 1, rank: -away, edge, other: undefined }
  edge.ends.push(end)
  return end
}

function placeEnds(edges: readonly Border[]) {
  for (const { ends, span } of edges) {
    ends.sort((a, b) => a.group - b.group || a.rank - b.rank)
    const gap = portGap(span, ends.length, SIZES.fanGap)
    ends.forEach(
      (end, i) => (end.x = end.preferredX = (span.left + span.right) / 2 + (i - (ends.length - 1) / 2) * gap),
    )
  }
  // What comes down on a slab does so where there is slab: a box on two slabs reaches over the gap between them.
  for (const end of edges.flatMap(({ ends }) => ends)) {
    if (end.other?.edge.isOriginBar) end.x = end.preferredX = withinBorder(end.other.edge.span, end.preferredX)
  }
  const bars = edges.filter(({ isOriginBar }) => isOriginBar)
  const others = edges.filter(({ isOriginBar }) => !isOriginBar)
  const mate = (end: LinkEnd) => (end.other && !end.other.edge.isOriginBar ? end.other.x : end.preferredX)
  for (let round = 0; round < STRAIGHTENING_ROUNDS; round++)
    for (const border of others) settleBorder(border, mate, () => 1)
  const straight = new Set(
    others.flatMap(({ ends }) => ends.filter(end => end.other && Math.abs(end.x - end.other.x) < 0.5)),
  )
  for (const edge of others) {
    // Beside a straight one the others keep clear of it by going their own way early.
    const isMixed = edge.ends.length > 1 && edge.ends.some(end => straight.has(end))
    const wanted = (end: LinkEnd) =>
      straight.has(end)
        ? end.x
        : isMixed && end.other && !end.other.edge.isOriginBar
          ? end.other.preferredX
          : end.preferredX
    settleBorder(edge, wanted, end => (straight.has(end) ? 1e4 : 1))
  }
  for (const edge of bars) {
    settleBorder(
      edge,
      end => end.other?.x ?? (end.group < 0 ? edge.span.left : edge.span.right),
      () => 1,
    )
  }
}

function settleBorder({ ends, span }: Border, wish: (end: LinkEnd) => number, weight: (end: LinkEnd) => number) {
  const gap = portGap(span, ends.length, SIZES.portGap)
  const wantedX = Float64Array.from(ends, end => withinBorder(span, wish(end)))
  isotonicRegression(
    wantedX,
    Float64Array.from(ends, weight),
    new Float64Array(ends.length - 1).fill(gap),
    withinBorder(span, -Infinity),
    withinBorder(span, Infinity),
  )
  ends.forEach((end, i) => (end.x = wantedX[i]!))
}

/** The place on an edge that is nearest to `x` and not too near a corner. */
function withinBorder({ left, right }: Interval, x: number): number {
  const inset = Math.min(SIZES.portInset, (right - left) / 2)
  return Math.min(right - inset, Math.max(left + inset, x))
}

function portGap({ left, right }: Interval, count: number, wanted: number): number {
  return Math.min(wanted, Math.max(0, right - left - 2 * SIZES.portInset) / Math.max(1, count - 1))
}
