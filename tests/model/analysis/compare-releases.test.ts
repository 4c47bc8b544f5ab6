import { describe, expect, test } from 'vitest'
import { compareReleases, holdsIn } from '../../../src/model/analysis/compare-releases.ts'

describe('compareReleases(a, b)', () => {
  test('orders releases as the kernel does, number by number', () => {
    const inOrder = [
      '0.01',
      '0.95',
      '2.6.9',
      '2.6.13',
      '2.6.27',
      '3.5',
      '4.0',
      '5.18',
      '6.1',
      '6.1.192',
      '6.9',
      '6.10',
      '6.12',
    ]
    expect([...inOrder].reverse().sort(compareReleases)).toEqual(inOrder)
  })

  test('is zero only for the same release', () => {
    expect(compareReleases('6.1', '6.1')).toBe(0)
    expect(compareReleases('6.1', '6.10')).toBeLessThan(0)
  })
})

describe('holdsIn({ since, until }, at)', () => {
  test.for([
    ['2.6.12', false],
    ['2.6.13', true],
    ['2.6.16', true],
    ['2.6.17', false],
  ] as const)('a fact of 2.6.13 until 2.6.17, asked in %s: %s', ([at, holds]) => {
    expect(holdsIn({ since: '2.6.13', until: '2.6.17' }, at)).toBe(holds)
  })
})
