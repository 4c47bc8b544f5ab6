import { describe, expect, test } from 'vitest'
import { createTextMeasurer } from '../../src/build/measure-text.ts'
import { lowerOrigins, withOriginsAt } from '../../src/canvas/lowered-origins.ts'
import { layoutStage } from '../../src/layout/layout-stage.ts'
import { TALK_GRAPH } from '../layout/talk-graph.ts'

const layout = layoutStage(TALK_GRAPH, createTextMeasurer())
const all = layout.boxes.map(it => it.id)
const above = layout.boxes.filter(it => !it.isOrigin)
const [top, bottom] = [Math.min(...above.map(it => it.y)), Math.max(...above.map(it => it.y + it.height))]
/** How far the letters of a bar's label reach above and below its baseline, px. */
const [CAPITAL, FOOT] = [10.5, 3.8]
const slot = (height: number) => ({ x: 40, y: 100, width: layout.width + 20, height })

describe('lowerOrigins(layout, shown, slot)', () => {
  test('puts the bars in the slot, below the boxes and at full size, where the whole stage does not fit', () => {
    for (const spare of [40, 50, 60]) {
      const { camera, origins } = lowerOrigins(layout, all, slot(bottom - top + spare))!
      expect(camera.scale).toBe(1)
      // Three px for outlines; where the lanes need it, seven more.
      expect(top + camera.y).toBeGreaterThanOrEqual(slot(0).y - 10)
      expect(origins.y).toBeGreaterThan(bottom + 13)
      expect(origins.y + origins.height + camera.y).toBeLessThanOrEqual(100 + bottom - top + spare)
    }
  })

  test('is undefined where that does not fit either, in height or in width', () => {
    expect(lowerOrigins(layout, all, slot(bottom - top + 20))).toBeUndefined()
    expect(lowerOrigins(layout, all, { ...slot(bottom - top + 60), width: layout.width / 2 })).toBeUndefined()
  })
})

describe('lowerOrigins(layout, shown, slot), for every height', () => {
  const bars = layout.boxes.filter(it => it.isOrigin)
  const most = Math.max(...bars.map(it => it.y + it.height)) - bottom

  test('begins every bar below the lanes, on which links pass other bars, and boxes come closer to what is above first', () => {
    const barsY = Math.min(...bars.map(it => it.y))
    const lanes = layout.links.flatMap(it => it.points.map(({ y }) => y)).filter(y => y > bottom && y < barsY)
    for (let spare = 40; spare <= most; spare++) {
      const { camera, origins } = lowerOrigins(layout, all, slot(bottom - top + spare))!
      expect(origins.y).toBeGreaterThanOrEqual(Math.max(...lanes) + 6)
      if (top + camera.y < slot(0).y - 3) expect(origins.y).toBe(Math.max(...lanes) + 6)
    }
  })

  test('gives what room is left to the bars and to the space above the boxes', () => {
    const at = (spare: number) => lowerOrigins(layout, all, slot(bottom - top + spare))!
    const [tight, wide] = [at(46), at(52)]
    expect(wide.origins.height).toBeGreaterThan(tight.origins.height)
    expect(wide.camera.y).toBeGreaterThan(tight.camera.y)
  })

  test('begins every bar where the links to it end, or above', () => {
    for (let spare = 40; spare <= most; spare++) {
      const { origins } = lowerOrigins(layout, all, slot(bottom - top + spare))!
      expect(origins.y).toBeLessThanOrEqual(Math.min(...bars.map(it => it.y)))
      expect(origins.height).toBeGreaterThanOrEqual(22)
      expect(origins.height).toBeLessThanOrEqual(Math.max(...bars.map(it => it.height)))
    }
  })

  test('keeps every bar inside the slot, also where it is wider than what stands on it', () => {
    const last = above.reduce((a, b) => (b.x > a.x ? b : a))
    const { camera } = lowerOrigins(
      layout,
      all.filter(it => it !== last.id),
      slot(bottom - top + 50),
    )!
    for (const { x, width } of bars) {
      expect(x + camera.x).toBeGreaterThanOrEqual(slot(0).x)
      expect(x + width + camera.x).toBeLessThanOrEqual(slot(0).x + slot(0).width)
    }
  })
})

describe('withOriginsAt(box, origins)', () => {
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

  test('moves the box with its label, and changes nothing else', () => {
    expect(withOriginsAt(box, { y: 100, height: 22 })).toEqual({
      ...box,
      y: 100,
      height: 22,
      lines: [{ ...box.lines[0], y: 114.5 }],
    })
  })

  test('keeps the label, descenders included, off the outline of a low bar', () => {
    const { origins } = lowerOrigins(layout, all, slot(bottom - top + 50))!
    for (const bar of layout.boxes.filter(it => it.isOrigin)) {
      const {
        y,
        height,
        lines: [line],
      } = withOriginsAt({ ...bar, lines: bar.lines.map(it => ({ ...it, width: 60 })) }, origins)
      const [head, foot] = [line!.y - CAPITAL - y, y + height - line!.y - FOOT]
      expect(Math.min(head, foot)).toBeGreaterThan(2)
      expect(Math.abs(head - foot)).toBeLessThan(2)
    }
  })
})
