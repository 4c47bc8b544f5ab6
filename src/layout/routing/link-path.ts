import { pathRound } from 'd3'
import { SIZES } from '../sizes.ts'
import type { Point } from '../stage-layout.ts'

/** A line as SVG path data and as a polyline. */
export type LinkPath = { readonly d: string; readonly points: readonly Point[] }

/** A segment of a link between two rows: up from `from` to `to`, stage px, y down. */
export type SegmentGeometry = {
  readonly from: Point
  readonly to: Point
  /**
   * Where the bend begins and ends, y in stage px: the same for all segments of a gap. So two of them cross once if
   * their ends are in a different order, and else not at all.
   */
  readonly bendFrom: number
  readonly bendTo: number
}

/** How many straight pieces stand for a bend in the polyline. */
const PIECES_PER_BEND = 16
/** Decimal places of a coordinate: enough for any screen. */
const DIGITS = 2

/**
 * Draw a link through one or more gaps: S-shaped in each, upright where its ends are above each other.
 *
 *            to
 *             │         upright past the lanes under the upper row
 *     ········│······   bendTo
 *        ╭────╯
 *     ···│···········   bendFrom
 *        │              upright past the lanes over the lower row
 *       from
 *
 * The S is d3-shape's `curveBumpY`, here on a path that has straight parts too.
 *
 * @param segments - from the parent to the child; each begins where the one before ends.
 * @returns the path.
 */
export function upwardPath(segments: readonly SegmentGeometry[]): LinkPath {
  const start = segments[0]!.from
  const points: Point[] = [start]
  const line = pathRound(DIGITS)
  line.moveTo(start.x, start.y)
  for (const { from, to, bendFrom, bendTo } of segments) {
    const [below, above] = [
      { x: from.x, y: bendFrom },
      { x: to.x, y: bendTo },
    ]
    if (roundPx(from.x) === roundPx(to.x)) {
      points.push(below, { ...above, x: from.x })
    } else {
      const middle = (bendFrom + bendTo) / 2
      line.lineTo(from.x, bendFrom)
      line.bezierCurveTo(from.x, middle, to.x, middle, to.x, bendTo)
      for (let i = 0; i <= PIECES_PER_BEND; i++) points.push(bendPoint(below, above, i / PIECES_PER_BEND))
    }
    line.lineTo(to.x, to.y)
    points.push(to)
  }
  return { d: line.toString(), points: tidyPoints(points) }
}

/** The point of a bend's cubic at `t`, 0 to 1: its x is (3 - 2t)t² of the way, its y depends on `t` alone. */
function bendPoint(from: Point, to: Point, t: number): Point {
  const across = t * t * (3 - 2 * t)
  const along = 1.5 * t * (1 - t) * (1 - t) + 1.5 * t * t * (1 - t) + t * t * t
  return { x: from.x + (to.x - from.x) * across, y: from.y + (to.y - from.y) * along }
}

/**
 * Draw a link as one straight line, between neighbours of a row.
 *
 * @param from - on the parent's border, stage px.
 * @param to - on the child's.
 * @returns the path.
 */
export function straightPath(from: Point, to: Point): LinkPath {
  const line = pathRound(DIGITS)
  line.moveTo(from.x, from.y)
  line.lineTo(to.x, to.y)
  return { d: line.toString(), points: [from, to] }
}

/**
 * Draw a flat edge that goes around what stands between its ends: out, along its lane, and back.
 *
 *           tip  head     head  tip
 *     laneY  ╭───────────────────╮
 *       foot │                   │ foot
 *            │    ┌────┐ ┌────┐  │
 *          from                  to
 *
 * @param from - on the parent's upper or lower border, stage px.
 * @param to - on the same border of the child.
 * @param laneY - of its lane, stage px: above both for a link over the row, below both for one under it.
 * @returns the path, with corners of `SIZES.cornerRadius` where there is room.
 */
export function lanePath(from: Point, to: Point, laneY: number): LinkPath {
  const radius = Math.min(SIZES.cornerRadius, Math.abs(laneY - from.y), Math.abs(to.x - from.x) / 2)
  const out = Math.sign(laneY - from.y) * radius
  const along = Math.sign(to.x - from.x) * radius
  const corners = [from, to].map((end, i) => {
    const inward = i === 0 ? along : -along
    return { foot: { x: end.x, y: laneY - out }, tip: { x: end.x, y: laneY }, head: { x: end.x + inward, y: laneY } }
  })
  const [first, last] = [corners[0]!, corners[1]!]
  const line = pathRound(DIGITS)
  line.moveTo(from.x, from.y)
  line.lineTo(first.foot.x, first.foot.y)
  line.quadraticCurveTo(first.tip.x, first.tip.y, first.head.x, first.head.y)
  line.lineTo(last.head.x, last.head.y)
  line.quadraticCurveTo(last.tip.x, last.tip.y, last.foot.x, last.foot.y)
  line.lineTo(to.x, to.y)
  const middle = ({ foot, tip, head }: (typeof corners)[number]) => ({
    x: (foot.x + 2 * tip.x + head.x) / 4,
    y: (foot.y + 2 * tip.y + head.y) / 4,
  })
  const points = [from, first.foot, middle(first), first.head, last.head, middle(last), last.foot, to]
  return { d: line.toString(), points: tidyPoints(points) }
}

/** Round points, and leave out each that repeats the one before. */
function tidyPoints(points: readonly Point[]): readonly Point[] {
  return points
    .map(({ x, y }) => ({ x: roundPx(x), y: roundPx(y) }))
    .filter((point, i, all) => i === 0 || point.x !== all[i - 1]!.x || point.y !== all[i - 1]!.y)
}

/** Round to a hundredth of a px: enough for any screen, and the same text on every machine. */
export function roundPx(px: number): number {
  return Math.round(px * 100) / 100 + 0
}
