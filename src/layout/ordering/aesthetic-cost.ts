import type { RowSpacing } from '../coordinates/node-widths.ts'
import { positionEstimator } from './estimate-positions.ts'
import type { LayeredGraph } from '../layered-graph.ts'
import type { MutableOrder } from './mutable-order.ts'

/** The weights of what makes an order costly among orders with equally few crossings. */
const COST = {
  /** Per place between the ends of a flat edge. */
  flatEdgeLength: 4000,
  /** Per node that stands between the boxes of an origin bar without standing on it. */
  foreignBoxOverOrigin: 3000,
  /** Per node that stands between the first and the last of a set of siblings without being one. */
  siblingsApart: 600,
  /** Per pair of neighbouring siblings that are not in the order of their ids. */
  siblingsSwapped: 700,
  /** Per stage px of the width of what a scene shows. */
  sceneWidth: 1,
  /** Per stage px that a segment goes to the side. */
  linkWidth: 2,
}

/** What an order costs beside its crossings; it may stop counting above `limit`. */
export type AestheticCost = (order: MutableOrder, limit: number) => number

/**
 * Make a function that rates orders of a graph by layout aesthetics: short links, siblings side by side, every scene
 * compact. It is made once and called thousands of times.
 *
 * It never outweighs a crossing: the search compares it only between orders with as many crossings. H. C. Purchase:
 * Which Aesthetic Has the Greatest Effect on Human Understanding?, Graph Drawing 1997, found that fewer crossings
 * matter by far the most. The other criteria and all weights are this project's, tuned by eye.
 *
 * @param graph - any graph.
 * @param spacing - of its rows.
 * @param reveals - see `StageInput`.
 * @returns the function.
 */
export function aestheticCost(
  graph: LayeredGraph,
  spacing: RowSpacing,
  reveals: readonly (readonly string[])[],
): AestheticCost {
  const { nodes, isOriginBar } = graph
  const segments = graph.segmentsByGap.flat().filter(({ lower }) => !isOriginBar(lower))
  const lowers = Int32Array.from(segments, ({ lower }) => lower)
  const uppers = Int32Array.from(segments, ({ upper }) => upper)
  const halves = Float64Array.from(spacing.widths, width => width / 2)
  const scenes = sceneChanges(graph, reveals)
  const estimatePositions = positionEstimator(graph, spacing)
  const penaltyOf = placePenalties(graph)
  const x = new Float64Array(nodes.length)

  return (order, limit) => {
    let cost = penaltyOf(order.places)
    if (cost > limit) return cost
    estimatePositions(order, x)
    for (let i = 0; i < lowers.length; i++) cost += COST.linkWidth * Math.abs(x[lowers[i]!]! - x[uppers[i]!]!)
    let left = Infinity
    let right = -Infinity
    for (let s = 0; s < scenes.length; s++) {
      const { added, isFresh, count } = scenes[s]!
      if (isFresh) {
        left = Infinity
        right = -Infinity
      }
      for (let i = 0; i < added.length; i++) {
        const node = added[i]!
        left = Math.min(left, x[node]! - halves[node]!)
        right = Math.max(right, x[node]! + halves[node]!)
      }
      if (right > left) cost += COST.sceneWidth * count * (right - left)
    }
    return cost
  }
}

/** The part of the cost that depends on places alone: flat edges, siblings, and boxes over a foreign origin bar. */
function placePenalties(graph: LayeredGraph): (places: Int32Array) => number {
  const { flatEdges, siblings, segmentsByGap, nodes, isOriginBar } = graph
  const carried = nodes.flatMap((_, bar) =>
    isOriginBar(bar) ? [(segmentsByGap[0] ?? []).flatMap(({ lower, upper }) => (lower === bar ? [upper] : []))] : [],
  )
  /** Nodes of one row that are to stand side by side, and what each node costs that stands between them. */
  const groups = [
    ...carried.filter(set => set.length > 1).map(set => ({ set, cost: COST.foreignBoxOverOrigin })),
    ...siblings.map(set => ({ set, cost: COST.siblingsApart })),
    ...flatEdges.map(({ a, b }) => ({ set: [a, b], cost: COST.flatEdgeLength })),
  ]
  return places => {
    let total = 0
    for (let g = 0; g < groups.length; g++) {
      const { set, cost } = groups[g]!
      let first = Infinity
      let last = -Infinity
      for (let i = 0; i < set.length; i++) {
        first = Math.min(first, places[set[i]!]!)
        last = Math.max(last, places[set[i]!]!)
      }
      total += cost * (last - first + 1 - set.length)
    }
    for (let s = 0; s < siblings.length; s++) {
      const set = siblings[s]!
      for (let i = 1; i < set.length; i++) if (places[set[i]!]! < places[set[i - 1]!]!) total += COST.siblingsSwapped
    }
    return total
  }
}

/** What a scene shows beyond the scene before; all of it (`isFresh`) if something of that is gone. */
type SceneChange = {
  readonly added: readonly number[]
  readonly isFresh: boolean
  /** How many scenes in a row show the same. */
  count: number
}

/** Scenes as changes. Origin bars do not count: they are as wide as what stands on them. */
function sceneChanges(
  { nodes, isOriginBar }: LayeredGraph,
  reveals: readonly (readonly string[])[],
): readonly SceneChange[] {
  const numbers = new Map(
    nodes.flatMap(({ box }, node) => (box && !isOriginBar(node) ? [[box.id, node] as const] : [])),
  )
  const scenes: SceneChange[] = []
  let before = new Set<number>()
  for (const ids of reveals) {
    const shown = new Set(ids.flatMap(id => numbers.get(id) ?? []))
    const isFresh = ![...before].every(node => shown.has(node))
    const added = [...shown].filter(node => isFresh || !before.has(node))
    if (added.length > 0 || isFresh) scenes.push({ added, isFresh, count: 1 })
    else if (scenes.length > 0) scenes.at(-1)!.count++
    before = shown
  }
  return scenes
}
