import { visibleLine } from './visible.ts'

/** Where a fault stands: the file relative to the repository's root, line and column counted from 1. */
export type Place = { readonly file: string; readonly line: number; readonly col: number }

/** What kind of fault it is, for programs; people read `problem` and `tip`. */
export type FaultCode =
  | 'file'
  | 'yaml'
  | 'schema'
  | 'todo'
  | 'file-name'
  | 'unknown-id'
  | 'duplicate-id'
  | 'order'
  | 'cycle'
  | 'range'
  | 'struct'
  | 'scene'
  | 'slides'
  | 'stage'
  | 'kernel-tree'
  | 'citation'
  | 'derived'
  | 'not-needed'

/** One thing that is wrong in the data, and what would be right. */
export type Fault = Place & { readonly code: FaultCode; readonly problem: string; readonly tip: string }

/** How much of a problem, or a tip, stands on its line; what is longer was written to be. */
const MOST_LETTERS = 400

/** A fault as the one line that people read: `file:line:col: problem; what to do`. It may quote anything, and shows it as text. */
export function faultLine({ file, line, col, problem, tip }: Fault): string {
  const [where, what, help] = [file, problem, tip].map(text => {
    const shown = visibleLine(text)
    return shown.length > MOST_LETTERS ? `${shown.slice(0, MOST_LETTERS)} …` : shown
  })
  return `${where}:${line}:${col}: ${what}; ${help}`
}

/** The data is wrong. Carries every fault, so that one run shows them all. */
export class DataError extends Error {
  override readonly name = 'DataError'
  readonly faults: readonly Fault[]
  constructor(faults: readonly Fault[]) {
    super(faults.map(faultLine).join('\n'))
    this.faults = faults
  }
}

/**
 * The known word nearest to a misspelt one, for a tip.
 *
 * @returns undefined when nothing is near enough: more than two letters differ, and more than a third of them.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    if (Math.abs(word.length - candidate.length) >= bestDistance) continue
    const distance = editDistance(word, candidate)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next[j] = Math.min(change, row[j]! + 1, next[j - 1]! + 1)
    }
    row = next
  }
  return row[b.length]!
}
