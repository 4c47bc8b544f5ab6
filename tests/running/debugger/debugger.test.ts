import { describe, expect, test } from 'vitest'
import { targetRegisters } from '../../../src/running/debugger/target-description.ts'
import { bytesOf, numberOf } from '../../../src/running/debugger/target.ts'

describe('targetRegisters(parts)', () => {
  test('counts registers on, from a number where one is given, and places over all parts', () => {
    const parts = [
      '<reg name="r0" bitsize="64"/><reg name="r1" bitsize="32" regnum="7"/>',
      '<reg name="r2" bitsize="64"/>',
    ]
    expect(targetRegisters(parts)).toEqual([
      { name: 'r0', number: 0, offset: 0, size: 8 },
      { name: 'r1', number: 7, offset: 8, size: 4 },
      { name: 'r2', number: 8, offset: 12, size: 8 },
    ])
  })
})

describe('numberOf(bytes, littleEndian)', () => {
  test.each([true, false])('is what bytesOf() makes, little-endian %s', littleEndian => {
    for (const value of [0n, 1n, 0x1234n, 0xffffaf800331d000n])
      expect(numberOf(bytesOf(value, 8, littleEndian), littleEndian)).toBe(value)
    expect(bytesOf(-1n, 4, littleEndian).toString('hex')).toBe('ffffffff')
  })
})
