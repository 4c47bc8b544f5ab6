import { nodeWidths, rowSpacing } from './coordinates/node-widths.ts'
import { crossingCounter } from './ordering/count-crossings.ts'
import { xCoordinates, widestRow } from './coordinates/x-coordinates.ts'
import { assembleLayout } from './assemble-layout.ts'
import { orderRows } from './ordering/order-rows.ts'
import { SIZES } from './sizes.ts'
import { buildLayeredGraph } from './layered-graph.ts'
import type { StageInput, StageLayout } from './stage-layout.ts'
import type { MeasureText } from './label-width.ts'

/**
 * Lay the whole stage out: rows as given, columns computed for the fewest crossings of links.
 *
 * The same input gives the same picture, in whatever order its boxes and links come. No box overlaps another, no link
 * passes through a box. A stage that would be wider than `SIZES.maxWidth` is tightened as far as its gaps allow.
 * @throws RangeError if an id is unknown or used twice, or a link goes nowhere or downwards.
 */
export function layoutStage(input: StageInput, measure: MeasureText): StageLayout {
  const graph = buildLayeredGraph(input)
  const counter = crossingCounter(graph)
  const widths = nodeWidths(graph, measure)
  const comfortable = rowSpacing(graph, widths, SIZES.boxGap)
  const { order, bound, isExact } = orderRows(graph, counter, comfortable, input.reveals)
  const limit = SIZES.maxWidth - 2 * SIZES.margin
  const room = widestRow(order, comfortable) > limit ? rowSpacing(graph, widths, SIZES.siblingGap) : comfortable
  const drawing = assembleLayout(graph, counter, order, room, xCoordinates(graph, order, room, limit))
  return { ...drawing, crossingsBound: bound, isExact }
}
