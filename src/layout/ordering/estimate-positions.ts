import type { RowSpacing } from '../coordinates/node-widths.ts'
import type { LayeredGraph } from '../layered-graph.ts'
import { isotonicRegression } from '../coordinates/isotonic-regression.ts'
import { neighboursOf, type MutableOrder } from './mutable-order.ts'

/** The weight with which a node without links keeps its place; a linked one has its number of links. */
const UNLINKED_WEIGHT = 0.05

/** Writes the estimated centre of each node of an order into `x`, stage px. */
export type PositionEstimator = (order: MutableOrder, x: Float64Array) => void

/** What is known of a row in the order at hand; the arrays are used again for each order. */
type Row = {
  readonly wanted: Float64Array
  readonly weights: Float64Array
  readonly separations: Float64Array
  readonly hasOriginBars: boolean
  /** From the first centre to the last when the row is packed, stage px. */
  length: number
}

/**
 * Make a function that estimates x-coordinates, near enough to compare orders with. It is made once and called
 * thousands of times, which `xCoordinates` with its many rounds would be too slow for.
 *
 * The longest row is packed; from there up and down each row is placed once, as near to what it is linked to as it can
 * be. A row of origin bars is left out, and its `x` stays as it is.
 *
 * @param graph - any graph.
 * @param spacing - of its rows.
 * @returns the function.
 */
export function positionEstimator(graph: LayeredGraph, spacing: RowSpacing): PositionEstimator {
  const neighbours = neighboursOf(graph)
  const rows = graph.rows.map((nodes): Row => ({
    wanted: new Float64Array(nodes.length),
    weights: new Float64Array(nodes.length),
    separations: new Float64Array(Math.max(0, nodes.length - 1)),
    hasOriginBars: nodes.some(graph.isOriginBar),
    length: 0,
  }))
  /** The row that is packed. */
  let base = 0

  const measureRows = ({ nodes, starts }: MutableOrder) => {
    base = 0
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!
      row.length = 0
      for (let i = 0; i < row.separations.length; i++) {
        const separation = spacing.separation(nodes[starts[index]! + i]!, nodes[starts[index]! + i + 1]!)
        row.separations[i] = separation
        row.length += separation
      }
      if (rows[base]!.hasOriginBars || (row.length > rows[base]!.length && !row.hasOriginBars)) base = index
    }
  }
  const placeRow = (
    { nodes, starts }: MutableOrder,
    x: Float64Array,
    index: number,
    near: readonly Int32Array[] | undefined,
  ) => {
    const { wanted, weights, separations, length } = rows[index]!
    const start = starts[index]!
    let packed = (rows[base]!.length - length) / 2
    for (let i = 0; i < wanted.length; i++) {
      const others = near?.[nodes[start + i]!]
      const count = others?.length ?? 0
      let sum = 0
      for (let k = 0; k < count; k++) sum += x[others![k]!]!
      wanted[i] = count > 0 ? sum / count : packed
      weights[i] = count || UNLINKED_WEIGHT
      packed += separations[i] ?? 0
    }
    isotonicRegression(wanted, weights, separations)
    for (let i = 0; i < wanted.length; i++) x[nodes[start + i]!] = wanted[i]!
  }

  return (order, x) => {
    measureRows(order)
    for (let index = base; index < rows.length; index++)
      placeRow(order, x, index, index > base ? neighbours.below : undefined)
    for (let index = base - 1; index >= 0; index--)
      if (!rows[index]!.hasOriginBars) placeRow(order, x, index, neighbours.above)
  }
}
