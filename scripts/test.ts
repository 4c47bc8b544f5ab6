// npm test: everything that proves the talk.
import { join } from 'node:path'
import { runCommand } from '../src/cli/command.ts'
import { ensureBuild } from '../src/build/build-deck.ts'
import { root } from '../src/files/root.ts'
import { runProgram, runVitest, type Step, type StepResult, timed } from './test/steps.ts'

const bin = (name: string) => join(root, 'node_modules', name)

await runCommand({
  name: 'npm test',
  summary: 'Checks the types, the style and the data, builds the talk, and runs all tests.',
  options: {},
  async run({ signal, progress }) {
    const lanes: readonly (readonly Step[])[] = [
      [
        { name: 'build', run: () => timed(async () => void (await ensureBuild({ signal }))) },
        { name: 'tests', run: () => runVitest(signal) },
      ],
      [
        { name: 'types', run: () => runProgram([bin('vue-tsc/bin/vue-tsc.js'), '--noEmit'], signal) },
        { name: 'form', run: () => runProgram([bin('oxfmt/bin/oxfmt'), '--check'], signal) },
        { name: 'style', run: () => runProgram([bin('oxlint/bin/oxlint'), '--deny-warnings'], signal) },
        { name: 'data', run: () => runProgram([join(root, 'scripts/check.ts')], signal) },
      ],
    ]
    // Two lanes, for the two cores that one may count on; the tests find the deck built.
    const results = await Promise.all(
      lanes.map(async steps => {
        const done: StepResult[] = []
        for (const { name, run } of steps) {
          progress(`${name} …`)
          const result = await run()
          printSection(name, result)
          done.push(result)
        }
        return done
      }),
    )
    const passed = sum(results.flat(), 'passed')
    const failed = sum(results.flat(), 'failed')
    console.log(`${passed} passed, ${failed} failed`)
    return failed > 0 ? 1 : 0
  },
})

function printSection(name: string, { seconds, passed, failed, output }: StepResult): void {
  const counts = passed + failed > 1 ? `${passed} passed, ${failed} failed, ` : ''
  const outcome = failed > 0 ? 'FAILED' : 'ok'
  console.log(`── ${name}: ${outcome} (${counts}${seconds.toFixed(1)} s)${failed > 0 ? `\n${output.trim()}` : ''}`)
}

function sum(results: readonly StepResult[], key: 'passed' | 'failed'): number {
  return results.reduce((total, result) => total + result[key], 0)
}
