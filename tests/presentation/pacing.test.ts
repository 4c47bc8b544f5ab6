import { describe, expect, test } from 'vitest'
import { secondsAhead, clockText, planLength, paceText, planTalk } from '../../src/presentation/pacing.ts'
import { elapsedAt, readStopwatch, startOrPause, STOPPED } from '../../src/presentation/stopwatch.ts'
import { readTalk } from '../../src/build/read-deck.ts'

const plan = planTalk([
  { budget: 30, words: [10] },
  { budget: 60, words: [10, 20, 30] },
  { budget: 0, words: [5] },
])

describe('planTalk(slides)', () => {
  test('gives each slide its budget, and each step its share by its words', () => {
    expect(plan).toEqual([
      [{ from: 0, to: 30 }],
      [
        { from: 30, to: 40 },
        { from: 40, to: 60 },
        { from: 60, to: 90 },
      ],
      [{ from: 90, to: 90 }],
    ])
    expect(planLength(plan)).toBe(90)
  })

  test('shares the budget of a slide without notes evenly', () => {
    expect(planTalk([{ budget: 10, words: [0, 0] }])).toEqual([
      [
        { from: 0, to: 5 },
        { from: 5, to: 10 },
      ],
    ])
  })

  test('is 20 minutes long without gaps, for the budgets of slides.md', () => {
    const talk = planTalk(
      readTalk().slides.map(({ budget }, i) => ({
        budget,
        words: Array.from({ length: (i % 4) + 1 }, (_, k) => 7 * k + i),
      })),
    )
    const steps = talk.flat()
    expect(planLength(talk)).toBeCloseTo(20 * 60)
    expect(steps.every(({ from, to }, i) => to >= from && Math.abs(from - (steps[i - 1]?.to ?? 0)) < 1e-6)).toBe(true)
  })
})

describe('secondsAhead(plan, position, elapsed)', () => {
  test('is 0 while a step is due, positive before and negative after', () => {
    const at = (elapsed: number) => secondsAhead(plan, { no: 2, clicks: 1 }, elapsed)
    expect([35, 39, 40, 50, 60, 61, 130].map(at)).toEqual([5, 1, 0, 0, 0, -1, -70])
  })

  test('is written by paceText(ahead)', () => {
    expect([70, 0.4, 0, -0.4, -20, -3725].map(paceText)).toEqual([
      '1:10 ahead',
      'on time',
      'on time',
      'on time',
      '0:20 behind',
      '62:05 behind',
    ])
  })

  test('is 0 where the plan has no such step', () => {
    expect(secondsAhead(plan, { no: 9, clicks: 0 }, 10)).toBe(0)
  })
})

test('clockText(seconds) rounds towards 0', () => {
  expect([0, 7.9, 59.99, 60 - 1e-9, 754, -0.5, -30].map(clockText)).toEqual([
    '0:00',
    '0:07',
    '0:59',
    '1:00',
    '12:34',
    '0:00',
    '−0:30',
  ])
})

describe('startOrPause(stopwatch, now), elapsedAt(stopwatch, now), readStopwatch(json, now)', () => {
  test('runs, pauses and goes on, however often it is read', () => {
    const started = startOrPause(STOPPED, 1000)
    expect([1000, 1500, 61_000].map(now => elapsedAt(started, now))).toEqual([0, 500, 60_000])
    const paused = startOrPause(started, 3000)
    expect(elapsedAt(paused, 900_000)).toBe(2000)
    expect(elapsedAt(startOrPause(paused, 10_000), 10_500)).toBe(2500)
  })

  test('reads what was stored, and is at zero for anything else', () => {
    const running = startOrPause(STOPPED, 1000)
    expect(readStopwatch(JSON.stringify(running), 9000)).toEqual(running)
    expect(readStopwatch(JSON.stringify(startOrPause(running, 5000)), 9000)).toEqual({
      isRunning: false,
      at: 5000,
      counted: 4000,
    })
    expect([null, '', 'x', '7', '{"counted":"a"}', 'null'].map(it => readStopwatch(it, 0))).toEqual(
      Array.from({ length: 6 }, () => STOPPED),
    )
  })

  test('is at zero if it is of the day before, stopped or running', () => {
    const running = startOrPause(STOPPED, 1000)
    for (const timer of [running, startOrPause(running, 5000)]) {
      expect(readStopwatch(JSON.stringify(timer), 3 * 3_600_000)).toEqual(timer)
      expect(readStopwatch(JSON.stringify(timer), 24 * 3_600_000)).toEqual(STOPPED)
    }
  })
})
