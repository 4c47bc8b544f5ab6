import { isotonicRegression } from './isotonic-regression.ts'
import { SIZES } from '../sizes.ts'
import type { LayeredGraph } from '../layered-graph.ts'

/** From left to right, stage px. */
export type Interval = { readonly left: number; readonly right: number }

/**
 * Find how far each box of the bottom row reaches: an origin bar under all that stands on it, any other box as wide as
 * its label.
 *
 *     ┌───┐ ┌─────┐ ┌───┐
 *     │ a │ │  b  │ │ c │     b stands on both bars, so they meet in its middle
 *     └───┘ └─────┘ └───┘
 *     ▒▒▒▒▒▒▒▒▒ ▒▒▒▒▒▒▒▒▒
 *
 * @param graph - any graph.
 * @param row - its bottom row, left to right.
 * @param x - a centre per node, stage px.
 * @param widths - per node, stage px; an origin bar's is its least.
 * @returns an interval per box of `row`, in order, at least `SIZES.siblingGap` apart, none narrower than its width.
 */
export function bottomRowSpans(
  graph: LayeredGraph,
  row: readonly number[],
  x: Float64Array,
  widths: readonly number[],
): readonly Interval[] {
  const spans = row.map(node => ({ left: x[node]! - widths[node]! / 2, right: x[node]! + widths[node]! / 2 }))
  row.forEach((node, i) => {
    const carried = graph.segmentsByGap[0]?.filter(({ lower }) => lower === node) ?? []
    if (!graph.isOriginBar(node) || carried.length === 0) return
    const border = (upper: number, side: -1 | 1) =>
      x[upper]! + (side * Math.max(widths[upper]!, 2 * SIZES.portInset)) / 2
    spans[i]!.left = Math.min(...carried.map(({ upper }) => border(upper, -1)))
    spans[i]!.right = Math.max(...carried.map(({ upper }) => border(upper, 1)))
  })
  // Two bars that overlap meet in the middle of the overlap, such as under a box that stands on both.
  for (let i = 1; i < spans.length; i++) {
    const [before, span] = [spans[i - 1]!, spans[i]!]
    if (before.right + SIZES.siblingGap <= span.left) continue
    const middle = (before.right + span.left) / 2
    before.right = middle - SIZES.siblingGap / 2
    span.left = middle + SIZES.siblingGap / 2
  }
  const lengths = Float64Array.from(row, (node, i) => Math.max(widths[node]!, spans[i]!.right - spans[i]!.left))
  const centres = Float64Array.from(spans, ({ left, right }) => (left + right) / 2)
  const distances = lengths.slice(1).map((length, i) => (length + lengths[i]!) / 2 + SIZES.siblingGap)
  isotonicRegression(centres, lengths, distances)
  return Array.from(centres, (centre, i) => ({ left: centre - lengths[i]! / 2, right: centre + lengths[i]! / 2 }))
}
