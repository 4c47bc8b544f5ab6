import { describe, expect, test } from 'vitest'
import { hatchInside, hatchPath } from '../../src/canvas/hatch.ts'

/** The ends of the strokes of a path of `M x,y L x,y`. */
const ends = (d: string) =>
  d
    .split(/(?=M)/)
    .filter(Boolean)
    .map(it => it.match(/[\d.]+,[\d.]+/g)!.map(end => end.split(',').map(Number) as [number, number]))

const boxes = [
  { x: 0, y: 0, width: 77, height: 28 },
  { x: 12, y: 40, width: 350, height: 36 },
  { x: 3, y: 5, width: 60, height: 48 },
  { x: 0, y: 0, width: 30, height: 20 },
]

describe('hatchPath(box, spacing, first)', () => {
  test('draws strokes up and to the right at 45 degrees, from edge to edge', () => {
    for (const box of boxes) {
      for (const [[x0, y0], [x1, y1]] of ends(hatchPath(box)) as [[number, number], [number, number]][]) {
        expect(x1 - x0).toBeCloseTo(y0 - y1, 1)
        expect(x0 === box.x || y0 === box.y + box.height).toBe(true)
        expect(y1 === box.y || x1 === box.x + box.width).toBe(true)
      }
    }
  })
})

describe('hatchInside(box)', () => {
  test('keeps every stroke inside the outline, also at round corners', () => {
    const radius = 6
    for (const box of boxes) {
      const inside = ([x, y]: [number, number]) => {
        const near = (at: number, from: number, size: number) =>
          Math.max(from + radius - at, at - from - size + radius, 0)
        return Math.hypot(near(x, box.x, box.width), near(y, box.y, box.height)) < radius
      }
      const strokes = ends(hatchInside(box))
      expect(strokes.length).toBeGreaterThan(3)
      expect(strokes.flat().filter(it => !inside(it))).toEqual([])
    }
  })
})
