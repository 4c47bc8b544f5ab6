import { type ChildProcess, execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { root } from '../../src/files/root.ts'

/** What one kind of trouble came to. Each of the four counts what must never be; `wrong` says what it was. */
export type FaultRow = {
  readonly what: string
  readonly tried: number
  /** How many kinds of it. */
  readonly kinds: number
  /** Outputs that were neither the old one nor the new one, or that left something beside. */
  readonly lost: number
  /** What did not end, or left a process behind. */
  readonly hung: number
  /** Messages without a place, without a sentence, or with a stack trace. */
  readonly unlocated: number
  readonly letIn: number
  readonly wrong: readonly string[]
}

export type Trouble = 'lost' | 'hung' | 'unlocated' | 'letIn'

/** Something that must never be: of which kind, and what it was. */
export type Wrong = readonly [trouble: Trouble, what: string]

export function faultRow(
  what: string,
  { tried, kinds, wrong }: { tried: number; kinds: number; wrong: readonly Wrong[] },
): FaultRow {
  const count = (trouble: Trouble) => wrong.filter(([it]) => it === trouble).length
  return {
    what,
    tried,
    kinds,
    lost: count('lost'),
    hung: count('hung'),
    unlocated: count('unlocated'),
    letIn: count('letIn'),
    wrong: wrong.map(([trouble, it]) => `${trouble}: ${it}`),
  }
}

/** How a command ended; `code` is 128 and the signal's number where one ended it, as a shell has it. */
export type Ended = { readonly code: number; readonly said: string; readonly pid: number }

/** A command at work. */
export type Running = { readonly child: ChildProcess; readonly ended: Promise<Ended> }

/** The longest that any command may take here, ms. */
const PATIENCE_MS = 120_000

/** Start one of our scripts. */
export function begin(
  script: string,
  args: readonly string[],
  { env = {}, deck = root }: { env?: Record<string, string | undefined>; deck?: string } = {},
): Running {
  let child!: ChildProcess
  const ended = new Promise<Ended>(resolve => {
    child = execFile(
      process.execPath,
      [`${deck}/scripts/${script}`, ...args],
      { cwd: deck, env: { ...process.env, ...env }, timeout: PATIENCE_MS, killSignal: 'SIGKILL', maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0
        resolve({ code, said: `${stdout}${stderr}`, pid: child.pid! })
      },
    )
  })
  return { child, ended }
}

/** Whether a command reported its fault in a sentence of its own, not as a stack trace. */
export function isSentence(said: string): boolean {
  return said.trim() !== '' && !/^\s+at .+:\d+:\d+\)?$/m.test(said) && !said.includes('node:internal')
}

/** The processes whose command line holds a text. */
export function processesWith(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter(it => /^\d+$/.test(it) && Number(it) !== process.pid)
    .filter(pid => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text)
      } catch {
        return false
      }
    })
    .map(Number)
}

/** Look again and again whether something is so. */
export async function becomes(isSo: () => boolean, patience: number): Promise<boolean> {
  const end = Date.now() + patience
  while (!isSo()) {
    if (Date.now() > end) return false
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return true
}
