import type { FlatEdgeSide } from '../ordering/flat-edge-sides.ts'
import { isotonicRegression } from '../coordinates/isotonic-regression.ts'
import { SIZES } from '../sizes.ts'
import type { Interval } from '../coordinates/origin-spans.ts'
import type { LayeredGraph } from '../layered-graph.ts'

/** Where a segment or a flat edge leaves a box and where it arrives: x of its ports, stage px. */
export type SegmentPorts = { readonly from: number; readonly to: number }

/** Per chain of the graph, from parent to child: a pair per segment, one for a flat edge, none for a straight one. */
export type LinkPorts = readonly (readonly SegmentPorts[])[]

/**
 * An end of a segment or flat edge on a border of a box. Ends stand in the order of `group`, then `rank`:
 *
 *     ───╮              ╭───     flat edges to the left: group -1
 *     ─╮ │    │  │      │ ╭─     segments to the next row: group 0
 *    ┌─┴─┴────┴──┴──────┴─┴─┐    flat edges to the right: group 1
 */
type LinkEnd = {
  x: number
  /** Where it would stand if the link's other end did not matter. */
  preferredX: number
  readonly group: -1 | 0 | 1
  readonly rank: number
  readonly border: Border
  /** The other end of a segment; undefined for a flat edge. */
  other: LinkEnd | undefined
}

/** The upper or the lower border of a box. */
type Border = { readonly span: Interval; readonly isOriginBar: boolean; readonly ends: LinkEnd[] }

const STRAIGHTENING_ROUNDS = 6
/** The two ends of an upright segment are no further apart than this, stage px. */
const UPRIGHT_PX = 0.5
/** How much more than the others an upright segment's end insists on its position. */
const UPRIGHT_WEIGHT = 1e4

/**
 * Give every link a port of its own on the borders of its boxes, in the order in which the links leave.
 *
 *     ┌─────┐      ┌─────┐
 *     │  c  │      │  d  │
 *     └──┬──┘      └──┬──┘     a–c is upright, because c stands above a;
 *        │      ╭─────╯        a–d bends, and its port keeps clear of the other
 *     ┌──┴──────┴──┐
 *     │      a     │
 *     └────────────┘
 *
 * Ports are spread about the middle of a border, but moved where that makes a segment upright. On an origin bar a port
 * is wherever its link comes down.
 *
 * @param graph - any graph.
 * @param spans - per node, its left and right border, stage px.
 * @param places - per node, its place in its row.
 * @param sides - per flat edge of the graph.
 * @returns the ports of each chain.
 */
export function linkPorts(
  graph: LayeredGraph,
  spans: readonly Interval[],
  places: Int32Array,
  sides: readonly FlatEdgeSide[],
): LinkPorts {
  const tops = spans.map((span, node): Border => ({ span, isOriginBar: graph.isOriginBar(node), ends: [] }))
  const bottoms = spans.map((span): Border => ({ span, isOriginBar: false, ends: [] }))
  const sideOf = new Map(graph.flatEdges.map(({ a, b }, edge) => [`${a} ${b}`, sides[edge]!]))

  const addPorts = (from: number, to: number): (readonly [LinkEnd, LinkEnd])[] => {
    const isUp = graph.nodes[from]!.row < graph.nodes[to]!.row
    const side = isUp ? undefined : sideOf.get(`${Math.min(from, to)} ${Math.max(from, to)}`)
    if (side === 'straight') return []
    const away = places[to]! - places[from]!
    const fromBorder = (side === 'under' ? bottoms : tops)[from]!
    const toBorder = (side === 'over' ? tops : bottoms)[to]!
    const fromEnd = isUp ? addSegmentEnd(fromBorder, places[to]!) : addFlatEdgeEnd(fromBorder, away)
    const toEnd = isUp ? addSegmentEnd(toBorder, places[from]!) : addFlatEdgeEnd(toBorder, -away)
    if (isUp) [fromEnd.other, toEnd.other] = [toEnd, fromEnd]
    return [[fromEnd, toEnd]]
  }
  const pairs = graph.chains.map(({ nodes }) => nodes.slice(1).flatMap((to, i) => addPorts(nodes[i]!, to)))
  placeEnds([...tops, ...bottoms].filter(({ ends }) => ends.length > 0))
  return pairs.map(chain => chain.map(([from, to]) => ({ from: from.x, to: to.x })))
}

