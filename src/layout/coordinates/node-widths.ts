import { SIZES } from '../sizes.ts'
import type { LayeredGraph } from '../layered-graph.ts'
import { boxWidth, type MeasureText } from '../label-width.ts'

/** How wide nodes are, and how far apart neighbours of a row must be, stage px. */
export type RowSpacing = {
  /** Per node. An origin bar's is its least. */
  readonly widths: readonly number[]
  /** The least distance between the centres of two neighbours, left and right. */
  readonly separation: (left: number, right: number) => number
}

/**
 * Compute the nodes' widths from labels and ports.
 *
 * @param graph - any graph.
 * @param measure - the width of a label's line.
 * @returns per node, stage px. Each border of a box has room for its ports on either side that flat edges may take.
 */
export function nodeWidths(graph: LayeredGraph, measure: MeasureText): readonly number[] {
  const over = new Int32Array(graph.nodes.length)
  const under = new Int32Array(graph.nodes.length)
  for (const { lower, upper } of graph.segmentsByGap.flat()) {
    over[lower]!++
    under[upper]!++
  }
  // A flat edge may take either side.
  for (const end of graph.flatEdges.flatMap(({ a, b }) => [a, b])) {
    over[end]!++
    under[end]!++
  }
  return graph.nodes.map(({ box }, node) =>
    box ? boxWidth(box.label, Math.max(over[node]!, under[node]!), measure) : SIZES.dummyWidth,
  )
}

/**
 * The spacing of a graph's rows: siblings close together, other boxes further apart.
 *
 * @param graph - any graph.
 * @param widths - per node, stage px.
 * @param boxGap - between boxes that are no siblings, stage px, at least `SIZES.siblingGap`.
 * @returns the spacing.
 */
export function rowSpacing(graph: LayeredGraph, widths: readonly number[], boxGap: number): RowSpacing {
  const siblingSet = new Int32Array(graph.nodes.length).fill(-1)
  graph.siblings.forEach((set, index) => set.forEach(node => (siblingSet[node] = index)))
  const separation = (left: number, right: number) => {
    const areSiblings = siblingSet[left]! >= 0 && siblingSet[left] === siblingSet[right]
    const isDummy = !graph.nodes[left]!.box || !graph.nodes[right]!.box
    return (widths[left]! + widths[right]!) / 2 + (areSiblings || isDummy ? SIZES.siblingGap : boxGap)
  }
  return { widths, separation }
}
