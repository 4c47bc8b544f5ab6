import { describe, expect, test } from 'vitest'
import { assignLanes, lanesHeight } from '../../../src/layout/routing/lanes.ts'

const spans = (...ends: (readonly [number, number])[]) => ends.map(([left, right]) => ({ left, right }))

describe('assignLanes(spans)', () => {
  test.for([
    ['puts links that do not touch on one lane', spans([0, 50], [100, 150]), [0, 0]],
    ['puts a longer link outside a shorter one', spans([0, 200], [50, 100]), [1, 0]],
    ['puts two that overlap on two lanes', spans([0, 100], [50, 151]), [0, 1]],
    ['nests three', spans([0, 300], [100, 150], [50, 200]), [2, 0, 1]],
  ] as const)('%s', ([, links, lanes]) => {
    expect(assignLanes(links)).toEqual(lanes)
  })
})

describe('lanesHeight(count)', () => {
  test('is 0 without lanes, and grows by one lane each', () => {
    expect([0, 1, 2].map(lanesHeight)).toEqual([0, 18, 27])
  })
})