/** The end of a segment: sorted by the place of the node at the other end. */
function addSegmentEnd(border: Border, rank: number): LinkEnd {
  const end: LinkEnd = { x: 0, preferredX: 0, group: 0, rank, border, other: undefined }
  border.ends.push(end)
  return end
}

/** The end of a flat edge: of those that leave a box to one side, the shortest stands nearest to that side's corner. */
function addFlatEdgeEnd(border: Border, away: number): LinkEnd {
  const end: LinkEnd = { x: 0, preferredX: 0, group: away < 0 ? -1 : 1, rank: -away, border, other: undefined }
  border.ends.push(end)
  return end
}

function placeEnds(borders: readonly Border[]) {
  for (const border of borders) fanOut(border)
  // A box on two bars reaches over the gap between them: its links come down where there is a bar.
  for (const end of borders.flatMap(({ ends }) => ends)) {
    if (end.other?.border.isOriginBar) end.x = end.preferredX = withinBorder(end.other.border.span, end.preferredX)
  }
  straighten(borders.filter(({ isOriginBar }) => !isOriginBar))
  for (const border of borders.filter(({ isOriginBar }) => isOriginBar)) {
    settleBorder(border, end => end.other?.x ?? (end.group < 0 ? border.span.left : border.span.right))
  }
}

/** Sort the ends of a border, and spread them about its middle. */
function fanOut({ ends, span }: Border) {
  ends.sort((a, b) => a.group - b.group || a.rank - b.rank)
  const gap = portGap(span, ends.length, SIZES.fanGap)
  ends.forEach((end, i) => (end.x = end.preferredX = (span.left + span.right) / 2 + (i - (ends.length - 1) / 2) * gap))
}

/** Move the ends of boxes that are no bars: above each other where that makes a segment upright, else as preferred. */
function straighten(borders: readonly Border[]) {
  const oppositeX = (end: LinkEnd) => (end.other && !end.other.border.isOriginBar ? end.other.x : end.preferredX)
  for (let round = 0; round < STRAIGHTENING_ROUNDS; round++)
    for (const border of borders) settleBorder(border, oppositeX)
  const upright = new Set(
    borders.flatMap(({ ends }) => ends.filter(end => end.other && Math.abs(end.x - end.other.x) < UPRIGHT_PX)),
  )
  for (const border of borders) {
    // Beside an upright segment the others keep clear of it, and turn to their own side early.
    const isMixed = border.ends.length > 1 && border.ends.some(end => upright.has(end))
    const wanted = (end: LinkEnd) => {
      if (upright.has(end)) return end.x
      return isMixed && end.other && !end.other.border.isOriginBar ? end.other.preferredX : end.preferredX
    }
    settleBorder(border, wanted, end => (upright.has(end) ? UPRIGHT_WEIGHT : 1))
  }
}

/** Move the ends of a border as near as possible to where they are wanted, in their order and apart. */
function settleBorder(
  { ends, span }: Border,
  wanted: (end: LinkEnd) => number,
  weight: (end: LinkEnd) => number = () => 1,
) {
  const gap = portGap(span, ends.length, SIZES.portGap)
  const x = Float64Array.from(ends, end => withinBorder(span, wanted(end)))
  const weights = Float64Array.from(ends, weight)
  const bounds = { min: withinBorder(span, -Infinity), max: withinBorder(span, Infinity) }
  isotonicRegression(x, weights, new Float64Array(ends.length - 1).fill(gap), bounds)
  ends.forEach((end, i) => (end.x = x[i]!))
}

/** The position on a border that is nearest to `x` and not too near a corner. */
function withinBorder({ left, right }: Interval, x: number): number {
  const inset = Math.min(SIZES.portInset, (right - left) / 2)
  return Math.min(right - inset, Math.max(left + inset, x))
}

/** The distance between the ports of a border: as wanted, or less if there is no room. */
function portGap({ left, right }: Interval, count: number, wanted: number): number {
  return Math.min(wanted, Math.max(0, right - left - 2 * SIZES.portInset) / Math.max(1, count - 1))
}
