import { segmentDegrees } from '../flat-edge-sides.ts'
import type { StageGraph } from '../../layered-graph.ts'

/** Two orders of pairs that cost crossings when they agree, or when they differ. */
export type PairTerm = { readonly other: number; readonly ifEqual: number; readonly ifDiffering: number }

/**
 * An arc and a box that may stand between its ends: it does if variables `first` and `second`, taken with their signs,
 * are equal; then it costs `over` or `under` crossings, by the arc's side.
 */
export type FlatEdgeTerm = {
  readonly first: number
  readonly second: number
  readonly sign: 1 | -1
  readonly side: number
  readonly over: number
  readonly under: number
}

/**
 * The crossings of a graph as a function of signs: per pair of nodes of a row, which is left; per arc, its side.
 *
 * Crossings of arcs with each other are left out, so what this yields may be too little where a row has several arcs.
 */
export type PairCosts = {
  /** How many signs there are; those of pairs come first. */
  readonly count: number
  readonly pairCount: number
  /** The sign that tells which of two nodes of a row is left: 1 if `u` is, seen from `u` < `v`. */
  readonly pairOf: (u: number, v: number) => number
  /** Per pair's sign, its nodes and their row. */
  readonly pairs: readonly { readonly u: number; readonly v: number; readonly row: readonly number[] }[]
  readonly rows: readonly (readonly number[])[]
  readonly pairTerms: readonly (readonly PairTerm[])[]
  /** Per sign, the arc terms that it is part of. */
  readonly flatEdgeTerms: readonly (readonly FlatEdgeTerm[])[]
  /** Per sign, a measure below 1 or so of how much depends on it. */
  readonly weights: readonly number[]
  /** Crossings that every order has. */
  readonly base: number
}

/** Build the terms of a graph. */
export function pairCosts(graph: StageGraph): PairCosts {
  const size = graph.nodes.length
  const numbers = new Int32Array(size * size).fill(-1)
  const pairs = graph.rows.flatMap(row => row.flatMap(u => row.filter(v => u < v).map(v => ({ u, v, row }))))
  pairs.forEach(({ u, v }, pair) => (numbers[u * size + v] = numbers[v * size + u] = pair))
  const pairCount = pairs.length
  const pairOf = (u: number, v: number) => numbers[u * size + v]!
  const count = pairCount + graph.flatEdges.length
  const { terms, base } = segmentTerms(graph, pairOf, count)
  const flatEdgeTerms = Array.from({ length: count }, (): FlatEdgeTerm[] => [])
  const { up, down } = segmentDegrees(graph)
  graph.flatEdges.forEach(({ row, a, b }, arc) => {
    for (const node of graph.rows[row]!) {
      if (node === a || node === b || up[node]! + down[node]! === 0) continue
      const [first, second] = [pairOf(a, node), pairOf(node, b)]
      const sign = a < node === node < b ? 1 : -1
      const term: FlatEdgeTerm = { first, second, sign, side: pairCount + arc, over: up[node]!, under: down[node]! }
      for (const part of [first, second, term.side]) flatEdgeTerms[part]!.push(term)
    }
  })
  const weights = terms.map(
    (pairTerms, sign) =>
      pairTerms.reduce((sum, { ifEqual, ifDiffering }) => sum + ifEqual + ifDiffering, flatEdgeTerms[sign]!.length) /
      100,
  )
  return { count, pairCount, pairOf, pairs, rows: graph.rows, pairTerms: terms, flatEdgeTerms, weights, base }
}

function segmentTerms({ segmentsByGap }: StageGraph, pairOf: (u: number, v: number) => number, count: number) {
  const sums = new Map<number, { ifEqual: number; ifDiffering: number }>()
  for (const channel of segmentsByGap) {
    channel.forEach((p, i) => {
      for (const q of channel.slice(0, i)) {
        if (p.lower === q.lower || p.upper === q.upper) continue
        const key = pairOf(p.lower, q.lower) * count + pairOf(p.upper, q.upper)
        const sum = sums.get(key) ?? { ifEqual: 0, ifDiffering: 0 }
        if (p.lower < q.lower === p.upper < q.upper) sum.ifDiffering++
        else sum.ifEqual++
        sums.set(key, sum)
      }
    })
  }
  const terms = Array.from({ length: count }, (): PairTerm[] => [])
  let base = 0
  for (const [key, { ifEqual, ifDiffering }] of sums) {
    const least = Math.min(ifEqual, ifDiffering)
    base += least
    if (ifEqual === ifDiffering) continue
    const [lower, upper] = [Math.floor(key / count), key % count]
    terms[lower]!.push({ other: upper, ifEqual: ifEqual - least, ifDiffering: ifDiffering - least })
    terms[upper]!.push({ other: lower, ifEqual: ifEqual - least, ifDiffering: ifDiffering - least })
  }
  return { terms, base }
}
