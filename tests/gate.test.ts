import { expect, test } from 'vitest'
import { run } from './scripts/run.ts'

test.for([
  ['types', ['run', '--silent', 'typecheck']],
  ['form', ['run', '--silent', 'format', '--', '--check']],
  ['lint', ['run', '--silent', 'lint']],
  ['words', ['run', '--silent', 'words']],
  ['lines', ['run', '--silent', 'lines']],
  ['data', ['run', '--silent', 'check']],
] as const)('%s: npm %j finds no fault', async ([, args]) => {
  const { code, stdout, stderr } = await run('npm', args, { NO_COLOR: '1', FORCE_COLOR: undefined })
  expect(code, `${stdout}${stderr}`).toBe(0)
})
