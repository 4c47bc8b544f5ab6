import { describe, expect, test } from 'vitest'
import type { StateMessage, PresentationState } from '../../src/presentation/presentation-state.ts'
import {
  isStateMessage,
  isLater,
  isSameState,
  nextPosition,
  nearestPosition,
  nextMessage,
} from '../../src/presentation/presentation-state.ts'
import { randomLcg } from 'd3'

const show: PresentationState = {
  no: 1,
  clicks: 0,
  arch: 'x86-64',
  release: undefined,
  isBlack: false,
  source: 0,
  answer: undefined,
}
const clicks = [0, 3, 1, 0]

describe('nextPosition(position, clicks, by)', () => {
  const walk = (from: { no: number; clicks: number }, by: 1 | -1, count: number) =>
    Array.from({ length: count }).reduce<string[]>(
      seen => {
        const [no, done] = seen.at(-1)!.split('.').map(Number) as [number, number]
        const next = nextPosition({ no, clicks: done }, clicks, by)
        return [...seen, `${next.no}.${next.clicks}`]
      },
      [`${from.no}.${from.clicks}`],
    )

  test('goes through every step of every slide, and stops at the end', () => {
    expect(walk({ no: 1, clicks: 0 }, 1, 8)).toEqual(['1.0', '2.0', '2.1', '2.2', '2.3', '3.0', '3.1', '4.0', '4.0'])
  })

  test('goes back the same way, to the last step of the previous slide', () => {
    expect(walk({ no: 4, clicks: 0 }, -1, 8)).toEqual(['4.0', '3.1', '3.0', '2.3', '2.2', '2.1', '2.0', '1.0', '1.0'])
  })

  test('passes over slides that are left out, and stops before those at the ends', () => {
    const places = [1, -1].map(by =>
      nextPosition({ no: 2, clicks: by > 0 ? 3 : 0 }, clicks, by as 1 | -1, new Set([1, 3])),
    )
    expect(places).toEqual([
      { no: 4, clicks: 0 },
      { no: 2, clicks: 0 },
    ])
  })
})

test('nearestPosition(no, done, clicks) is the nearest existing position', () => {
  expect(
    [
      [2, 1],
      [2, 9],
      [9, 9],
      [0, 0],
      [Number.NaN, Number.NaN],
      [2, -1],
      [2.7, 1.2],
    ].map(([no, done]) => nearestPosition(no!, done!, clicks)),
  ).toEqual([
    { no: 2, clicks: 1 },
    { no: 2, clicks: 3 },
    { no: 4, clicks: 0 },
    { no: 1, clicks: 0 },
    { no: 1, clicks: 0 },
    { no: 2, clicks: 0 },
    { no: 2, clicks: 1 },
  ])
})

describe('isLater(one, other): last write wins', () => {
  const opened = (at: number, by: string): StateMessage => ({ show, at: -at, by })

  test('of two windows that were only opened, the older one', () => {
    expect(isLater(opened(1000, 'a'), opened(2000, 'b'))).toBe(true)
    expect(isLater(opened(2000, 'b'), opened(1000, 'a'))).toBe(false)
  })

  test('an action is later than any opening, and later than what its window has received, even if its clock is behind', () => {
    const received = nextMessage(show, opened(1, 'a'), 'a', 5000)
    const moved = nextMessage({ ...show, no: 2 }, received, 'b', 4000)
    expect(isLater(received, opened(1, 'z'))).toBe(true)
    expect(isLater(moved, received)).toBe(true)
  })

  test('windows that receive all messages end in the same state, in any order and with repetitions', () => {
    const random = randomLcg(0.7)
    const messages: StateMessage[] = Array.from({ length: 40 }, (_, i) => ({
      show: { ...show, no: i },
      at: Math.floor(random() * 12) - 4,
      by: 'abc'[i % 3]!,
    }))
    const unique = [...new Map(messages.map(it => [`${it.at} ${it.by}`, it])).values()]
    const end = (order: readonly StateMessage[]) => order.reduce((last, it) => (isLater(it, last) ? it : last))
    const ends = Array.from({ length: 50 }, () =>
      end(
        [...unique, ...unique]
          .map(it => ({ it, key: random() }))
          .sort((a, b) => a.key - b.key)
          .map(({ it }) => it),
      ),
    )
    expect(ends.every(it => isSameState(it.show, ends[0]!.show))).toBe(true)
  })
})

describe('isStateMessage(data, talk, now)', () => {
  const talk = { clicks: [0, 3, undefined], arches: ['arm64'], releases: ['6.6'] }
  const good = {
    show: { no: 2, clicks: 3, arch: 'arm64', release: undefined, isBlack: false, source: 0 },
    at: 1000,
    by: 'a',
  }
  const accepts = (data: unknown) => isStateMessage(data, talk, 1000)

  test('takes a state of this talk, that of a slide whose clicks are not counted yet, and a question', () => {
    expect(accepts(good)).toBe(true)
    expect(accepts({ ...good, show: { ...good.show, no: 3, clicks: 9, release: '6.6' } })).toBe(true)
    expect(accepts({ ...good, at: -Infinity })).toBe(true)
  })

  test.for([
    ['nothing', null],
    ['a text', 'next'],
    ['no state', { at: 1, by: 'a' }],
    ['a slide beyond the last', { ...good, show: { ...good.show, no: 4 } }],
    ['no slide', { ...good, show: { ...good.show, no: 0 } }],
    ['half a slide', { ...good, show: { ...good.show, no: 1.5 } }],
    ['a step beyond the last', { ...good, show: { ...good.show, clicks: 4 } }],
    ['a step before the first', { ...good, show: { ...good.show, clicks: -1 } }],
    ['another arch', { ...good, show: { ...good.show, arch: 'vax' } }],
    ['another release', { ...good, show: { ...good.show, release: '7.99' } }],
    ['a word for black', { ...good, show: { ...good.show, isBlack: 'no' } }],
    ['a time far ahead, which no step would ever be later than', { ...good, at: 1e18 }],
    ['no time', { ...good, at: Number.NaN }],
    ['a window without a name', { ...good, by: 1 }],
  ] as const)('refuses %s', ([, data]) => {
    expect(accepts(data)).toBe(false)
  })
})
