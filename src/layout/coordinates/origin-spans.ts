import type { RowSpacing } from './node-widths.ts'
import { isotonicRegression } from './isotonic-regression.ts'
import { SIZES } from '../sizes.ts'
import type { LayeredGraph } from '../layered-graph.ts'

/** From left to right, stage px. */
export type Interval = { readonly left: number; readonly right: number }

/**
 * How far each box of the bottom row reaches: a slab under all that stands on it, any other box where it is.
 *
 * @param row - the bottom row, left to right.
 * @param x - a centre per node, stage px.
 * @returns a span per box of `row`, in order, `SIZES.twinGap` apart at least, none narrower than its label.
 */
export function bottomRowSpans(
  graph: LayeredGraph,
  row: readonly number[],
  x: Float64Array,
  { widths }: RowSpacing,
): readonly Interval[] {
  const spans = row.map(node => ({ left: x[node]! - widths[node]! / 2, right: x[node]! + widths[node]! / 2 }))
  row.forEach((node, i) => {
    const carried = graph.segmentsByGap[0]?.filter(({ lower }) => lower === node) ?? []
    if (!graph.isOriginBar(node) || carried.length === 0) return
    const edge = (upper: number, side: -1 | 1) => x[upper]! + (side * Math.max(widths[upper]!, 2 * SIZES.portInset)) / 2
    spans[i]!.left = Math.min(...carried.map(({ upper }) => edge(upper, -1)))
    spans[i]!.right = Math.max(...carried.map(({ upper }) => edge(upper, 1)))
  })
  // Two slabs under one box part in the middle of it.
  for (let i = 1; i < spans.length; i++) {
    const [before, span] = [spans[i - 1]!, spans[i]!]
    if (before.right + SIZES.siblingGap <= span.left) continue
    const middle = (before.right + span.left) / 2
    before.right = middle - SIZES.siblingGap / 2
    span.left = middle + SIZES.siblingGap / 2
  }
  const lengths = Float64Array.from(row, (node, i) => Math.max(widths[node]!, spans[i]!.right - spans[i]!.left))
  const centres = Float64Array.from(spans, ({ left, right }) => (left + right) / 2)
  const steps = lengths.slice(1).map((length, i) => (length + lengths[i]!) / 2 + SIZES.siblingGap)
  isotonicRegression(centres, lengths, steps, -Infinity, Infinity)
  return Array.from(centres, (centre, i) => ({ left: centre - lengths[i]! / 2, right: centre + lengths[i]! / 2 }))
}
