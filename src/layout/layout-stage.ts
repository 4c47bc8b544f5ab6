import { nodeWidths, rowSpacing } from './coordinates/node-widths.ts'
import { crossingCounter } from './ordering/count-crossings.ts'
import { xCoordinates, widestRow } from './coordinates/x-coordinates.ts'
import { assembleLayout } from './assemble-layout.ts'
import { orderRows } from './ordering/order-rows.ts'
import { SIZES } from './sizes.ts'
import { buildLayeredGraph, placesOf } from './layered-graph.ts'
import type { StageInput, StageLayout } from './stage-layout.ts'
import type { MeasureText } from './label-width.ts'

/**
 * Lay a stage out: rows as given, the order within them with the fewest crossings, then coordinates and routes.
 *
 * These are the steps of K. Sugiyama, S. Tagawa, M. Toda 1981 (see `layered-graph.ts`) but for the first, which assigns
 * the layers. No box overlaps another, and no link passes through a box.
 *
 * @param input - boxes, links, and which boxes each scene shows.
 * @param measure - the width of a label's line.
 * @returns the layout, the same for the same input in any order. If a row is wider than `SIZES.maxWidth`, the gaps
 *   between boxes shrink to `SIZES.siblingGap`, and what still does not fit makes the layout wider.
 * @throws RangeError if an id is unknown or used twice, or a link joins a box to itself, points down or is given twice.
 */
export function layoutStage(input: StageInput, measure: MeasureText): StageLayout {
  const graph = buildLayeredGraph(input)
  const counter = crossingCounter(graph)
  const widths = nodeWidths(graph, measure)
  const comfortable = rowSpacing(graph, widths, SIZES.boxGap)
  const { order, bound, isExact } = orderRows(graph, counter, comfortable, input.reveals)
  const limit = SIZES.maxWidth - 2 * SIZES.margin
  const spacing = widestRow(order, comfortable) > limit ? rowSpacing(graph, widths, SIZES.siblingGap) : comfortable
  const crossings = counter.count(placesOf(order), Infinity)
  const picture = assembleLayout(graph, {
    order,
    sides: counter.sides(),
    widths,
    centres: xCoordinates(graph, order, spacing, limit),
  })
  return { ...picture, crossings, crossingsBound: bound, isExact }
}
