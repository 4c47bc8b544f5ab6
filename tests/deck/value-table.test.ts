import { describe, expect, test } from 'vitest'
import { deckModules } from '../../src/build/deck-modules.ts'
import { fromTable, toTable } from '../../src/deck/value-table.ts'

describe('toTable(value), fromTable(table)', () => {
  test('list each part once, those of a part before it', () => {
    expect(toTable({ a: [1, 'x'], b: [1, 'x'], c: 1 })).toEqual([1, 'x', [0, 1], { a: 2, b: 2, c: 0 }])
  })

  test.for([
    [0],
    ['0'],
    [[0]],
    [{ 0: 0 }],
    [null],
    [{}],
    [[]],
    [[[0], ['0'], 0, '0', [[0]], { a: [] }, { a: {} }, true, null]],
  ])('give %j again', ([value]) => {
    expect(fromTable(toTable(value))).toEqual(value)
  })

  test('give the timelines a third of the room that they took', () => {
    const json = deckModules().timelines()
    const whole = JSON.stringify(fromTable(JSON.parse(json) as unknown[]))
    expect(json.length).toBeLessThan(0.4 * whole.length)
  })
})
