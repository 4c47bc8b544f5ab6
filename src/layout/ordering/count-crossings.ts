import { flatEdgeSideChooser, type FlatEdgeSide } from './flat-edge-sides.ts'
import type { LayeredGraph } from '../layered-graph.ts'

/** See `crossingCounter`. */
export type CrossingCounter = {
  /** The crossings that will be drawn, given each node's place in its row; it may stop counting above `limit`. */
  readonly count: (places: Int32Array, limit: number) => number
  /** On which side each of the graph's arcs goes in the order last counted, so that there are no more crossings. */
  readonly sides: () => readonly FlatEdgeSide[]
}

/** A counter for one graph, made to be called many times; make one and hand it on. */
export function crossingCounter(graph: LayeredGraph): CrossingCounter {
  const channels = graph.segmentsByGap.map(channel => ({
    lower: Int32Array.from(channel, segment => segment.lower),
    upper: Int32Array.from(channel, segment => segment.upper),
    from: new Int32Array(channel.length),
    to: new Int32Array(channel.length),
  }))
  const arcs = flatEdgeSideChooser(graph)
  const count = (places: Int32Array, limit: number) => {
    let total = arcs.cost(places)
    for (let c = 0; c < channels.length && total <= limit; c++) {
      const { lower, upper, from, to } = channels[c]!
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
  return { count, sides: arcs.sides }
}
