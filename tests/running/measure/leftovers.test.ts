import { expect, test } from 'vitest'
import { withLeftovers } from '../../../src/running/measure/leftovers.ts'
import { measuredRuns } from '../../../src/running/measured-file.ts'
import type { MeasuredField } from '../../../src/running/measure/samples.ts'

const field = (name: string, state: MeasuredField['state']): MeasuredField => ({
  name,
  state,
  calls: 20,
  example: '0x5f3e',
  leftover: '0x77',
})

test('withLeftovers(fields, leftovers): what the kernel left by itself is the example of what nothing writes', () => {
  const fields = [field('sp', 'captured'), field('status', 'unset'), field('cause', 'unset')]
  const left = new Map([
    ['sp', '0x1'],
    ['status', '0x200000120'],
  ])
  expect(measuredRuns(withLeftovers(fields, left))).toMatchObject([
    { fields: ['sp'], state: 'captured' },
    { fields: ['status'], state: 'unset', example: '0x200000120' },
    { fields: ['cause'], state: 'unset', example: '0x77' },
  ])
})
