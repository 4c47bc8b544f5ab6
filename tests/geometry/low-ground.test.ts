import { describe, expect, test } from 'vitest'
import { loadMeasure } from '../../data/model/load-font.ts'
import { lowGround, onGround } from '../../components/geometry/low-ground.ts'
import { layoutStage } from '../../components/geometry/index.ts'
import { TALK_GRAPH } from './talk-graph.ts'

const layout = layoutStage(TALK_GRAPH, loadMeasure())
const all = layout.boxes.map(it => it.id)
const above = layout.boxes.filter(it => !it.isOrigin)
const [top, bottom] = [Math.min(...above.map(it => it.y)), Math.max(...above.map(it => it.y + it.height))]
const slot = (height: number) => ({ x: 40, y: 100, width: layout.width + 20, height })

describe('lowGround(layout, shown, slot)', () => {
  test('draws the slabs in the slot, below the boxes and at full size, where the whole stage has no room', () => {
    for (const spare of [40, 50, 60]) {
      const { camera, ground } = lowGround(layout, all, slot(bottom - top + spare))!
      expect(camera.scale).toBe(1)
      expect(top + camera.y).toBeGreaterThanOrEqual(slot(0).y - 3)
      expect(ground.y).toBeGreaterThan(bottom + 13)
      expect(ground.y + ground.height + camera.y).toBeLessThanOrEqual(100 + bottom - top + spare + 1)
    }
  })

  test('gives nothing where there is no room for that either, in height or in width', () => {
    expect(lowGround(layout, all, slot(bottom - top + 20))).toBeUndefined()
    expect(lowGround(layout, all, { ...slot(bottom - top + 60), width: layout.width / 2 })).toBeUndefined()
  })
})

describe('onGround(box, ground)', () => {
  test('keeps a label in the middle of its slab', () => {
    const box = { id: 'exceptions', row: 0, isOrigin: true, x: 10, y: 200, width: 80, height: 36, lines: [{ text: 'Exceptions', weight: 600, x: 50, y: 223, width: 60 }] } as const
    expect(onGround(box, { y: 100, height: 20 })).toEqual({ ...box, y: 100, height: 20, lines: [{ ...box.lines[0], y: 115 }] })
  })
})
