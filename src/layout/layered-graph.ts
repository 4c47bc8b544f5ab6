import type { StageInput, StageInputBox, StageInputLink } from './stage-layout.ts'

/** A node of a row: a box, or a dummy node, where a link passes a row between its boxes. */
export type Node = {
  readonly row: number
  /** `undefined` for a dummy node. */
  readonly box: StageInputBox | undefined
  /** The first scene that shows it; the number of scenes if none does. */
  readonly firstScene: number
}

/** A link, or a part of one, between two neighbouring rows; node numbers. */
export type Segment = { readonly lower: number; readonly upper: number }

/** A link between two boxes of one row; node numbers, `a` < `b`. */
export type FlatEdge = { readonly row: number; readonly a: number; readonly b: number }

/** A link as a path of nodes from parent to child, with a dummy node in each row that it passes. */
export type LinkChain = { readonly id: string; readonly link: StageInputLink; readonly nodes: readonly number[] }

/** The layered graph of a stage, see {@link buildLayeredGraph}. Nodes are numbers, from 0. */
export type LayeredGraph = {
  readonly nodes: readonly Node[]
  /** Node numbers per row, bottom up; in a row those shown first come first. */
  readonly rows: readonly (readonly number[])[]
  /** Per gap between neighbouring rows: `segmentsByGap[r]` joins row r and row r + 1. */
  readonly segmentsByGap: readonly (readonly Segment[])[]
  readonly flatEdges: readonly FlatEdge[]
  /** One per link, sorted by id. */
  readonly chains: readonly LinkChain[]
  /** Sets of two or more boxes of one row with the same parents, origins not counted; each sorted by id. */
  readonly siblings: readonly (readonly number[])[]
  /** Whether a node is drawn as an origin bar: an origin of the bottom row. */
  readonly isOriginBar: (node: number) => boolean
}

/** The order of the nodes in their rows: node numbers per row, bottom up, left to right. */
export type Order = readonly (readonly number[])[]

/**
 * Build the layered graph of a stage: number the boxes, cut links that skip rows into segments, and find siblings.
 *
 * Links a>b, b>c, a>c and c>d become three kinds of edges. The chain of a>c has a dummy node, ∘:
 *
 *     row 2       c────d      flat edge c–d
 *                 │\
 *     row 1       b ∘         segments a–b, b–c, a–∘, ∘–c
 *                 │/
 *     row 0       a
 *
 * Layers and dummy nodes are those of K. Sugiyama, S. Tagawa, M. Toda: Methods for Visual Understanding of Hierarchical
 * System Structures, IEEE Transactions on Systems, Man, and Cybernetics 11(2), 1981. Here the layers, called rows, are
 * given, and edges within a layer are allowed.
 *
 * @param input - the stage. Row numbers without a box are left out: rows of the graph count those that are drawn.
 * @returns the graph; it does not depend on the order of the input's boxes and links.
 * @throws RangeError if an id is unknown or used twice, or a link joins a box to itself, points down or is given twice.
 */
