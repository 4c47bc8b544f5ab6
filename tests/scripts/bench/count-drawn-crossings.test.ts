import { describe, expect, test } from 'vitest'
import { drawnCrossings } from '../../../scripts/bench/count-drawn-crossings.ts'

const line = (...xy: (readonly [number, number])[]) => xy.map(([x, y]) => ({ x, y }))

describe('drawnCrossings(lines)', () => {
  test.for([
    ['none between lines side by side', [line([0, 0], [0, 9]), line([5, 0], [5, 9])], 0],
    ['one in an X', [line([0, 0], [9, 9]), line([9, 0], [0, 9])], 1],
    ['one where a corner lies on the other line', [line([0, 0], [5, 5], [6, 12]), line([0, 4], [5, 5], [9, 6])], 1],
    ['two where a line goes there and back', [line([0, 0], [5, 9], [9, 0]), line([0, 5], [9, 5])], 2],
    ['none where two only begin in one point', [line([0, 0], [9, 9]), line([0, 0], [9, 1]), line([0, 0], [1, 9])], 0],
  ] as const)('counts %s', ([, lines, count]) => {
    expect(drawnCrossings(lines)).toBe(count)
  })
})
