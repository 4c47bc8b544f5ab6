import { describe, expect, test } from 'vitest'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'
import { measuredTrial } from '../../../src/running/hazards/measured-trial.ts'
import type { MeasuredField } from '../../../src/running/measure/samples.ts'

const cause = { site: 'x-site', fields: ['a', 'b'] }
const field = (name: string, more: Partial<MeasuredField>): MeasuredField => ({
  name,
  state: 'unset',
  calls: 19,
  example: '0x5',
  ...more,
})

function trial(...fields: readonly MeasuredField[]) {
  const shown = { capture: { id: 'x-site' }, through: undefined, frame: [] } as never
  return measuredTrial(cause, [{ shown, fields }])
}

describe('measuredTrial(cause, outcomes)', () => {
  test('the example of old memory is a value that is not 0, with the field that held it', () => {
    expect(trial(field('a', { example: '0x0' }), field('b', { example: '0x7f' }))).toEqual({
      result: 'seen',
      by: 'measurement',
      saw: 'a, b held old memory in 19 calls, such as 0x7f in b',
    })
  })

  test('a field that was overwritten at times held old memory in the other calls alone', () => {
    expect(trial(field('a', { oldCalls: 11 })).saw).toBe('a held old memory in 11 of 19 calls, such as 0x5')
  })

  test('bytes of a field, and a buffer, are said to be what they are', () => {
    const partly = field('a', { state: 'made-up', oldBytes: 6, example: '0x5510' })
    expect(trial(partly).saw).toBe('6 bytes of a held old memory in 19 calls, such as 0x5510')
    const buffer = field('a', { state: 'unset', inBuffer: true, example: '0x7' })
    expect(trial(buffer).saw).toBe(
      'nothing wrote a: what the debugger had put into the buffer stood there in 19 calls, such as 0x7',
    )
  })

  test('where there was nothing but 0, nothing shows whether it was written', () => {
    expect(trial(field('a', { example: '0x0' }))).toMatchObject({
      result: 'cannot',
      saw: 'a held 0, and so did memory before: nothing shows whether it was written',
    })
  })

  test('fields of other causes do not count', () => {
    expect(trial(field('a', { state: 'made-up' }), field('c', {}))).toMatchObject({ result: 'not-seen' })
  })

  test('a cause whose code is not reached cannot be tried', () => {
    expect(measuredTrial(cause, [])).toMatchObject({ result: 'cannot' })
  })
})

describe('data/causes/', () => {
  const trials = [...readDataset(loadFiles()).value.reviews.values()].flatMap(it => it.tried ?? [])

  test('no trial shows a 0 as old memory', () => {
    expect(trials.length).toBeGreaterThan(50)
    expect(trials.filter(it => /such as 0x0\b/.test(it.saw))).toEqual([])
  })
})
