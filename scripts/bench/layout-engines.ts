import { Graph as DagreGraph, layout as layoutWithDagre } from '@dagrejs/dagre'
import { instance } from '@viz-js/viz'
import { graphStratify, sugiyama } from 'd3-dag'
import Elk, { type ElkExtendedEdge } from 'elkjs'
import type { MeasureText } from '../../src/layout/label-width.ts'
import type { Point, StageInput } from '../../src/layout/stage-layout.ts'
import { SIZES } from '../../src/layout/sizes.ts'

/** A picture in any engine's own units: where the boxes' centres are, and the links as polylines. */
export type EnginePicture = {
  readonly centres: ReadonlyMap<string, Point>
  readonly lines: readonly (readonly Point[])[]
}

/** A graph for engines that know no rows but by option: boxes with a size. */
export type EngineGraph = {
  readonly boxes: readonly {
    readonly id: string
    readonly row: number
    readonly width: number
    readonly height: number
  }[]
  readonly links: StageInput['links']
}

/** A layout engine as a function. */
export type Engine = (graph: EngineGraph) => Promise<EnginePicture>

/**
 * What of the stage a scene shows, with boxes as large as ours.
 *
 * @param options - the whole stage.
 * @param ids - the mechanisms that the scene shows.
 * @param measure - measures the text of labels.
 * @returns the boxes that are shown, with the links between them.
 */
export function shownGraph({ boxes, links }: StageInput, ids: readonly string[], measure: MeasureText): EngineGraph {
  const shown = new Set(ids)
  return {
    boxes: boxes
      .filter(({ id }) => shown.has(id))
      .map(({ id, row, label }) => ({
        id,
        row,
        width: Math.max(...label.map(text => measure(text, 600))) + 2 * SIZES.padding,
        height: SIZES.boxHeight,
      })),
    links: links.filter(({ parent, child }) => shown.has(parent) && shown.has(child)),
  }
}

/**
 * The package @dagrejs/dagre: no rows, only how many ranks a link spans at least.
 *
 * @param options - the boxes, with their rows and sizes, and the links.
 * @returns the picture, in px.
 */
export const dagre: Engine = async ({ boxes, links }) => {
  const graph = new DagreGraph()
    .setGraph({ rankdir: 'BT', nodesep: SIZES.siblingGap, ranksep: SIZES.rowGap })
    .setDefaultEdgeLabel(() => ({}))
  const rows = new Map(boxes.map(({ id, row }) => [id, row]))
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height })
  for (const { parent, child } of links)
    graph.setEdge(parent, child, { minlen: Math.max(1, rows.get(child)! - rows.get(parent)!) })
  layoutWithDagre(graph)
  return {
    centres: new Map(boxes.map(({ id }) => [id, pointOf(graph.node(id))])),
    lines: links.map(({ parent, child }) => (graph.edge(parent, child) as { points: Point[] }).points.map(pointOf)),
  }
}

/**
 * Graphviz' dot, with `rank=same` for each row.
 *
 * @param options - the boxes, with their rows and sizes, and the links.
 * @returns the picture, in px.
 */
export const dot: Engine = async ({ boxes, links }) => {
  const viz = await instance()
  const rows = new Set(boxes.map(({ row }) => row))
  const source = `digraph { rankdir=BT; node [shape=box fixedsize=true];
    ${boxes.map(({ id, width, height }) => `"${id}" [width=${width / 72} height=${height / 72}];`).join('\n')}
    ${[...rows]
      .map(
        at =>
          `{ rank=same; ${boxes
            .filter(({ row }) => row === at)
            .map(({ id }) => `"${id}"`)
            .join(' ')} }`,
      )
      .join('\n')}
    ${links.map(({ parent, child }) => `"${parent}" -> "${child}" [arrowhead=none];`).join('\n')} }`
  const drawn = viz.renderJSON(source) as { objects?: { name: string; pos?: string }[]; edges?: { pos: string }[] }
  return {
    centres: new Map(
      (drawn.objects ?? []).flatMap(({ name, pos }) => (pos ? [[name, dotPoints(pos)[0]!] as const] : [])),
    ),
    lines: (drawn.edges ?? []).map(({ pos }) => bezierLine(dotPoints(pos))),
  }
}

/**
 * elkjs layered, with a partition for each row.
 *
 * @param options - the boxes, with their rows and sizes, and the links.
 * @returns the picture, in px.
 */
export const elk: Engine = async ({ boxes, links }) => {
  const drawn = await new Elk().layout({
    id: 'stage',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'UP',
      'elk.partitioning.activate': 'true',
      'elk.spacing.nodeNode': String(SIZES.siblingGap),
      'elk.layered.spacing.nodeNodeBetweenLayers': String(SIZES.rowGap),
    },
    children: boxes.map(({ id, row, width, height }) => ({
      id,
      width,
      height,
      layoutOptions: { 'elk.partitioning.partition': String(row) },
    })),
    edges: links.map(({ parent, child }) => ({ id: `${parent}>${child}`, sources: [parent], targets: [child] })),
  })
  return {
    centres: new Map(
      (drawn.children ?? []).map(({ id, x = 0, y = 0, width = 0, height = 0 }) => [
        id,
        { x: x + width / 2, y: y + height / 2 },
      ]),
    ),
    lines: ((drawn.edges ?? []) as readonly ElkExtendedEdge[]).flatMap(({ sections = [] }) =>
      sections.map(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint].map(pointOf)),
    ),
  }
}

/**
 * d3-dag's sugiyama; it wants every link to go up, so rows cannot be given.
 *
 * @param options - the boxes, with their rows and sizes, and the links.
 * @returns the picture, in px.
 */
export const d3dag: Engine = async ({ boxes, links }) => {
  const graph = graphStratify().parentIds(({ id }: { readonly id: string }) =>
    links.filter(({ child }) => child === id).map(({ parent }) => parent),
  )([...boxes])
  const sizes = new Map(boxes.map(({ id, width, height }) => [id, [width, height] as const]))
  sugiyama()
    .nodeSize(({ data }: { data: { readonly id: string } }) => sizes.get(data.id)!)
    .gap([SIZES.siblingGap, SIZES.rowGap])(graph)
  return {
    centres: new Map([...graph.nodes()].map(({ data, x, y }) => [data.id, { x, y: -y }])),
    lines: [...graph.links()].map(({ points }) => points.map(([x, y]) => ({ x, y: -y }))),
  }
}

function pointOf({ x, y }: { readonly x?: number; readonly y?: number }): Point {
  return { x: x ?? 0, y: y ?? 0 }
}

function dotPoints(pos: string): readonly Point[] {
  return pos
    .split(/\s+/)
    .filter(part => /^-?[\d.]/.test(part))
    .map(part => {
      const [x, y] = part.split(',').map(Number)
      return { x: x ?? 0, y: y ?? 0 }
    })
}

/** dot's splines: a start, then three points for each cubic. */
function bezierLine(points: readonly Point[]): readonly Point[] {
  const line = points.slice(0, 1)
  for (let i = 0; i + 3 < points.length; i += 3) {
    const [a, b, c, d] = [points[i]!, points[i + 1]!, points[i + 2]!, points[i + 3]!]
    for (let step = 1; step <= 8; step++) {
      const t = step / 8
      const at = (key: 'x' | 'y') =>
        (1 - t) ** 3 * a[key] + 3 * t * (1 - t) ** 2 * b[key] + 3 * t * t * (1 - t) * c[key] + t ** 3 * d[key]
      line.push({ x: at('x'), y: at('y') })
    }
  }
  return line
}
