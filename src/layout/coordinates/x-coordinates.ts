import type { RowSpacing } from './node-widths.ts'
import type { LayeredGraph, Order } from '../layered-graph.ts'
import { isotonicRegression } from './isotonic-regression.ts'

/**
 * How strongly two nodes attract each other.
 *
 * Segments that begin or end at a dummy node are stronger, so that a link bends less where it passes a row: E. R.
 * Gansner, E. Koutsofios, S. C. North, K.-P. Vo: A Technique for Drawing Directed Graphs, IEEE Transactions on Software
 * Engineering 19(3), 1993, weigh them 2 and 8. Neighbours of a row attract each other a little, so that rows stay even.
 */
const FORCE = { link: 1, dummySegment: 3, neighbour: 0.15 }

const MAX_ROUNDS = 80
/** When no node moves further than this in a round, nothing visible is left to gain; stage px. */
const SETTLED_PX = 0.05

/**
 * Find x-coordinates such that linked nodes are near each other and rows are even: least squares in a given order.
 *
 * Row after row is relaxed, up and down in turns: each node wants to be at the weighted mean of the nodes that it is
 * linked to, and isotonic regression finds the nearest positions that keep the order and the separations. Sugiyama,
 * Tagawa and Toda (see `layered-graph.ts`) move nodes one by one in the order of their priorities instead; here all of
 * a row move together, and each step is the best one for its row.
 *
 * Origin bars are placed as if they were boxes and attract nothing; `bottomRowSpans` finds how far they reach.
 *
 * @param graph - any graph.
 * @param order - of its nodes.
 * @param spacing - of its rows.
 * @param maxWidth - of the whole, stage px; a row that is wider when packed keeps its packed width.
 * @returns a centre per node, stage px; the left border of the leftmost box is at 0.
 */
export function xCoordinates(graph: LayeredGraph, order: Order, spacing: RowSpacing, maxWidth: number): Float64Array {
  const rows = order.map((nodes): Row => ({ nodes, separations: rowSeparations(nodes, spacing) }))
  const packed = rows.map(row => packedWidth(row, spacing))
  const width = Math.max(maxWidth, ...packed)
  const x = new Float64Array(graph.nodes.length)
  rows.forEach(({ nodes, separations }, index) => {
    let centre = -packed[index]! / 2 + (nodes.length > 0 ? spacing.widths[nodes[0]!]! / 2 : 0)
    nodes.forEach((node, i) => {
      x[node] = centre
      centre += separations[i] ?? 0
    })
  })
  const relaxRow = rowRelaxer(graph, spacing, width)
  let moved = Infinity
  for (let round = 0; round < MAX_ROUNDS && moved > SETTLED_PX; round++) {
    moved = 0
    for (let k = 0; k < rows.length; k++) {
      const index = round % 2 === 0 ? k : rows.length - 1 - k
      moved = Math.max(moved, relaxRow(rows[index]!, x))
    }
  }
  const left = Math.min(...x.map((centre, node) => centre - spacing.widths[node]! / 2))
  return x.map(centre => centre - left)
}

/**
 * Measure the widest row, with its nodes as close together as they may be.
 *
 * @param order - of a graph's nodes.
 * @param spacing - of its rows.
 * @returns stage px; 0 without rows.
 */
export function widestRow(order: Order, spacing: RowSpacing): number {
  return Math.max(
    0,
    ...order.map(nodes => packedWidth({ nodes, separations: rowSeparations(nodes, spacing) }, spacing)),
  )
}

/** A row's nodes, left to right, and the least distance from each to the next. */
type Row = { readonly nodes: readonly number[]; readonly separations: Float64Array }

function rowSeparations(nodes: readonly number[], spacing: RowSpacing): Float64Array {
  return Float64Array.from(nodes.slice(1), (node, i) => spacing.separation(nodes[i]!, node))
}

function packedWidth({ nodes, separations }: Row, { widths }: RowSpacing): number {
  if (nodes.length === 0) return 0
  return (widths[nodes[0]!]! + widths[nodes.at(-1)!]!) / 2 + separations.reduce((sum, it) => sum + it, 0)
}

type ForcesByNode = readonly (readonly { readonly to: number; readonly force: number }[])[]

function forcesByNode({ nodes, segmentsByGap, isOriginBar }: LayeredGraph): ForcesByNode {
  const forces = nodes.map((): { to: number; force: number }[] => [])
  for (const { lower, upper } of segmentsByGap.flat()) {
    if (isOriginBar(lower)) continue
    const force = nodes[lower]!.box && nodes[upper]!.box ? FORCE.link : FORCE.dummySegment
    forces[lower]!.push({ to: upper, force })
    forces[upper]!.push({ to: lower, force })
  }
  return forces
}

/**
 * Make a function that moves a row to where its links and neighbours attract it, within `width` about x = 0. It returns
 * how far the node went that went furthest, stage px.
 */
function rowRelaxer(graph: LayeredGraph, { widths }: RowSpacing, width: number): (row: Row, x: Float64Array) => number {
  const forces = forcesByNode(graph)
  const half = (node: number) => (width - widths[node]!) / 2

  return ({ nodes, separations }, x) => {
    if (nodes.length === 0) return 0
    const weights = new Float64Array(nodes.length)
    const wanted = Float64Array.from(nodes, (node, i) => {
      let sum = 0
      let weight = 0
      const attract = (to: number, force: number) => {
        sum += force * to
        weight += force
      }
      for (const { to, force } of forces[node]!) attract(x[to]!, force)
      if (i > 0) attract(x[nodes[i - 1]!]! + separations[i - 1]!, FORCE.neighbour)
      if (i < nodes.length - 1) attract(x[nodes[i + 1]!]! - separations[i]!, FORCE.neighbour)
      weights[i] = weight || FORCE.neighbour
      return weight > 0 ? sum / weight : x[node]!
    })
    isotonicRegression(wanted, weights, separations, { min: -half(nodes[0]!), max: half(nodes.at(-1)!) })
    let moved = 0
    nodes.forEach((node, i) => {
      moved = Math.max(moved, Math.abs(x[node]! - wanted[i]!))
      x[node] = wanted[i]!
    })
    return moved
  }
}
