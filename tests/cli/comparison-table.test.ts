import { describe, expect, test } from 'vitest'
import { comparisonTable } from '../../src/cli/comparison-table.ts'

describe('comparisonTable(rows, a, b)', () => {
  test('names a kind once, and writes a dash where a side lacks the thing', () => {
    expect(
      comparisonTable(
        [
          { what: 'symbol', id: 'MMU', a: 'y', b: 'n' },
          { what: 'symbol', id: 'FPU', b: 'y' },
        ],
        'here',
        'there',
      )
        .split('\n')
        .map(it => it.replace(/ +/g, ' ')),
    ).toEqual([' here there', 'symbol MMU y n', ' FPU – y', ''])
  })

  test.for([
    ['many words', 'word '.repeat(60).trim()],
    ['one long word', 'x'.repeat(1107)],
  ])('keeps %s in their column and the line within 120 characters', ([, long]) => {
    const text = comparisonTable([{ what: 'hazard', id: long!, a: long!, b: long! }], 'here', 'there')
    expect(Math.max(...text.split('\n').map(it => it.length))).toBeLessThanOrEqual(120)
    expect(text.replace(/here|there|hazard|\s/g, '').length).toBe(3 * long!.replaceAll(' ', '').length)
  })
})
