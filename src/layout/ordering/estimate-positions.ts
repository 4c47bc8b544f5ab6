import type { RowSpacing } from '../coordinates/node-widths.ts'
import type { LayeredGraph } from '../layered-graph.ts'
import { isotonicRegression } from '../coordinates/isotonic-regression.ts'
import { neighboursOf, type MutableOrder } from './mutable-order.ts'

/** How much a box that is linked to nothing nearby insists on its place. */
const UNLINKED_WEIGHT = 0.05

/**
 * A function that finds rough centres for an order, near enough to compare orders with; made to be called many times.
 *
 * The widest row is packed; the others, from there up and down, come as near to what they are linked to as they can.
 * Slabs are left where they are.
 * @returns a function that writes a centre per node, stage px, into `x`.
 */
export function positionEstimator(
  graph: LayeredGraph,
  room: RowSpacing,
): (arrangement: MutableOrder, x: Float64Array) => void {
  const neighbours = neighboursOf(graph)
  const rows = graph.rows.map(row => ({
    wanted: new Float64Array(row.length),
    weights: new Float64Array(row.length),
    steps: new Float64Array(Math.max(0, row.length - 1)),
    isSlab: row.some(graph.isOriginBar),
    length: 0,
  }))

  const measureRow = ({ nodes, starts }: MutableOrder, index: number) => {
    const row = rows[index]!
    row.length = 0
    for (let i = 0; i < row.steps.length; i++) {
      const step = room.step(nodes[starts[index]! + i]!, nodes[starts[index]! + i + 1]!)
      row.steps[i] = step
      row.length += step
    }
  }
  const placeRow = (
    { nodes, starts }: MutableOrder,
    x: Float64Array,
    index: number,
    near: readonly Int32Array[] | undefined,
    width: number,
  ) => {
    const { wanted, weights, steps, length } = rows[index]!
    const start = starts[index]!
    let packed = (width - length) / 2
    for (let i = 0; i < wanted.length; i++) {
      const others = near?.[nodes[start + i]!]
      const count = others?.length ?? 0
      let sum = 0
      for (let k = 0; k < count; k++) sum += x[others![k]!]!
      wanted[i] = count > 0 ? sum / count : packed
      weights[i] = count || UNLINKED_WEIGHT
      packed += steps[i] ?? 0
    }
    isotonicRegression(wanted, weights, steps, -Infinity, Infinity)
    for (let i = 0; i < wanted.length; i++) x[nodes[start + i]!] = wanted[i]!
  }

  return (arrangement, x) => {
    let base = 0
    for (let index = 0; index < rows.length; index++) {
      measureRow(arrangement, index)
      if (rows[base]!.isSlab || (rows[index]!.length > rows[base]!.length && !rows[index]!.isSlab)) base = index
    }
    const width = rows[base]?.length ?? 0
    for (let index = base; index < rows.length; index++)
      placeRow(arrangement, x, index, index > base ? neighbours.below : undefined, width)
    for (let index = base - 1; index >= 0; index--)
      if (!rows[index]!.isSlab) placeRow(arrangement, x, index, neighbours.above, width)
  }
}
