import { describe, expect, test } from 'vitest'
import type { Cell, Frame } from '../../../src/model/analysis/register-frame.ts'
import type { FieldState } from '../../../src/model/schema/capture.ts'
import { frameRows } from '../../../src/deck/panels/register-rows.ts'

const STATES: readonly FieldState[] = ['captured', 'computed', 'made-up', 'unset', 'unknown']

/** A frame with a field for each state, `f0` first. */
function frameOf(states: readonly FieldState[], more: Readonly<Record<number, Partial<Cell>>> = {}): Frame {
  return states.map((state, i) => ({
    field: { name: `f${i}`, offset: 8 * i, size: 8 },
    state,
    group: i,
    ...more[i],
  }))
}

/** States that differ from field to field as much as they can. */
const alternating = Array.from({ length: 44 }, (_, i) => STATES[(i * 3) % STATES.length]!)

describe('frameRows(frame, { maxRows })', () => {
  test.for([1, 2, 5, 12, 43, 44, 60])('folds the frame that alternates most into %i rows', maxRows => {
    const frame = frameOf(alternating)
    const rows = frameRows(frame, { rows: 'states', characters: 22, maxRows })
    expect(rows.length).toBe(Math.min(maxRows, 44))
    expect(rows.flatMap(it => it.registers)).toEqual(frame.map(it => it.field.name))
    for (const row of rows) {
      const states = new Set(row.registers.map(name => frame.find(it => it.field.name === name)!.state))
      expect(new Set([row.state, ...(row.others ?? []).map(it => it.state)]), row.label).toEqual(states)
    }
  })

  test('joins first what loses least: values of one state, then the fewest states', () => {
    const frame = frameOf(['captured', 'made-up', 'made-up', 'unset', 'captured'], {
      1: { value: '0' },
      2: { value: '1' },
    })
    const rows = (maxRows: number) =>
      frameRows(frame, { rows: 'states', maxRows }).map(it => `${it.label}: ${it.state}, ${it.text}`)
    expect(rows(5)[1]).toBe('f1: made-up, 0')
    expect(rows(4)).toEqual([
      'f0: captured, captured',
      'f1 f2: made-up, made up',
      'f3: unset, never written',
      'f4: captured, captured',
    ])
    expect(rows(3).at(-1)).toBe('f3 f4: unset, never written')
  })

  test('says which fields and bits of a row are in another state', () => {
    const bits = [{ from: 28, to: 31, state: 'made-up' as const }]
    const frame = frameOf(['captured', 'captured', 'unset'], { 1: { bits } })
    const others = (maxRows: number) => frameRows(frame, { rows: 'states', maxRows }).map(it => it.others)
    expect(others(3)).toEqual([undefined, [{ state: 'made-up', words: 'bits 28 to 31' }], undefined])
    expect(others(1)).toEqual([
      [
        { state: 'unset', words: 'f2' },
        { state: 'made-up', words: 'bits 28 to 31 of f1' },
      ],
    ])
  })
})

describe('frameRows(frame, { signed, values })', () => {
  const frame = frameOf(['captured', 'captured', 'made-up', 'unset'], { 2: { value: 'two parts' } })
  const signed = new Map([
    ['f0', { release: '7.2', value: '' }],
    ['f2', { release: '6.1', value: '0x60000005' }],
    ['f3', { release: '7.2', value: '0x1' }],
  ])

  test('a row is signed where all of its registers are, by the kernels that showed it', () => {
    const of = (rows: 'runs' | 'each') => frameRows(frame, { rows, signed }).map(it => it.signed)
    expect(of('each')).toEqual(['kernel 7.2', undefined, 'kernel 6.1: 0x60000005', 'kernel 7.2: 0x1'])
    expect(of('runs')).toEqual([undefined, 'kernel 6.1: 0x60000005', 'kernel 7.2: 0x1'])
  })

  test('shows what stood there, after what was read where there is room', () => {
    const text = (characters: number) => frameRows(frame, { signed, values: { of: ['f0', 'f2'], characters } })[1]!.text
    expect(text(60)).toBe('two parts: 0x60000005 in 6.1')
    expect(text(30)).toBe('0x60000005 in 6.1')
  })
})
