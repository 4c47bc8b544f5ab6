import { describe, expect, test } from 'vitest'
import { isotonicRegression } from '../../../src/layout/coordinates/isotonic-regression.ts'

const numbers = (...values: number[]) => Float64Array.from(values)

describe('separate(wanted, weights, steps, low, high)', () => {
  test.for([
    ['leaves what is far enough apart', [0, 20, 50], [1, 1, 1], -Infinity, Infinity, [0, 20, 50]],
    ['moves two that are too near by half each', [0, 4], [1, 1], -Infinity, Infinity, [-3, 7]],
    ['moves the lighter one more', [0, 4], [3, 1], -Infinity, Infinity, [-1.5, 8.5]],
    [
      'turns what is in the wrong order round a common middle',
      [20, 10, 0],
      [1, 1, 1],
      -Infinity,
      Infinity,
      [0, 10, 20],
    ],
    ['pushes away from the lower end', [-5, 30], [1, 1], 0, Infinity, [0, 30]],
    ['pushes away from the upper end', [0, 30], [1, 1], -Infinity, 25, [0, 25]],
    ['keeps distances where there is no room', [0, 5], [1, 1], 0, 4, [0, 10]],
  ] as const)('%s', ([, wanted, weights, low, high, expected]) => {
    const steps = numbers(...wanted.slice(1).map(() => 10))
    expect([...isotonicRegression(numbers(...wanted), numbers(...weights), steps, low, high)]).toEqual(expected)
  })
})
