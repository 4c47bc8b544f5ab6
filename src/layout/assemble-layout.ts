import { rowExtents, type RowExtents } from './routing/row-extents.ts'
import { placesOf, type LayeredGraph, type Order } from './layered-graph.ts'
import type { FlatEdgeSide } from './ordering/flat-edge-sides.ts'
import { roundPx } from './routing/link-path.ts'
import { linkPorts } from './routing/ports.ts'
import { isBentAbove, laneCount, linkRoutes, routePath } from './routing/routes.ts'
import { SIZES } from './sizes.ts'
import { bottomRowSpans, type Interval } from './coordinates/origin-spans.ts'
import type { LabelLine, StageBox, StageLayout } from './stage-layout.ts'
import { lineWeight } from './label-width.ts'

/** What has been decided about a graph before its boxes and links are drawn. */
export type Decisions = {
  readonly order: Order
  /** Per flat edge of the graph. */
  readonly sides: readonly FlatEdgeSide[]
  /** Per node, stage px. An origin bar's is its least. */
  readonly widths: readonly number[]
  /** The x-coordinate of each node's centre, stage px; only differences count. */
  readonly centres: Float64Array
}

/**
 * Turn order, sides and x-coordinates into boxes and paths: ports, routes, the heights of the rows, then everything in
 * its place.
 *
 * @param graph - the graph of the stage.
 * @param decisions - about the same graph.
 * @returns the layout, without what is known of its crossings. Its leftmost box is at `SIZES.margin`.
 */
export function assembleLayout(
  graph: LayeredGraph,
  decisions: Decisions,
): Pick<StageLayout, 'width' | 'height' | 'boxes' | 'links'> {
  const { order, sides } = decisions
  const spans = nodeSpans(graph, decisions)
  const ports = linkPorts(graph, spans, placesOf(order), sides)
  const routes = linkRoutes(graph, spans, ports, sides)
  const extents = rowExtents(
    order.map((nodes, row) => ({
      height: Math.max(...nodes.map(node => boxHeight(graph, node))),
      over: laneCount(routes, row, 'over'),
      under: laneCount(routes, row, 'under'),
      isBentAbove: isBentAbove(routes, row),
    })),
  )
  const boxes = order.flatMap(row => row.flatMap(node => placeBox(graph, node, spans[node]!, extents)))
  const links = graph.chains.map(({ id, link }, i) => ({ id, ...link, ...routePath(routes[i]!, extents) }))
  const width = Math.max(0, ...spans.map(({ right }) => right)) + SIZES.margin
  return { width: roundPx(width), height: roundPx(extents.height), boxes, links }
}

function boxHeight(graph: LayeredGraph, node: number): number {
  return graph.isOriginBar(node) && graph.nodes[node]!.box!.label.length === 1 ? SIZES.originBarHeight : SIZES.boxHeight
}

/** Left and right border of each node, moved so that the leftmost is at the margin. */
function nodeSpans(graph: LayeredGraph, { order, widths, centres }: Decisions): readonly Interval[] {
  const spans = graph.nodes.map((_, node) => {
    const half = widths[node]! / 2
    return { left: centres[node]! - half, right: centres[node]! + half }
  })
  const bottom = order[0] ?? []
  if (bottom.some(graph.isOriginBar))
    bottomRowSpans(graph, bottom, centres, widths).forEach((span, i) => (spans[bottom[i]!] = span))
  const shift = SIZES.margin - Math.min(...spans.map(({ left }) => left))
  return spans.map(({ left, right }) => ({ left: roundPx(left + shift), right: roundPx(right + shift) }))
}

/** The box of a node with its label; none for a dummy node. */
function placeBox(
  graph: LayeredGraph,
  node: number,
  { left, right }: Interval,
  extents: RowExtents,
): readonly StageBox[] {
  const { box, row } = graph.nodes[node]!
  if (!box) return []
  // As high as its row, so that a link that leaves the row below begins on its border.
  const { top, bottom } = extents.rows[row]!
  const height = bottom - top
  const count = box.label.length
  const lines = box.label.map((text, i): LabelLine => ({
    text,
    weight: lineWeight(i, count),
    x: roundPx((left + right) / 2),
    y: roundPx(top + height / 2 + (i - (count - 1) / 2) * SIZES.lineHeight + SIZES.baseline),
  }))
  return [
    { id: box.id, row: box.row, isOrigin: box.isOrigin, x: left, y: top, width: roundPx(right - left), height, lines },
  ]
}
