import { describe, expect, test } from 'vitest'
import { countTests, timed } from '../../../scripts/test/steps.ts'

const PASSED = { status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'passed' }] }
const FAILED = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] }
const BROKEN = { status: 'failed', assertionResults: [] }

describe('countTests(report, exitFaults)', () => {
  test.for([
    ['all pass', { numPassedTests: 2, numFailedTests: 0, testResults: [PASSED] }, 0, { passed: 2, failed: 0 }],
    ['one fails', { numPassedTests: 3, numFailedTests: 1, testResults: [PASSED, FAILED] }, 1, { passed: 3, failed: 1 }],
    [
      'a file cannot be run',
      { numPassedTests: 2, numFailedTests: 0, testResults: [PASSED, BROKEN] },
      1,
      { passed: 2, failed: 1 },
    ],
    [
      'all pass and Vitest still complains',
      { numPassedTests: 2, numFailedTests: 0, testResults: [PASSED] },
      1,
      { passed: 2, failed: 1 },
    ],
  ] as const)('counts when %s', ([, report, exitFaults, counts]) => {
    expect(countTests(report, exitFaults)).toEqual(counts)
  })
})

describe('timed(run)', () => {
  test('counts a step that ends well as passed', async () => {
    expect(await timed(async () => undefined)).toMatchObject({ passed: 1, failed: 0, output: '' })
  })

  test('counts one that throws as failed, and keeps what it says', async () => {
    expect(await timed(() => Promise.reject(new Error('no')))).toMatchObject({ passed: 0, failed: 1, output: 'no' })
  })
})
