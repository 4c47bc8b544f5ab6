import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { root } from '../../src/files/root.ts'

/** One part of `npm test`. */
export type Step = { readonly name: string; readonly run: () => Promise<StepResult> }

/** How a step went: it counts as one test, but for the tests, which count themselves. */
export type StepResult = {
  readonly passed: number
  readonly failed: number
  readonly seconds: number
  readonly output: string
}

/** What we read of Vitest's JSON report. */
export type VitestReport = {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

/** Run something that throws when it fails, as one step. */
export async function timed(run: () => Promise<void>): Promise<StepResult> {
  const start = performance.now()
  const fault = await run().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  return {
    passed: fault === undefined ? 1 : 0,
    failed: fault === undefined ? 0 : 1,
    seconds: (performance.now() - start) / 1000,
    output: fault ?? '',
  }
}

/**
 * Run a program of ours as one step; it passes when it exits with 0.
 *
 * @param args - the script and its arguments, for this Node.
 */
export function runProgram(args: readonly string[], signal: AbortSignal): Promise<StepResult> {
  return timed(() =>
    promisify(execFile)(process.execPath, args, {
      cwd: root,
      signal,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    }).then(
      () => undefined,
      ({ stdout, stderr, message }) => {
        throw new Error(`${stdout}${stderr}`.trim() || message)
      },
    ),
  )
}

/** Run all tests; each counts, and so does a file that could not be run. */
export async function runVitest(signal: AbortSignal): Promise<StepResult> {
  const folder = await mkdtemp(join(tmpdir(), 'pt-regs-tests-'))
  const file = join(folder, 'report.json')
  try {
    const result = await runProgram(
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        '--config',
        'tests/vitest.config.ts',
        '--reporter=dot',
        '--reporter=json',
        `--outputFile.json=${file}`,
      ],
      signal,
    )
    const report = await readFile(file, 'utf8').then(
      text => JSON.parse(text) as VitestReport,
      () => undefined,
    )
    return report ? { ...result, ...countTests(report, result.failed) } : result
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Count a report's tests.
 *
 * @param exitFaults - 1 when Vitest itself says that something failed, for faults that are no test's, such as a stray rejection.
 */
export function countTests(
  { numPassedTests, numFailedTests, testResults }: VitestReport,
  exitFaults: number,
): { passed: number; failed: number } {
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every(test => test.status !== 'failed'),
  ).length
  return { passed: numPassedTests, failed: Math.max(numFailedTests + broken, exitFaults) }
}
