import { describe, expect, test } from 'vitest'
import { crossingCounter } from '../../../../src/layout/ordering/count-crossings.ts'
import { placesOf, type Order, buildLayeredGraph } from '../../../../src/layout/layered-graph.ts'
import { minimizeCrossings } from '../../../../src/layout/ordering/exact/branch-and-bound.ts'
import { seeds } from '../../../sample.ts'
import { randomGraph } from '../../random-graph.ts'
import { TALK_GRAPH } from '../../talk-graph.ts'

/** All orders of some items. */
function orders(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length < 2) return [items]
  return items.flatMap((item, i) => orders(items.toSpliced(i, 1)).map(rest => [item, ...rest]))
}

/** The least crossings over all orders of all rows, by trying each. */
function leastCrossings(graph: ReturnType<typeof buildLayeredGraph>): number {
  const { count } = crossingCounter(graph)
  const tryRows = (done: Order): number => {
    const row = graph.rows[done.length]
    if (!row) return count(placesOf(done), Infinity)
    return Math.min(...orders(row).map(order => tryRows([...done, order])))
  }
  return tryRows([])
}

const SMALL = seeds(60, 1000)
  .map(seed => buildLayeredGraph(randomGraph(seed, [2, 4, 4], { next: 0.45, same: 0.3, skip: 0 })))
  .concat(
    seeds(40, 1000).map(seed => buildLayeredGraph(randomGraph(seed, [1, 3, 3], { next: 0.5, same: 0.3, skip: 0.2 }))),
  )
  .filter(({ rows }) => rows.every(row => row.length < 6))

describe('minimizeCrossings(graph, counter, knownCrossings, maxSteps)', () => {
  test('finds the least number, as trying every order does, and an order that has it', { tags: ['sampled'] }, () => {
    for (const graph of SMALL) {
      const counter = crossingCounter(graph)
      const { bound, order } = minimizeCrossings(graph, counter, 1000, 1e6)
      expect(bound).toBe(leastCrossings(graph))
      expect(counter.count(placesOf(order!), Infinity)).toBe(bound)
    }
  })

  test('proves a known order the best, and gives no other', () => {
    const graph = buildLayeredGraph(TALK_GRAPH)
    expect(minimizeCrossings(graph, crossingCounter(graph), 2, 1000)).toMatchObject({ bound: 2, order: undefined })
  })

  test('gives up after maxSteps, with the bound reached so far', () => {
    const graph = buildLayeredGraph(randomGraph(5, [6, 9, 9, 9], { next: 0.4, same: 0.2, skip: 0 }))
    const { bound, steps } = minimizeCrossings(graph, crossingCounter(graph), 1000, 500)
    expect(bound).toBeGreaterThan(0)
    expect(bound).toBeLessThan(1000)
    expect(steps).toBeLessThan(2000)
  })
})