export function buildLayeredGraph({ boxes, links, reveals }: StageInput): LayeredGraph {
  const firstScene = firstScenes(reveals)
  const sceneOf = (id: string) => firstScene.get(id) ?? reveals.length
  const levels = [...new Set(boxes.map(box => box.row))].sort((a, b) => a - b)
  const sorted = [...boxes].sort((a, b) => a.row - b.row || sceneOf(a.id) - sceneOf(b.id) || compareIds(a.id, b.id))
  const nodes: Node[] = sorted.map(box => ({ row: levels.indexOf(box.row), box, firstScene: sceneOf(box.id) }))
  const numbers = new Map(sorted.map((box, node) => [box.id, node]))
  const twice = sorted.find(({ id }, node) => numbers.get(id) !== node)
  if (twice) throw new RangeError(`every box must have an id of its own, got ${twice.id} twice`)

  const chains: LinkChain[] = []
  const joined = new Set<number>()
  const segmentsByGap: Segment[][] = levels.slice(1).map(() => [])
  const flatEdges: FlatEdge[] = []
  for (const link of [...links].sort((a, b) => compareIds(linkId(a), linkId(b)))) {
    const [parent, child] = linkEnds(link, numbers, nodes)
    const path = [parent.number]
    const ends = Math.min(parent.number, child.number) * sorted.length + Math.max(parent.number, child.number)
    if (joined.has(ends)) throw new RangeError(`link ${linkId(link)} must be given once`)
    joined.add(ends)
    for (let row = parent.row + 1; row < child.row; row++) {
      path.push(nodes.length)
      nodes.push({ row, box: undefined, firstScene: Math.max(parent.firstScene, child.firstScene) })
    }
    path.push(child.number)
    if (parent.row === child.row) flatEdges.push({ row: parent.row, a: Math.min(...path), b: Math.max(...path) })
    else path.slice(1).forEach((upper, i) => segmentsByGap[parent.row + i]!.push({ lower: path[i]!, upper }))
    chains.push({ id: linkId(link), link, nodes: path })
  }
  const rows: number[][] = levels.map(() => [])
  nodes.forEach((node, number) => rows[node.row]!.push(number))
  const isOriginBar = (node: number) => nodes[node]!.row === 0 && nodes[node]!.box?.isOrigin === true
  return { nodes, rows, segmentsByGap, flatEdges, chains, siblings: siblingSets(nodes, chains), isOriginBar }
}

/**
 * Find each node's place in its row.
 *
 * @param order - of all nodes of a graph.
 * @returns per node, from 0, left to right.
 */
export function placesOf(order: Order): Int32Array {
  const places = new Int32Array(order.reduce((sum, row) => sum + row.length, 0))
  for (const row of order) for (let place = 0; place < row.length; place++) places[row[place]!] = place
  return places
}

/** Compare by code units: the same on every machine, in any locale. */
function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function linkId({ parent, child }: StageInputLink): string {
  return `${parent}>${child}`
}

function firstScenes(reveals: StageInput['reveals']): ReadonlyMap<string, number> {
  const first = new Map<string, number>()
  reveals.forEach((ids, scene) => ids.forEach(id => first.has(id) || first.set(id, scene)))
  return first
}

function linkEnds(link: StageInputLink, numbers: ReadonlyMap<string, number>, nodes: readonly Node[]) {
  const [parent, child] = [link.parent, link.child].map(id => {
    const number = numbers.get(id)
    if (number === undefined) throw new RangeError(`link ${linkId(link)} must join boxes that exist, got ${id}`)
    return { number, ...nodes[number]! }
  }) as [Node & { number: number }, Node & { number: number }]
  if (parent.number === child.number) throw new RangeError(`link ${linkId(link)} must join two boxes`)
  if (parent.row > child.row) throw new RangeError(`link ${linkId(link)} must go up, got a parent above its child`)
  return [parent, child] as const
}

function siblingSets(nodes: readonly Node[], chains: readonly LinkChain[]): readonly (readonly number[])[] {
  const parents = new Map<number, string[]>()
  for (const { nodes: path, link } of chains) {
    if (nodes[path[0]!]!.box!.isOrigin) continue
    const child = path.at(-1)!
    parents.set(child, [...(parents.get(child) ?? []), link.parent])
  }
  const sets = new Map<string, number[]>()
  for (const [child, ids] of parents) {
    const key = `${nodes[child]!.row} ${ids.sort(compareIds).join(' ')}`
    sets.set(key, [...(sets.get(key) ?? []), child])
  }
  return [...sets.values()]
    .filter(set => set.length > 1)
    .map(set => set.sort((a, b) => compareIds(nodes[a]!.box!.id, nodes[b]!.box!.id)))
    .sort((a, b) => a[0]! - b[0]!)
}
