import { describe, expect, test } from 'vitest'
import { createTextMeasurer } from '../../src/build/measure-text.ts'
import { lowerOrigins, withOriginsAt } from '../../src/canvas/lowered-origins.ts'
import { layoutStage } from '../../src/layout/layout-stage.ts'
import { TALK_GRAPH } from '../layout/talk-graph.ts'

const layout = layoutStage(TALK_GRAPH, createTextMeasurer())
const all = layout.boxes.map(it => it.id)
const above = layout.boxes.filter(it => !it.isOrigin)
const [top, bottom] = [Math.min(...above.map(it => it.y)), Math.max(...above.map(it => it.y + it.height))]
/** How far the letters of a slab's label reach above and below its baseline, px. */
const [CAPITAL, FOOT] = [10.5, 3.8]
const slot = (height: number) => ({ x: 40, y: 100, width: layout.width + 20, height })

describe('lowGround(layout, shown, slot)', () => {
  test('draws the slabs in the slot, below the boxes and at full size, where the whole stage has no room', () => {
    for (const spare of [40, 50, 60]) {
      const { camera, origins } = lowerOrigins(layout, all, slot(bottom - top + spare))!
      expect(camera.scale).toBe(1)
      expect(top + camera.y).toBeGreaterThanOrEqual(slot(0).y - 3)
      expect(origins.y).toBeGreaterThan(bottom + 13)
      expect(origins.y + origins.height + camera.y).toBeLessThanOrEqual(100 + bottom - top + spare + 3)
    }
  })

  test('gives nothing where there is no room for that either, in height or in width', () => {
    expect(lowerOrigins(layout, all, slot(bottom - top + 20))).toBeUndefined()
    expect(lowerOrigins(layout, all, { ...slot(bottom - top + 60), width: layout.width / 2 })).toBeUndefined()
  })
})

describe('lowGround(layout, shown, slot), whatever is shown', () => {
  const slabs = layout.boxes.filter(it => it.isOrigin)
  const most = Math.max(...slabs.map(it => it.y + it.height)) - bottom

  test('has no slab begin below where the links to it end', () => {
    for (let spare = 40; spare <= most; spare++) {
      const { origins } = lowerOrigins(layout, all, slot(bottom - top + spare))!
      expect(origins.y).toBeLessThanOrEqual(Math.min(...slabs.map(it => it.y)))
      expect(origins.height).toBeGreaterThanOrEqual(22)
      expect(origins.height).toBeLessThanOrEqual(Math.max(...slabs.map(it => it.height)))
    }
  })

  test('has the whole of every slab in the slot, also where it is wider than what stands on it', () => {
    const last = above.reduce((a, b) => (b.x > a.x ? b : a))
    const { camera } = lowerOrigins(
      layout,
      all.filter(it => it !== last.id),
      slot(bottom - top + 50),
    )!
    for (const { x, width } of slabs) {
      expect(x + camera.x).toBeGreaterThanOrEqual(slot(0).x)
      expect(x + width + camera.x).toBeLessThanOrEqual(slot(0).x + slot(0).width)
    }
  })
})

describe('onGround(box, origins)', () => {
  const box = {
    id: 'exceptions',
    row: 0,
    isOrigin: true,
    x: 10,
    y: 200,
    width: 80,
    height: 36,
    lines: [{ text: 'Exceptions', weight: 600, x: 50, y: 223, width: 60 }],
  } as const

  test('moves a label along with its slab, and leaves the box else as it is', () => {
    expect(withOriginsAt(box, { y: 100, height: 22 })).toEqual({
      ...box,
      y: 100,
      height: 22,
      lines: [{ ...box.lines[0], y: 114.5 }],
    })
  })

  test('keeps a label, the feet of its letters included, off the outline of a low slab', () => {
    const { origins } = lowerOrigins(layout, all, slot(bottom - top + 50))!
    for (const slab of layout.boxes.filter(it => it.isOrigin)) {
      const {
        y,
        height,
        lines: [line],
      } = withOriginsAt({ ...slab, lines: slab.lines.map(it => ({ ...it, width: 60 })) }, origins)
      const [head, foot] = [line!.y - CAPITAL - y, y + height - line!.y - FOOT]
      expect(Math.min(head, foot)).toBeGreaterThan(2)
      expect(Math.abs(head - foot)).toBeLessThan(2)
    }
  })
})
