import { SIZES } from '../sizes.ts'
import type { LayeredGraph } from '../layered-graph.ts'
import { boxWidth, type MeasureText } from '../label-width.ts'

/** How much room nodes take in their row, stage px. */
export type RowSpacing = {
  /** Per node. A slab's is its least width. */
  readonly widths: readonly number[]
  /** The least distance between the centres of two neighbours. */
  readonly step: (left: number, right: number) => number
}

/** Box widths from labels and ports. */
export function nodeWidths(graph: LayeredGraph, measure: MeasureText): readonly number[] {
  const over = new Int32Array(graph.nodes.length)
  const under = new Int32Array(graph.nodes.length)
  for (const { lower, upper } of graph.segmentsByGap.flat()) {
    over[lower]!++
    under[upper]!++
  }
  for (const { a, b } of graph.flatEdges) for (const end of [a, b]) under[end] = ++over[end]!
  return graph.nodes.map(({ box }, node) =>
    box ? boxWidth(box.label, Math.max(over[node]!, under[node]!), measure) : SIZES.dummyWidth,
  )
}

/**
 * The room of each node, with gaps between boxes that are no twins as given.
 *
 * @param boxGap - stage px, at least `SIZES.twinGap`.
 */
export function rowSpacing(graph: LayeredGraph, widths: readonly number[], boxGap: number): RowSpacing {
  const siblingSet = new Int32Array(graph.nodes.length).fill(-1)
  graph.siblings.forEach((set, index) => set.forEach(node => (siblingSet[node] = index)))
  const step = (left: number, right: number) => {
    const isTwin = siblingSet[left]! >= 0 && siblingSet[left] === siblingSet[right]
    const isPass = !graph.nodes[left]!.box || !graph.nodes[right]!.box
    return (widths[left]! + widths[right]!) / 2 + (isTwin || isPass ? SIZES.siblingGap : boxGap)
  }
  return { widths, step }
}
