import { describe, expect, test } from 'vitest'
import { cameraFor } from '../../src/canvas/camera.ts'
import { layoutStage } from '../../src/layout/layout-stage.ts'
import type { Rect, StageLayout } from '../../src/layout/stage-layout.ts'
import { TALK_GRAPH } from '../layout/talk-graph.ts'

const layout = layoutStage(TALK_GRAPH, text => text.length * 8)
const SLOT: Rect = { x: 44, y: 200, width: 892, height: 300 }

/** Scale, and the borders of what is framed, slide px. */
function framed(stage: StageLayout, ids: readonly string[], slot: Rect, maxScale: number) {
  const { scale, x, y } = cameraFor(stage, ids, slot, { maxScale })
  const boxes = stage.boxes.filter(({ id }) => ids.includes(id))
  return {
    scale,
    left: Math.min(...boxes.map(box => box.x)) * scale + x,
    right: Math.max(...boxes.map(box => box.x + box.width)) * scale + x,
    top: Math.min(...boxes.map(box => box.y)) * scale + y,
    bottom: Math.max(...boxes.map(box => box.y + box.height)) * scale + y,
  }
}

describe('cameraFor(layout, ids, slot, { maxScale })', () => {
  test.for(TALK_GRAPH.reveals.map((ids, scene) => [scene, ids] as const))(
    'keeps scene %i inside the slot',
    ([, ids]) => {
      const { left, right, top, bottom } = framed(layout, ids, SLOT, 3)
      expect(left).toBeGreaterThan(SLOT.x)
      expect(right).toBeLessThan(SLOT.x + SLOT.width)
      expect(top).toBeGreaterThan(SLOT.y)
      expect(bottom).toBeLessThanOrEqual(SLOT.y + SLOT.height + 1e-9)
    },
  )

  test('puts one box on the lower edge of the slot, in the middle, and enlarges it up to maxScale', () => {
    const { left, right, bottom, scale } = framed(layout, ['ptrace'], SLOT, 1.5)
    expect(scale).toBe(1.5)
    expect((left + right) / 2).toBeCloseTo(490)
    expect(bottom).toBeCloseTo(500)
  })

  test('frames a link that goes around its boxes', () => {
    const alone = cameraFor(layout, ['kprobe'], SLOT, { maxScale: 1 })
    const joined = cameraFor(layout, ['kprobe', 'ftrace'], SLOT, { maxScale: 1 })
    expect(joined.y).toBeLessThan(alone.y)
  })

  test('frames the whole stage when no id is given', () => {
    const { scale, x } = cameraFor(layout, [], { x: 0, y: 0, width: layout.width + 12, height: 1000 }, { maxScale: 9 })
    expect(scale).toBeCloseTo(1)
    expect(x).toBeCloseTo(6)
  })

  test('throws at an unknown id', () => {
    expect(() => cameraFor(layout, ['ptrace', 'missing'], SLOT, { maxScale: 1 })).toThrow(
      'a camera can only frame boxes of the stage, got missing',
    )
  })
})
