import type { RowExtents } from './row-extents.ts'
import type { FlatEdgeSide } from '../ordering/flat-edge-sides.ts'
import { assignLanes, laneDistance } from './lanes.ts'
import { lanePath, upwardPath, roundPx, straightPath, type LinkPath } from './link-path.ts'
import type { SegmentPorts, LinkPorts } from './ports.ts'
import type { Interval } from '../coordinates/origin-spans.ts'
import type { LayeredGraph } from '../layered-graph.ts'

/**
 * How a link goes: upward through gaps between rows, straight to a neighbour, or around boxes on a lane over or under
 * its row. `row` is the parent's; x in stage px.
 */
export type Route =
  | { readonly kind: 'upward'; readonly row: number; readonly segments: readonly SegmentPorts[] }
  | { readonly kind: 'straight'; readonly row: number; readonly from: number; readonly to: number }
  | { readonly kind: 'over' | 'under'; readonly row: number; readonly ports: SegmentPorts; readonly lane: number }

/**
 * Decide how each link goes.
 *
 * @param graph - any graph.
 * @param spans - per node, its left and right border, stage px.
 * @param ports - per chain of the graph.
 * @param sides - per flat edge of the graph.
 * @returns a route per chain, in order.
 */
export function linkRoutes(
  graph: LayeredGraph,
  spans: readonly Interval[],
  ports: LinkPorts,
  sides: readonly FlatEdgeSide[],
): readonly Route[] {
  const sideOf = new Map(graph.flatEdges.map(({ a, b }, edge) => [`${a} ${b}`, sides[edge]!]))
  const routes = graph.chains.map(({ nodes }, chain): Route => {
    const [from, to] = [nodes[0]!, nodes.at(-1)!]
    const row = graph.nodes[from]!.row
    const kind = sideOf.get(`${Math.min(from, to)} ${Math.max(from, to)}`) ?? 'upward'
    if (kind === 'upward') return { kind, row, segments: ports[chain]! }
    if (kind !== 'straight') return { kind, row, ports: ports[chain]![0]!, lane: 0 }
    const [left, right] = [spans[from]!, spans[to]!]
    return left.right <= right.left
      ? { kind, row, from: left.right, to: right.left }
      : { kind, row, from: left.left, to: right.right }
  })
  return withLanes(routes)
}

function withLanes(routes: readonly Route[]): readonly Route[] {
  const result = [...routes]
  const bySide = new Map<string, number[]>()
  routes.forEach(({ kind, row }, i) => {
    if (kind === 'over' || kind === 'under') bySide.set(`${kind} ${row}`, [...(bySide.get(`${kind} ${row}`) ?? []), i])
  })
  for (const group of bySide.values()) {
    const lanes = assignLanes(group.map(i => laneSpan(routes[i]!)))
    group.forEach((i, k) => (result[i] = { ...routes[i]!, lane: lanes[k]! } as Route))
  }
  return result
}

function laneSpan(route: Route): Interval {
  if (!('ports' in route)) throw new RangeError('only a link that goes around boxes has a lane')
  return { left: Math.min(route.ports.from, route.ports.to), right: Math.max(route.ports.from, route.ports.to) }
}

/** How many lanes a row has on one of its sides. */
export function laneCount(routes: readonly Route[], row: number, side: 'over' | 'under'): number {
  return Math.max(0, ...routes.map(route => (route.kind === side && route.row === row ? route.lane + 1 : 0)))
}

/**
 * Whether any link bends between a row and the next.
 *
 * @param routes - of all links.
 * @param row - of the graph, from 0 at the bottom.
 * @returns false where all segments of the gap are upright, or there are none.
 */
export function isBentAbove(routes: readonly Route[], row: number): boolean {
  return routes.some(route => {
    const segment = route.kind === 'upward' ? route.segments[row - route.row] : undefined
    return segment !== undefined && roundPx(segment.from) !== roundPx(segment.to)
  })
}

/**
 * Draw a route, once the rows have their heights.
 *
 * @param route - of a link.
 * @param extents - of the graph's rows, stage px.
 * @returns the line, from the parent's border to the child's.
 */
export function routePath(route: Route, { rows, bends }: RowExtents): LinkPath {
  const extent = rows[route.row]!
  if (route.kind === 'straight') {
    const y = (extent.top + extent.bottom) / 2
    return straightPath({ x: route.from, y }, { x: route.to, y })
  }
  if (route.kind === 'upward') {
    return upwardPath(
      route.segments.map(({ from, to }, i) => {
        const row = route.row + i
        return {
          from: { x: from, y: rows[row]!.top },
          to: { x: to, y: rows[row + 1]!.bottom },
          bendFrom: bends[row]!.bottom,
          bendTo: bends[row]!.top,
        }
      }),
    )
  }
  const isOver = route.kind === 'over'
  const y = isOver ? extent.top : extent.bottom
  const laneY = y + (isOver ? -1 : 1) * laneDistance(route.lane)
  return lanePath({ x: route.ports.from, y }, { x: route.ports.to, y }, laneY)
}
