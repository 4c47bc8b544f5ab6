import { describe, expect, test } from 'vitest'
import { signedFields, signedFrames } from '../../../src/model/measured/signed-fields.ts'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'
import type { Measured } from '../../../src/model/schema/measured.ts'

const { value: data } = readDataset(loadFiles())
const TRAMPOLINE = 'arm64-kretprobe-trampoline'
type Fields = Measured['captures'][number]['fields']

/** A record of arm64's kretprobe trampoline: all of it undecided, but for these fields. */
function kernel(release: string, fields: Fields, more: readonly Fields[] = []): Measured {
  const captures = [fields, ...more].map((it, i) => ({ capture: TRAMPOLINE, by: `way ${i}`, calls: 20, fields: it }))
  return { arch: 'arm64', release, build: 'x', emulator: 'x', cpu: 'x', config: {}, captures }
}

const signed = (...measured: readonly Measured[]) =>
  Object.fromEntries(signedFields(signedFrames(measured, data), TRAMPOLINE))

describe('signedFrames(measured, data)', () => {
  test('has the fields that were measured as they were read, with what stood there', () => {
    const its = signed(
      kernel('6.1.170', [
        { from: 'regs[0]', to: 'regs[1]', state: 'captured' },
        { fields: ['pstate'], state: 'made-up', note: 'x', example: '0x60000005' },
        { fields: ['pmr_save'], state: 'unset', example: '0x1' },
      ]),
    )
    expect(its).toEqual({
      'regs[0]': { release: '6.1.170', value: '' },
      'regs[1]': { release: '6.1.170', value: '' },
      pstate: { release: '6.1.170', value: '0x60000005' },
      pmr_save: { release: '6.1.170', value: '0x1' },
    })
  })

  test('leaves out what the values could not tell, and what differs from what was read', () => {
    expect(signed(kernel('6.1.170', [{ fields: ['pstate'], state: 'unknown' }]))).toEqual({})
    expect(signed(kernel('6.1.170', [{ fields: ['pstate'], state: 'captured' }]))).toEqual({})
    const explained = [{ fields: ['pstate'], state: 'unset', explained: 'x' }] satisfies Fields
    expect(signed(kernel('6.1.170', [{ fields: ['pstate'], state: 'made-up' }], [explained]))).toEqual({})
  })

  test('names the newest kernel that signed a field', () => {
    const fields = [{ fields: ['pstate'], state: 'made-up', value: '0x5' }] satisfies Fields
    const older = kernel('6.1.9', [...fields, { fields: ['pc'], state: 'captured' }])
    const its = signed(older, kernel('6.1.170', fields))
    expect([its.pstate?.release, its.pc?.release]).toEqual(['6.1.170', '6.1.9'])
  })
})

describe('signedFields(all, capture, conversions)', () => {
  test('is about the frame behind these conversions alone', () => {
    const all = [
      { capture: 'a', release: '7.0', values: { x: '' } },
      { capture: 'a', through: 'b', release: '7.0', values: { y: '' } },
    ]
    expect([...signedFields(all, 'a').keys()]).toEqual(['x'])
    expect([...signedFields(all, 'a', ['b']).keys()]).toEqual(['y'])
    expect([...signedFields(all, 'a', ['b', 'c']).keys()]).toEqual([])
  })
})
