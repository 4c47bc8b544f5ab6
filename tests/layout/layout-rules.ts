import { isCrossing } from '../../scripts/bench/count-drawn-crossings.ts'
import type { Point, Rect, StageLayout } from '../../src/layout/stage-layout.ts'

/** Links that come further than half a px into a box: `LINK through BOX`. */
export function linksThroughBoxes({ boxes, links }: StageLayout): readonly string[] {
  return links.flatMap(({ id, points }) =>
    boxes.filter(box => isThrough(points, box)).map(box => `${id} through ${box.id}`),
  )
}

/** Pairs of boxes that are less than `gap` px apart. */
export function boxesTooNear({ boxes }: StageLayout, gap: number): readonly string[] {
  return boxes.flatMap((a, i) =>
    boxes.slice(0, i).flatMap(b => {
      const isClear =
        a.x + a.width + gap <= b.x + 0.011 ||
        b.x + b.width + gap <= a.x + 0.011 ||
        a.y + a.height < b.y ||
        b.y + b.height < a.y
      return isClear ? [] : [`${a.id} and ${b.id}`]
    }),
  )
}

/** Pairs of links that run along each other: straight stretches in one direction, less than `gap` px apart. */
export function linksOnOneLine({ links }: StageLayout, gap: number): readonly string[] {
  const stretches = links.flatMap(({ id, points }) => points.slice(1).map((to, i) => ({ id, from: points[i]!, to })))
  const upright = stretches
    .filter(({ from, to }) => from.x === to.x && from.y !== to.y)
    .map(({ id, from, to }) => ({ id, at: from.x, low: Math.min(from.y, to.y), high: Math.max(from.y, to.y) }))
  const level = stretches
    .filter(({ from, to }) => from.y === to.y && from.x !== to.x)
    .map(({ id, from, to }) => ({ id, at: from.y, low: Math.min(from.x, to.x), high: Math.max(from.x, to.x) }))
  return [upright, level].flatMap(lines =>
    lines.flatMap((a, i) =>
      lines
        .slice(0, i)
        .flatMap(b =>
          a.id !== b.id && Math.abs(a.at - b.at) < gap && a.low < b.high && b.low < a.high
            ? [`${a.id} on ${b.id}`]
            : [],
        ),
    ),
  )
}

/** Whether a point lies on a box's border, within a hundredth of a px. */
export function isOnBorder({ x, y }: Point, box: Rect): boolean {
  const [left, right, top, bottom] = [x - box.x, box.x + box.width - x, y - box.y, box.y + box.height - y]
  return Math.min(left, right, top, bottom) > -0.011 && [left, right, top, bottom].some(far => Math.abs(far) < 0.011)
}

function isThrough(points: readonly Point[], { x, y, width, height }: Rect): boolean {
  const [left, right, top, bottom] = [x + 0.5, x + width - 0.5, y + 0.5, y + height - 0.5]
  const isInside = (point: Point) => point.x > left && point.x < right && point.y > top && point.y < bottom
  const diagonals = [
    [
      { x: left, y: top },
      { x: right, y: bottom },
    ],
    [
      { x: left, y: bottom },
      { x: right, y: top },
    ],
  ] as const
  return points.some(
    (point, i) =>
      isInside(point) || (i > 0 && diagonals.some(([from, to]) => isCrossing(points[i - 1]!, point, from, to))),
  )
}
