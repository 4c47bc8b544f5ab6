import { describe, expect, test } from 'vitest'
import type { Cell, Frame } from '../../../src/model/analysis/register-frame.ts'
import type { FieldState } from '../../../src/model/schema/capture.ts'
import { readValidDeck } from '../../../src/build/read-deck.ts'
import { frameRows, type FrameRow, type RowOptions } from '../../../src/deck/panels/register-rows.ts'
import { holdsIn } from '../../../src/model/analysis/compare-releases.ts'
import { captureFrame } from '../../../src/model/analysis/register-frame.ts'
import { structAt } from '../../../src/model/analysis/struct-at.ts'

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
  test.for([1, 2, 5, 12, 43, 44, 60])(
    'folds the frame that alternates most into %i rows, or a row a state',
    maxRows => {
      const frame = frameOf(alternating)
      const rows = frameRows(frame, { rows: 'states', characters: 22, maxRows })
      expect(rows.length).toBe(Math.max(STATES.length, Math.min(maxRows, 44)))
      expect(rows.flatMap(it => it.registers).toSorted()).toEqual(frame.map(it => it.field.name).toSorted())
      for (const row of rows) expect(mixedIn(row, frame)).toEqual([])
    },
  )

  test('joins first what loses least: neighbours of one value, then fields elsewhere, then values', () => {
    const frame = frameOf(['captured', 'made-up', 'made-up', 'unset', 'captured', 'unset', 'unset'], {
      1: { value: '0' },
      2: { value: '1' },
    })
    const rows = (maxRows: number) =>
      frameRows(frame, { rows: 'states', maxRows }).map(it => `${it.label}: ${it.state}, ${it.text}`)
    expect(rows(6)[1]).toBe('f1: made-up, 0')
    expect(rows(5)).toEqual([
      'f0: captured, captured',
      'f1: made-up, 0',
      'f2: made-up, 1',
      'f3, f5 f6: unset, never written',
      'f4: captured, captured',
    ])
    expect(rows(3)).toEqual([
      'f0, f4: captured, captured',
      'f1 f2: made-up, made up',
      'f3, f5 f6: unset, never written',
    ])
    expect(rows(1)).toEqual(rows(3))
  })

  test('keeps apart fields that are read and that come at another step, and as long as there is room, the UAPI', () => {
    const frame = frameOf(['captured', 'unset', 'captured', 'unset', 'captured'], {
      4: { field: { name: 'f4', offset: 32, size: 8, uapi: true } },
    })
    const labels = (options: RowOptions) =>
      frameRows(frame, { rows: 'states', maxRows: 1, ...options }).map(it => it.label)
    expect(labels({ maxRows: 3 })).toEqual(['f0, f2', 'f1, f3', 'f4'])
    expect(labels({})).toEqual(['f0, f2, f4', 'f1, f3'])
    expect(frameRows(frame, { rows: 'states', maxRows: 1 }).map(it => it.uapi)).toEqual([false, false])
    expect(labels({ ownRows: new Set(['f2']) })).toEqual(['f0, f4', 'f1, f3', 'f2'])
    expect(labels({ fillsAtStep: [0, 1, 2, 1, 0] })).toEqual(['f0, f4', 'f1, f3', 'f2'])
  })

  test('says which bits of a row are in another state, and keeps their field apart', () => {
    const bits = [{ from: 28, to: 31, state: 'made-up' as const }]
    const frame = frameOf(['captured', 'captured', 'unset'], { 1: { bits } })
    const others = (maxRows: number) => frameRows(frame, { rows: 'states', maxRows }).map(it => it.others)
    expect(others(3)).toEqual([undefined, [{ state: 'made-up', words: 'bits 28 to 31' }], undefined])
    expect(others(1)).toEqual(others(3))
  })
})

describe('frameRows(frame, options) of every capture', () => {
  const { data } = readValidDeck()
  const frames = [...data.captures].flatMap(([id, { arch, value }]) => {
    const forms = data.arches.find(it => it.id === arch)!.structs!.filter(it => it.name === value.struct)
    const releases = new Set([value.since, ...forms.map(it => it.since).filter(it => holdsIn(value, it))])
    return [...releases].map(release => ({
      id,
      frame: captureFrame(
        value,
        structAt(
          data.arches.find(it => it.id === arch)!,
          value.struct,
          release,
        )!,
      ),
    }))
  })

  test('a row has fields of one state, and the bar of the UAPI where all are of it, however few rows there are', () => {
    expect(frames.length).toBeGreaterThan(data.captures.size / 2)
    const mixed = frames.flatMap(({ id, frame }) =>
      (['runs', 'states'] as const).flatMap(rows =>
        [1, 4, 7, 10, 14, 20, Infinity].flatMap(maxRows =>
          frameRows(frame, { rows, maxRows, characters: 22 }).flatMap(row =>
            mixedIn(row, frame).map(it => `${id}, ${rows}, ${maxRows} rows: ${row.label} has ${it}`),
          ),
        ),
      ),
    )
    expect(mixed).toEqual([])
  })
})

/** What does not hold for all fields of a row: the state that it shows, bits in another one, the bar of the UAPI. */
function mixedIn(row: FrameRow, frame: Frame): readonly string[] {
  return row.registers.flatMap(name => {
    const cell = frame.find(it => it.field.name === name)!
    const state = row.slots?.includes(name) ? 'none' : row.state
    const bits = (cell.bits ?? []).map(it => it.state)
    return [
      ...(cell.state === state ? [] : [`${name} as ${row.state}, and it is ${cell.state}`]),
      ...(row.slots?.includes(name) && cell.value !== undefined
        ? [`${name} as never written, and it has a value`]
        : []),
      ...(String(bits) === String((row.others ?? []).map(it => it.state)) ? [] : [`other bits than ${name}`]),
      ...(row.uapi && !cell.field.uapi ? [`the bar of the UAPI, of which ${name} is no part`] : []),
    ]
  })
}

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
