import { execFile, type ExecFileException } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../../src/files/root.ts'

/** How a program ended, and what it said. */
export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** What a command has said, without the lines on what takes long on a busy machine: they are no fault. */
export function withoutWaiting(stderr: string): string {
  return stderr.replace(/^(?:npm .*: .+ \(for \d+ s\)|Chromium .+ has not started yet; .+)\n/gm, '')
}

/** Run a program in the repository's root, as a person would. */
export function run(
  program: string,
  args: readonly string[],
  env: Record<string, string | undefined> = {},
): Promise<Ended> {
  return new Promise(resolve => {
    execFile(
      program,
      args,
      { cwd: root, env: { ...process.env, ...env }, maxBuffer: 1 << 26 },
      (error: ExecFileException | null, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0
        resolve({ code, stdout, stderr: withoutWaiting(stderr) })
      },
    )
  })
}

/** Run one of our scripts on this Node: `runScript('start.ts', '--help')`. */
export function runScript(script: string, ...args: string[]): Promise<Ended> {
  return runScriptIn(root, script, ...args)
}

/** Run a script of a copy of the deck. With what Node compiled before, scripts start in half the time. */
export function runScriptIn(deck: string, script: string, ...args: readonly string[]): Promise<Ended> {
  return run(process.execPath, [join(deck, 'scripts', script), ...args], {
    NODE_COMPILE_CACHE: join(deck, '.cache/node'),
  })
}
