import { pathRound } from 'd3'
import { SIZES } from '../sizes.ts'
import type { Point } from '../stage-layout.ts'

/** A line as SVG path data and as a polyline. */
export type LinkPath = { readonly d: string; readonly points: readonly Point[] }

/** A stretch of a link between two rows: up from `from`, bending only between `bendFrom` and `bendTo`. All y up the page. */
export type SegmentGeometry = {
  readonly from: Point
  readonly to: Point
  /** Where the bend begins and ends, y in stage px; the same for all links of a channel, so that none crosses twice. */
  readonly bendFrom: number
  readonly bendTo: number
}

const STEPS_PER_BEND = 16
/** Of a coordinate, behind the point: enough for any screen. */
const DIGITS = 2

/** A link through one or more channels: S-shaped in each, straight where its ends are above each other. */
export function upwardPath(rises: readonly SegmentGeometry[]): LinkPath {
  const start = rises[0]!.from
  const points: Point[] = [start]
  const line = pathRound(DIGITS)
  line.moveTo(start.x, start.y)
  for (const { from, to, bendFrom, bendTo } of rises) {
    if (roundPx(from.x) === roundPx(to.x)) {
      points.push({ x: from.x, y: bendFrom }, { x: from.x, y: bendTo })
    } else {
      const middle = (bendFrom + bendTo) / 2
      line.lineTo(from.x, bendFrom)
      line.bezierCurveTo(from.x, middle, to.x, middle, to.x, bendTo)
      for (let i = 0; i <= STEPS_PER_BEND; i++)
        points.push(bendPoint(from.x, to.x, bendFrom, bendTo, i / STEPS_PER_BEND))
    }
    line.lineTo(to.x, to.y)
    points.push(to)
  }
  return { d: line.toString(), points: tidyPoints(points) }
}

/** The cubic's point at `t`: its x is (3 - 2t)t² of the way, its y the same for every link of the channel. */
function bendPoint(fromX: number, toX: number, fromY: number, toY: number, t: number): Point {
  const across = t * t * (3 - 2 * t)
  const along = 1.5 * t * (1 - t) * (1 - t) + 1.5 * t * t * (1 - t) + t * t * t
  return { x: fromX + (toX - fromX) * across, y: fromY + (toY - fromY) * along }
}

/** A link between neighbours of a row. */
export function straightPath(from: Point, to: Point): LinkPath {
  const line = pathRound(DIGITS)
  line.moveTo(from.x, from.y)
  line.lineTo(to.x, to.y)
  return { d: line.toString(), points: [from, to] }
}

/**
 * A link that goes around what stands between its ends: out, along its lane, and back.
 *
 * @param laneY - of its lane, stage px.
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

/** Rounded, and without a point that repeats the one before. */
function tidyPoints(points: readonly Point[]): readonly Point[] {
  return points
    .map(({ x, y }) => ({ x: roundPx(x), y: roundPx(y) }))
    .filter((point, i, all) => i === 0 || point.x !== all[i - 1]!.x || point.y !== all[i - 1]!.y)
}

/** To a hundredth of a px: enough for any screen, and the same text everywhere. */
export function roundPx(px: number): number {
  return Math.round(px * 100) / 100 + 0
}
