import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../src/files/root.ts'
import { faultRow, type FaultRow } from './row.ts'

/**
 * What `npm audit --json` prints: its findings by package, or why the registry did not answer. A name in `via` is a
 * vulnerable package that the package depends on.
 */
type Audit = {
  readonly vulnerabilities?: Readonly<
    Record<string, { readonly severity: string; readonly via: readonly (string | object)[] }>
  >
  readonly metadata?: { readonly dependencies: { readonly prod: number } }
  readonly message?: string
}

/** Packages of the deck of which the registry knows a weakness, and that CONTRIBUTING.md has no answer for. */
export async function tryPackages(): Promise<FaultRow> {
  const { vulnerabilities, metadata, message = 'no answer' } = await audit()
  if (!vulnerabilities)
    return faultRow(`weak packages: not asked, for the registry said: ${message.trim()}`, {
      tried: 0,
      kinds: 0,
      wrong: [],
    })
  const [, answers = ''] = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').split('`npm audit --omit=dev`')
  const unanswered = Object.entries(vulnerabilities).filter(
    ([name, { via }]) => via.some(it => typeof it === 'object') && !answers.includes(`\`${name}\``),
  )
  return faultRow('weak packages', {
    tried: metadata?.dependencies.prod ?? 0,
    kinds: 1,
    wrong: unanswered.map(
      ([name, { severity }]) =>
        ['letIn', `${name}, ${severity}; a newer version, or an answer in CONTRIBUTING.md`] as const,
    ),
  })
}

/** npm ends with 1 where it finds something, and says what all the same. */
function audit(): Promise<Audit> {
  return new Promise(resolve => {
    execFile(
      'npm',
      ['audit', '--omit=dev', '--json'],
      { cwd: root, timeout: 60_000, maxBuffer: 1 << 26 },
      (error, stdout) => {
        try {
          resolve(JSON.parse(stdout) as Audit)
        } catch {
          resolve({ message: error?.message ?? stdout })
        }
      },
    )
  })
}
