import { visibleLine } from './escape-invisible.ts'

/** Where a fault stands: the file relative to the repository's root, line and column counted from 1. */
export type SourcePosition = { readonly file: string; readonly line: number; readonly col: number }

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
export type Fault = SourcePosition & { readonly code: FaultCode; readonly problem: string; readonly tip: string }

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
