import { flatEdgeSideChooser, type FlatEdgeSide } from './flat-edge-sides.ts'
import type { LayeredGraph } from '../layered-graph.ts'

/** Counts the crossings of one graph, see {@link crossingCounter}. */
export type CrossingCounter = {
  /** The crossings that will be drawn, given each node's place in its row; it may stop counting above `limit`. */
  readonly count: (places: Int32Array, limit: number) => number
  /** Per flat edge, the side with which the order last counted has no more crossings than that. */
  readonly sides: () => readonly FlatEdgeSide[]
}

/**
 * Make a crossing counter for a graph. It is made once and called thousands of times, and so it allocates nothing.
 *
 * Two segments of a gap cross if their ends are in a different order below and above. Every pair is looked at: the gaps
 * have a few dozen segments, and most counts stop early. W. Barth, P. Mutzel, M. Jünger: Simple and Efficient Bilayer
 * Cross Counting, Journal of Graph Algorithms and Applications 8(2), 2004, is faster for large gaps.
 *
 * @param graph - any graph.
 * @returns the counter; flat edges count with the sides that cross least.
 */
export function crossingCounter(graph: LayeredGraph): CrossingCounter {
  const gaps = graph.segmentsByGap.map(segments => ({
    lower: Int32Array.from(segments, segment => segment.lower),
    upper: Int32Array.from(segments, segment => segment.upper),
    from: new Int32Array(segments.length),
    to: new Int32Array(segments.length),
  }))
  const flatEdges = flatEdgeSideChooser(graph)
  const count = (places: Int32Array, limit: number) => {
    let total = flatEdges.cost(places)
    for (let g = 0; g < gaps.length && total <= limit; g++) {
      const { lower, upper, from, to } = gaps[g]!
      for (let i = 0; i < lower.length; i++) {
        const start = places[lower[i]!]!
        const end = places[upper[i]!]!
        from[i] = start
        to[i] = end
        for (let j = 0; j < i; j++) if ((start - from[j]!) * (end - to[j]!) < 0) total++
      }
    }
    return total
  }
  return { count, sides: flatEdges.sides }
}
