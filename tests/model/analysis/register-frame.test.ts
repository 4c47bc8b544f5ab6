import type { BitRange, Conversion } from '../../../src/model/schema/capture.ts'
import { randomInt, randomLcg } from 'd3'
import { describe, expect, test } from 'vitest'
import { convertFrame, SEVERITY, stateWhenRead, type Cell } from '../../../src/model/analysis/register-frame.ts'
import { seeds } from '../../sample.ts'

const field = { name: 'a', offset: 0, size: 8 }
const sources = [{ file: 'x.c', known: 'read' as const }]
const struct = { name: 'pt_regs', since: '1.0', size: 8, sources, fields: [field] }

/** The state of each bit, the plain way. */
function bitStates(cell: Cell): readonly string[] {
  return Array.from(
    { length: 64 },
    (_, bit) => cell.bits?.find(it => it.from <= bit && bit <= it.to)?.state ?? cell.state,
  )
}

/** A field with up to four runs of bits in another state. */
function randomCell(seed: number): { readonly cell: Cell; readonly draw: (below: number) => number } {
  const random = randomLcg(seed)
  const draw = (below: number) => randomInt.source(random)(below)()
  const state = () => SEVERITY[draw(SEVERITY.length)]!
  const bits: BitRange[] = []
  for (let from = draw(16); from < 64; from += 1 + draw(32)) {
    const to = Math.min(63, from + draw(16))
    bits.push({ from, to, state: state(), value: 'x' })
    from = to
  }
  return { cell: { field, state: state(), group: 0, value: 'x', ...(bits.length > 0 && { bits }) }, draw }
}

describe('stateWhenRead(cell, mask)', () => {
  test('is the worst state of the bits that are read', () => {
    for (const seed of seeds(200, 5000)) {
      const { cell, draw } = randomCell(seed)
      const from = draw(64)
      const to = from + draw(64 - from)
      const read = bitStates(cell).slice(from, to + 1)
      expect(stateWhenRead(cell, { from, to }).state, `seed ${seed}`).toBe(SEVERITY.findLast(it => read.includes(it)))
    }
  })

  test('is that of the whole field without a mask', () => {
    for (const seed of seeds(50, 1000)) {
      const { cell } = randomCell(seed)
      expect(stateWhenRead(cell)).toEqual(stateWhenRead(cell, { from: 0, to: 63 }))
    }
  })

  test('is never written where a field is no register and nothing is put there', () => {
    expect(stateWhenRead({ field, state: 'none', group: 0 }).state).toBe('unset')
    expect(stateWhenRead({ field, state: 'none', group: 0, value: '-1' })).toEqual({ state: 'none', value: '-1' })
  })
})

describe('convertFrame(frame, conversion, struct)', () => {
  test('copies each bit, but for those that the conversion changes', () => {
    for (const seed of seeds(200, 5000)) {
      const { cell } = randomCell(seed)
      const { cell: changed } = randomCell(seed + 1_000_003)
      const conversion = {
        writes: [{ fields: ['a'], state: 'copied', bits: changed.bits }],
      } as unknown as Conversion
      const [after] = convertFrame([cell], conversion, struct)
      const before = bitStates(cell)
      const wanted = before.map(
        (state, bit) => changed.bits?.find(it => it.from <= bit && bit <= it.to)?.state ?? state,
      )
      expect(bitStates(after!), `seed ${seed}`).toEqual(wanted)
    }
  })
})
