import { describe, expect, test } from 'vitest'
import { assignLanes, lanesHeight } from '../../../src/layout/routing/lanes.ts'

const spans = (...ends: (readonly [number, number])[]) => ends.map(([left, right]) => ({ left, right }))

describe('assignLanes(spans)', () => {
  test.for([
    ['puts links that do not meet on one lane', spans([0, 50], [100, 150]), [0, 0]],
    ['keeps a short one inside a longer one', spans([0, 200], [50, 100]), [1, 0]],
    ['parts two that overlap', spans([0, 100], [50, 151]), [0, 1]],
    ['nests as deep as it must', spans([0, 300], [100, 150], [50, 200]), [2, 0, 1]],
  ] as const)('%s', ([, links, lanes]) => {
    expect(assignLanes(links)).toEqual(lanes)
  })
})

describe('lanesHeight(count)', () => {
  test('is nothing for none and grows by a lane each', () => {
    expect([0, 1, 2].map(lanesHeight)).toEqual([0, 18, 27])
  })
})
