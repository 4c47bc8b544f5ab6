import { expect, test } from 'vitest'
import { addTime, readRuns, type Run } from '../../src/presentation/slide-times.ts'

test('the times of a run add up, slide by slide, and a later run begins at zero', () => {
  let runs: readonly Run[] = []
  for (const [began, slide, ms] of [
    [1, 'title', 200],
    [1, 'kprobe', 300],
    [1, 'title', 50],
    [2, 'title', 10],
  ] as const)
    runs = addTime(runs, began, slide, ms)
  expect(runs).toEqual([
    { began: 2, ms: { title: 10 } },
    { began: 1, ms: { title: 250, kprobe: 300 } },
  ])
})

test('the last ten runs are kept', () => {
  let runs: readonly Run[] = []
  for (let began = 1; began <= 12; began++) runs = addTime(runs, began, 'title', 1)
  expect(runs.map(it => it.began)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3])
})

test('runs are read as they were stored, and anything else is none', () => {
  const runs = addTime([], 5, 'title', 7)
  expect(readRuns(JSON.stringify(runs))).toEqual(runs)
  for (const json of [null, '', '{', '{}', '5', '[null]', '[{"began":1}]', '[{"began":1,"ms":{"a":"b"}}]'])
    expect(readRuns(json), String(json)).toEqual([])
})
