import type { Reporter } from 'vitest/node'
import { SEED } from './sample.ts'

/** Prints `N passed, N failed` as the last line of a run. */
export const closingLine: Reporter = {
  onTestRunEnd(modules, errors, reason) {
    const tests = modules.map(it => [...it.children.allTests()].map(test => test.result().state))
    const passed = tests.flat().filter(it => it === 'passed').length
    const failedTests = tests.flat().filter(it => it === 'failed').length
    // A file that cannot be run has no failed test, and a fault of the run itself belongs to no file.
    const failedFiles = modules.filter((it, i) => it.state() === 'failed' && !tests[i]!.includes('failed')).length
    const failed = failedTests + failedFiles + errors.length
    const closing = `${passed} passed, ${reason === 'passed' ? failed : Math.max(1, failed)} failed`
    const seed = reason === 'passed' ? '' : `Random cases were drawn with SEED=${SEED}\n`
    process.once('exit', () => process.stdout.write(`${seed}${closing}\n`))
  },
}
