import { describe, expect, test } from 'vitest'
import { isotonicRegression } from '../../../src/layout/coordinates/isotonic-regression.ts'

const numbers = (...values: number[]) => Float64Array.from(values)

describe('isotonicRegression(wanted, weights, distances, { min, max })', () => {
  test.for([
    ['keeps positions that are far enough apart', [0, 20, 50], [1, 1, 1], -Infinity, Infinity, [0, 20, 50]],
    ['moves two that are too near by half of what is missing each', [0, 4], [1, 1], -Infinity, Infinity, [-3, 7]],
    ['moves the lighter one more', [0, 4], [3, 1], -Infinity, Infinity, [-1.5, 8.5]],
    ['puts items in the wrong order about their common mean', [20, 10, 0], [1, 1, 1], -Infinity, Infinity, [0, 10, 20]],
    ['keeps the first item at min or above', [-5, 30], [1, 1], 0, Infinity, [0, 30]],
    ['keeps the last item at max or below', [0, 30], [1, 1], -Infinity, 25, [0, 25]],
    ['keeps the distances, and exceeds max, where the items do not fit', [0, 5], [1, 1], 0, 4, [0, 10]],
  ] as const)('%s', ([, wanted, weights, min, max, expected]) => {
    const distances = numbers(...wanted.slice(1).map(() => 10))
    expect([...isotonicRegression(numbers(...wanted), numbers(...weights), distances, { min, max })]).toEqual(expected)
  })
})
