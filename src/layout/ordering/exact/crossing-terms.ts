import { segmentDegrees } from '../flat-edge-sides.ts'
import type { LayeredGraph, Segment } from '../../layered-graph.ts'

/** Two pair variables: what it costs, in crossings, that they have the same value, and that they have not. */
export type PairTerm = { readonly other: number; readonly ifEqual: number; readonly ifDiffering: number }

/**
 * A flat edge and a node of its row.
 *
 * The node stands between the edge's ends when the variables `first` and `second` have the same value (`sign` 1) or
 * opposite values (`sign` -1). Then the node's own segments cross the edge: `over` or `under` crossings, depending on
 * the variable `side`.
 */
export type FlatEdgeTerm = {
  readonly first: number
  readonly second: number
  readonly sign: 1 | -1
  readonly side: number
  readonly over: number
  readonly under: number
}

/** The crossings of a graph as a sum of terms over variables of the values 1 and -1, see {@link crossingTerms}. */
export type CrossingTerms = {
  /** How many variables there are: the pairs first, then the sides of the flat edges. */
  readonly variableCount: number
  readonly pairCount: number
  /** The variable of two nodes of one row, in either order. For `u` < `v` it is 1 when `u` is left of `v`. */
  readonly pairOf: (u: number, v: number) => number
  /** Per pair variable: its nodes, `u` < `v`, and their row. */
  readonly pairs: readonly { readonly u: number; readonly v: number; readonly row: readonly number[] }[]
  readonly rows: readonly (readonly number[])[]
  /** Per variable, the pair terms that it is part of. */
  readonly pairTerms: readonly (readonly PairTerm[])[]
  /** Per variable, the flat edge terms that it is part of. */
  readonly flatEdgeTerms: readonly (readonly FlatEdgeTerm[])[]
  /** Per variable, about 0 to 1: how much depends on it. The search begins with the greatest. */
  readonly weights: readonly number[]
  /** Crossings that every order has. */
  readonly base: number
}

/**
 * Write a graph's crossings as terms over variables: for each pair of nodes of a row, which of them is left; for each
 * flat edge, whether it goes over or under.
 *
 * Two segments p and q cross exactly when their lower ends and their upper ends are in a different order:
 *
 *     p.upper   q.upper         q.upper   p.upper
 *        |         |                  \ /
 *        |         |                  / \
 *     p.lower   q.lower         p.lower   q.lower
 *
 *       equal: no crossing        differing: one
 *
 * These are the variables of the exact methods for two rows (M. Jünger, P. Mutzel: 2-Layer Straightline Crossing
 * Minimization, Journal of Graph Algorithms and Applications 1(1), 1997), here for any number of rows and with flat
 * edges.
 *
 * @param graph - any graph; the number of terms grows with the square of its segments.
 * @returns the terms. Crossings of flat edges with each other are left out: where a row has several, an order may have
 *   more crossings than its terms.
 */
export function crossingTerms(graph: LayeredGraph): CrossingTerms {
  const { rows, flatEdges } = graph
  const size = graph.nodes.length
  const numbers = new Int32Array(size * size).fill(-1)
  const pairs = rows.flatMap(row => row.flatMap(u => row.filter(v => u < v).map(v => ({ u, v, row }))))
  pairs.forEach(({ u, v }, pair) => (numbers[u * size + v] = numbers[v * size + u] = pair))
  const pairCount = pairs.length
  const pairOf = (u: number, v: number) => numbers[u * size + v]!
  const variableCount = pairCount + flatEdges.length
  const { pairTerms, base } = segmentTerms(graph, pairOf, variableCount)
  const flatEdgeTerms = termsOfFlatEdges(graph, pairOf, pairCount)
  const weights = pairTerms.map(
    (terms, variable) =>
      terms.reduce((sum, { ifEqual, ifDiffering }) => sum + ifEqual + ifDiffering, flatEdgeTerms[variable]!.length) /
      100,
  )
  return { variableCount, pairCount, pairOf, pairs, rows, pairTerms, flatEdgeTerms, weights, base }
}

/** The terms of segments with each other. What a term costs with either value is moved to `base`. */
function segmentTerms(
  { segmentsByGap }: LayeredGraph,
  pairOf: CrossingTerms['pairOf'],
  variableCount: number,
): { readonly pairTerms: readonly (readonly PairTerm[])[]; readonly base: number } {
  const sums = new Map<number, { ifEqual: number; ifDiffering: number }>()
  for (const [p, q] of segmentsByGap.flatMap(disjointPairs)) {
    const key = pairOf(p.lower, q.lower) * variableCount + pairOf(p.upper, q.upper)
    const sum = sums.get(key) ?? { ifEqual: 0, ifDiffering: 0 }
    if (p.lower < q.lower === p.upper < q.upper) sum.ifDiffering++
    else sum.ifEqual++
    sums.set(key, sum)
  }
  const pairTerms = Array.from({ length: variableCount }, (): PairTerm[] => [])
  let base = 0
  for (const [key, { ifEqual, ifDiffering }] of sums) {
    const least = Math.min(ifEqual, ifDiffering)
    base += least
    if (ifEqual === ifDiffering) continue
    const [lower, upper] = [Math.floor(key / variableCount), key % variableCount]
    pairTerms[lower]!.push({ other: upper, ifEqual: ifEqual - least, ifDiffering: ifDiffering - least })
    pairTerms[upper]!.push({ other: lower, ifEqual: ifEqual - least, ifDiffering: ifDiffering - least })
  }
  return { pairTerms, base }
}

/** All pairs of segments without a common end: those with one never cross. */
function disjointPairs(segments: readonly Segment[]): readonly (readonly [Segment, Segment])[] {
  return segments.flatMap((p, i) =>
    segments
      .slice(0, i)
      .filter(q => p.lower !== q.lower && p.upper !== q.upper)
      .map(q => [p, q] as const),
  )
}

/** The terms of flat edges with the segments of the nodes between their ends, per variable. */
function termsOfFlatEdges(
  graph: LayeredGraph,
  pairOf: CrossingTerms['pairOf'],
  pairCount: number,
): readonly (readonly FlatEdgeTerm[])[] {
  const byVariable = Array.from({ length: pairCount + graph.flatEdges.length }, (): FlatEdgeTerm[] => [])
  const { up, down } = segmentDegrees(graph)
  graph.flatEdges.forEach(({ row, a, b }, edge) => {
    for (const node of graph.rows[row]!) {
      if (node === a || node === b || up[node]! + down[node]! === 0) continue
      const [first, second, side] = [pairOf(a, node), pairOf(node, b), pairCount + edge]
      const sign = a < node === node < b ? 1 : -1
      const term: FlatEdgeTerm = { first, second, sign, side, over: up[node]!, under: down[node]! }
      for (const variable of [first, second, side]) byVariable[variable]!.push(term)
    }
  })
  return byVariable
}
