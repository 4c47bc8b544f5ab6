import { rowExtents, type RowExtents } from './routing/row-extents.ts'
import type { RowSpacing } from './coordinates/node-widths.ts'
import { placesOf, type Order, type LayeredGraph } from './layered-graph.ts'
import type { CrossingCounter } from './ordering/count-crossings.ts'
import { roundPx } from './routing/link-path.ts'
import { linkPorts } from './routing/ports.ts'
import { isBentAbove, laneCount, linkRoutes, routePath } from './routing/routes.ts'
import { SIZES } from './sizes.ts'
import { bottomRowSpans, type Interval } from './coordinates/origin-spans.ts'
import type { LabelLine, StageBox, StageLayout } from './stage-layout.ts'
import { lineWeight } from './label-width.ts'

/** A picture without what is known about the least number of its crossings. */
export type Drawing = Omit<StageLayout, 'crossingsBound' | 'isExact'>

/**
 * Draw a graph whose order and columns are known.
 *
 * @param centres - per node, stage px.
 */
export function assembleLayout(
  graph: LayeredGraph,
  counter: CrossingCounter,
  order: Order,
  room: RowSpacing,
  centres: Float64Array,
): Drawing {
  const places = placesOf(order)
  const crossings = counter.count(places, Infinity)
  const sides = counter.sides()
  const spans = nodeSpans(graph, order, centres, room)
  const ports = linkPorts(graph, spans, places, sides)
  const routes = linkRoutes(graph, spans, ports, sides)
  const bands = rowExtents(
    order.map((nodes, row) => ({
      height: Math.max(...nodes.map(node => boxHeight(graph, node))),
      over: laneCount(routes, row, 'over'),
      under: laneCount(routes, row, 'under'),
      isBentAbove: isBentAbove(routes, row),
    })),
  )
  const boxes = order.flatMap(row => row.flatMap(node => drawBox(graph, node, spans[node]!, bands)))
  const links = graph.chains.map(({ id, link }, i) => ({ id, ...link, ...routePath(routes[i]!, bands) }))
  const width = Math.max(0, ...spans.map(({ right }) => right)) + SIZES.margin
  return { width: roundPx(width), height: roundPx(bands.height), boxes, links, crossings }
}

function boxHeight(graph: LayeredGraph, node: number): number {
  return graph.isOriginBar(node) && graph.nodes[node]!.box!.label.length === 1 ? SIZES.originBarHeight : SIZES.boxHeight
}

/** The borders of all nodes, moved right so that the leftmost is at the margin. */
function nodeSpans(graph: LayeredGraph, order: Order, centres: Float64Array, room: RowSpacing): readonly Interval[] {
  const spans = graph.nodes.map((_, node) => {
    const half = room.widths[node]! / 2
    return { left: centres[node]! - half, right: centres[node]! + half }
  })
  const bottom = order[0] ?? []
  if (bottom.some(graph.isOriginBar))
    bottomRowSpans(graph, bottom, centres, room).forEach((span, i) => (spans[bottom[i]!] = span))
  const shift = SIZES.margin - Math.min(...spans.map(({ left }) => left))
  return spans.map(({ left, right }) => ({ left: roundPx(left + shift), right: roundPx(right + shift) }))
}

function drawBox(graph: LayeredGraph, node: number, { left, right }: Interval, bands: RowExtents): readonly StageBox[] {
  const { box, row } = graph.nodes[node]!
  if (!box) return []
  // As high as its row, so that a link that leaves the row below begins on its border.
  const { top, bottom } = bands.rows[row]!
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
