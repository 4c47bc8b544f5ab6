import { escapedLine } from './escape-invisible.ts'

/** Where a fault is: the file relative to the deck's root, line and column counted from 1. */
export type SourcePosition = { readonly file: string; readonly line: number; readonly col: number }

/** The kind of a fault, for programs. People read `problem` and `tip`. */
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
  | 'cause'
  | 'measured'
  | 'look'
  | 'language'

/** Something wrong in the data: where, what is wrong, and what to do. */
export type Fault = SourcePosition & { readonly code: FaultCode; readonly problem: string; readonly tip: string }

/** Longer problems and tips are cut: they quote a file, and only a file made to do harm has texts of that length. */
const MOST_CHARACTERS = 400

/**
 * A fault as one line of text.
 *
 * @param fault - what it quotes is escaped, and cut to size.
 * @returns `file:line:col: problem; what to do`
 */
export function faultLine({ file, line, col, problem, tip }: Fault): string {
  const [where, what, help] = [file, problem, tip].map(text => {
    const shown = escapedLine(text)
    return shown.length > MOST_CHARACTERS ? `${shown.slice(0, MOST_CHARACTERS)} …` : shown
  })
  return `${where}:${line}:${col}: ${what}; ${help}`
}

/** The data has faults. It carries all of them, so that one run reports them all. */
export class DataError extends Error {
  override readonly name = 'DataError'
  readonly faults: readonly Fault[]
  constructor(faults: readonly Fault[]) {
    super(faults.map(faultLine).join('\n'))
    this.faults = faults
  }
}
