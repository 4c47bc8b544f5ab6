import type { RowSpacing } from './node-widths.ts'
import type { Order, LayeredGraph } from '../layered-graph.ts'
import { isotonicRegression } from './isotonic-regression.ts'

/** How strongly two nodes pull at each other. Links that pass a row should do so without a bend. */
const FORCE = { link: 1, dummySegment: 3, neighbour: 0.15 }

const MAX_ROUNDS = 80

/**
 * Centres of the nodes such that linked ones are near each other and rows are even: least squares in a given order.
 *
 * Slabs are placed too, as if they were boxes; they find their extent later.
 * @param maxWidth - of the whole, stage px; a row that is wider when packed keeps its packed width.
 * @returns a centre per node, stage px; the left edge of the leftmost box is at 0.
 */
export function xCoordinates(graph: LayeredGraph, order: Order, room: RowSpacing, maxWidth: number): Float64Array {
  const x = new Float64Array(graph.nodes.length)
  const steps = order.map(row => rowSteps(row, room))
  const widths = order.map((row, index) => packedWidth(row, steps[index]!, room))
  const width = Math.max(maxWidth, ...widths)
  order.forEach((row, index) => {
    let centre = -widths[index]! / 2 + (row.length > 0 ? room.widths[row[0]!]! / 2 : 0)
    row.forEach((node, i) => {
      x[node] = centre
      centre += steps[index]![i] ?? 0
    })
  })
  const pulls = forcesByNode(graph)
  let moved = Infinity
  for (let round = 0; round < MAX_ROUNDS && moved > 0.05; round++) {
    moved = 0
    for (let k = 0; k < order.length; k++) {
      const index = round % 2 === 0 ? k : order.length - 1 - k
      moved = Math.max(moved, relaxRow(order[index]!, steps[index]!, pulls, x, room, width))
    }
  }
  const left = Math.min(...x.map((centre, node) => centre - room.widths[node]! / 2))
  return x.map(centre => centre - left)
}

/** The width of the widest row without any slack, stage px. */
export function widestRow(order: Order, room: RowSpacing): number {
  return Math.max(0, ...order.map(row => packedWidth(row, rowSteps(row, room), room)))
}

function rowSteps(row: readonly number[], room: RowSpacing): Float64Array {
  return Float64Array.from(row.slice(1), (node, i) => room.step(row[i]!, node))
}

function packedWidth(row: readonly number[], steps: Float64Array, room: RowSpacing): number {
  if (row.length === 0) return 0
  return (room.widths[row[0]!]! + room.widths[row.at(-1)!]!) / 2 + steps.reduce((sum, step) => sum + step, 0)
}

type ForcesByNode = readonly (readonly { readonly to: number; readonly force: number }[])[]

function forcesByNode({ nodes, segmentsByGap, isOriginBar }: LayeredGraph): ForcesByNode {
  const pulls = nodes.map((): { to: number; force: number }[] => [])
  for (const { lower, upper } of segmentsByGap.flat()) {
    if (isOriginBar(lower)) continue
    const force = nodes[lower]!.box && nodes[upper]!.box ? FORCE.link : FORCE.dummySegment
    pulls[lower]!.push({ to: upper, force })
    pulls[upper]!.push({ to: lower, force })
  }
  return pulls
}

/** Move a row to where its links and neighbours pull it; returns the farthest way that a node went. */
function relaxRow(
  row: readonly number[],
  steps: Float64Array,
  pulls: ForcesByNode,
  x: Float64Array,
  room: RowSpacing,
  width: number,
): number {
  if (row.length === 0) return 0
  const forces = new Float64Array(row.length)
  const wanted = Float64Array.from(row, (node, i) => {
    let sum = 0
    let force = 0
    for (const pull of pulls[node]!) {
      sum += pull.force * x[pull.to]!
      force += pull.force
    }
    if (i > 0) {
      sum += FORCE.neighbour * (x[row[i - 1]!]! + steps[i - 1]!)
      force += FORCE.neighbour
    }
    if (i < row.length - 1) {
      sum += FORCE.neighbour * (x[row[i + 1]!]! - steps[i]!)
      force += FORCE.neighbour
    }
    forces[i] = force || FORCE.neighbour
    return force > 0 ? sum / force : x[node]!
  })
  const half = (node: number) => (width - room.widths[node]!) / 2
  isotonicRegression(wanted, forces, steps, -half(row[0]!), half(row.at(-1)!))
  let moved = 0
  row.forEach((node, i) => {
    moved = Math.max(moved, Math.abs(x[node]! - wanted[i]!))
    x[node] = wanted[i]!
  })
  return moved
}
