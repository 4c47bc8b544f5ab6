import type { Point } from '../../src/layout/stage-layout.ts'

/**
 * How often the lines of two different links cross, over the whole picture, of any layout engine.
 *
 * Lines that only touch, as at a common end, do not cross.
 *
 * @param lines - one polyline a link.
 * @returns the number of crossings.
 */
export function drawnCrossings(lines: readonly (readonly Point[])[]): number {
  let count = 0
  lines.forEach((p, i) => lines.slice(0, i).forEach(q => (count += polylineCrossings(p, q))))
  return count
}

function polylineCrossings(p: readonly Point[], q: readonly Point[]): number {
  const shared = sharedEnds(p, q)
  let count = 0
  for (let i = 1; i < p.length; i++) {
    // A hair's breadth aside, so that no corner lies on the other line: a crossing there would count twice or never.
    const [a, b] = [perturb(p[i - 1]!), perturb(p[i]!)]
    for (let j = 1; j < q.length; j++) {
      if (!isCrossing(a, b, q[j - 1]!, q[j]!)) continue
      const at = crossingPoint(a, b, q[j - 1]!, q[j]!)
      if (!shared.some(end => isNear(end, at))) count++
    }
  }
  return count
}

/** Where both lines end: there they meet and do not cross. */
function sharedEnds(p: readonly Point[], q: readonly Point[]): readonly Point[] {
  const ends = [q[0], q.at(-1)]
  return [p[0], p.at(-1)].flatMap(end => (end && ends.some(other => other && isNear(end, other)) ? [end] : []))
}

function isNear(a: Point, b: Point): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) < 0.5
}

function crossingPoint(a: Point, b: Point, c: Point, d: Point): Point {
  const across = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x)
  const t = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / across
  return { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) }
}

function perturb({ x, y }: Point): Point {
  return { x: x + 0.00137, y: y + 0.00071 }
}

/** Whether two line segments cross, each from one side of the other to the other side. */
export function isCrossing(a: Point, b: Point, c: Point, d: Point): boolean {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
}

function turn(a: Point, b: Point, c: Point): number {
  return Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x))
}
