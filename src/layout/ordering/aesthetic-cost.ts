import type { RowSpacing } from '../coordinates/node-widths.ts'
import { positionEstimator } from './estimate-positions.ts'
import type { LayeredGraph } from '../layered-graph.ts'
import type { MutableOrder } from './mutable-order.ts'

/** What a px, or a fault, costs among pictures with equally few crossings. */
const COST = {
  /** A place between the boxes of a same-row link. */
  flatEdgeLength: 4000,
  /** A box between those of a slab that it does not stand on. */
  foreignBoxOverOrigin: 3000,
  /** A place between the first and the last of a set of twins that is not a twin's. */
  siblingsApart: 600,
  /** A pair of twins in the wrong order. */
  siblingsSwapped: 700,
  /** A px of the width of what a scene shows, and of a link's way to the side. */
  sceneWidth: 1,
  linkWidth: 2,
}

/** What an order costs apart from its crossings; it may stop counting above `limit`. */
export type AestheticCost = (arrangement: MutableOrder, limit: number) => number

/** A judge for one graph, made to be called many times. */
export function aestheticCost(
  graph: LayeredGraph,
  room: RowSpacing,
  reveals: readonly (readonly string[])[],
): AestheticCost {
  const { nodes, isOriginBar } = graph
  const segments = graph.segmentsByGap.flat().filter(({ lower }) => !isOriginBar(lower))
  const lowers = Int32Array.from(segments, ({ lower }) => lower)
  const uppers = Int32Array.from(segments, ({ upper }) => upper)
  const halves = Float64Array.from(room.widths, width => width / 2)
  const scenes = sceneChanges(graph, reveals)
  const placeRoughly = positionEstimator(graph, room)
  const countFaults = placePenalties(graph)
  const x = new Float64Array(nodes.length)

  return (arrangement, limit) => {
    let cost = countFaults(arrangement.places)
    if (cost > limit) return cost
    placeRoughly(arrangement, x)
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

/** What can be told from places alone: links in a row, twins, and boxes over a slab that is not theirs. */
function placePenalties({
  flatEdges,
  siblings,
  segmentsByGap,
  nodes,
  isOriginBar,
}: LayeredGraph): (places: Int32Array) => number {
  const carried = nodes.flatMap((_, slab) =>
    isOriginBar(slab) ? [(segmentsByGap[0] ?? []).flatMap(({ lower, upper }) => (lower === slab ? [upper] : []))] : [],
  )
  const crowds = [
    ...carried.filter(set => set.length > 1).map(set => ({ set, cost: COST.foreignBoxOverOrigin })),
    ...siblings.map(set => ({ set, cost: COST.siblingsApart })),
    ...flatEdges.map(({ a, b }) => ({ set: [a, b], cost: COST.flatEdgeLength })),
  ]
  return places => {
    let total = 0
    for (let c = 0; c < crowds.length; c++) {
      const { set, cost } = crowds[c]!
      let first = Infinity
      let last = -Infinity
      for (let i = 0; i < set.length; i++) {
        first = Math.min(first, places[set[i]!]!)
        last = Math.max(last, places[set[i]!]!)
      }
      total += cost * (last - first + 1 - set.length)
    }
    for (let t = 0; t < siblings.length; t++) {
      const set = siblings[t]!
      for (let i = 1; i < set.length; i++) if (places[set[i]!]! < places[set[i - 1]!]!) total += COST.siblingsSwapped
    }
    return total
  }
}

type SceneChange = { readonly added: readonly number[]; readonly isFresh: boolean; count: number }

/** Scenes as what each adds to the one before, or afresh where one takes something away. Slabs are as wide as they are. */
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
