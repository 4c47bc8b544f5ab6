import { describe, expect, test } from 'vitest'
import { frameRowHeight, isTall, sketchHeight, TALL_PX } from '../../src/canvas/panel-size.ts'

const frame = (rows: number, columns?: number) => ({ kind: 'frame', rows: Array(rows).fill(0), columns }) as const
const code = (lines: number) => ({ kind: 'code', lines: Array(lines).fill('') }) as const

describe('frameRowHeight(panels, panel, rowWidth)', () => {
  test('lets the rows fill the height of the code beside them, up to a limit, and never makes the row of panels higher', () => {
    for (let lines = 1; lines <= 12; lines++)
      for (let rows = 1; rows <= 12; rows++) {
        const panels = [code(lines), frame(rows)]
        const height = frameRowHeight(panels, panels[1]!, 892)!
        expect(height).toBeGreaterThanOrEqual(21)
        expect(height).toBeLessThanOrEqual(34)
        expect(28 + height * rows).toBeLessThanOrEqual(sketchHeight(panels, 892))
      }
    expect(frameRowHeight([code(8), frame(4)], frame(4), 892)).toBe(34)
    expect(frameRowHeight([code(6), frame(5)], frame(5), 892)).toBe(28)
  })

  test('is undefined without code, and for code', () => {
    expect(frameRowHeight([frame(4), frame(4)], frame(4), 892)).toBeUndefined()
    expect(frameRowHeight([code(8), frame(4)], code(8), 892)).toBeUndefined()
  })
})

describe('isTall(panels)', () => {
  test('is true for one column of many rows alone, which then has low rows', () => {
    expect(isTall([frame(17)])).toBe(true)
    expect(sketchHeight([frame(17)], 892)).toBe(28 + 17 * TALL_PX.row)
    expect([isTall([frame(13)]), isTall([frame(17, 3)]), isTall([code(12)]), isTall([frame(17), code(1)])]).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})
