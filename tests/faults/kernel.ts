import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../../src/files/root.ts'
import { faultRow, type FaultRow } from './row.ts'

type Report = {
  readonly testResults: readonly {
    readonly message: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

/** Kernel trees that want more than to be read: what they try is in `tests/kernel/hostile.test.ts`. */
export async function tryKernelTrees(): Promise<FaultRow> {
  const folder = mkdtempSync(join(tmpdir(), 'pt-regs-kernel-'))
  const file = join(folder, 'report.json')
  const args = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    'tests/vitest.config.ts',
    '--reporter=json',
    `--outputFile=${file}`,
    'tests/kernel/hostile.test.ts',
  ]
  await promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 1 << 26 }).catch(() => undefined)
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report
  rmSync(folder, { recursive: true })
  const tests = testResults.flatMap(it => it.assertionResults)
  const broken = testResults.filter(it => it.assertionResults.length === 0).map(it => it.message)
  return faultRow('hostile kernel trees', {
    tried: tests.length,
    kinds: tests.length,
    wrong: [...broken, ...tests.filter(it => it.status !== 'passed').map(it => it.fullName)].map(
      it => ['letIn', it] as const,
    ),
  })
}
