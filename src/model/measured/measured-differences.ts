import type { MeasuredState } from '../schema/measured.ts'
import type { FieldState } from '../schema/capture.ts'
import type { Cell } from '../analysis/register-frame.ts'

/** The read states that agree with a measured one. A slot that is no register may hold anything. */
const AGREES: Readonly<Record<MeasuredState, readonly FieldState[]>> = {
  captured: ['captured', 'computed', 'none', 'unknown'],
  'made-up': ['made-up', 'none', 'unknown'],
  unset: ['unset', 'none', 'unknown'],
  unknown: ['captured', 'computed', 'made-up', 'unset', 'none', 'unknown'],
}

/**
 * Whether a measured state contradicts the state that was read.
 *
 * @param cell - the field as the dataset has it; its bits may have other states.
 * @param measured - what a running kernel showed.
 * @returns true if they cannot both be right.
 */
export function contradicts(cell: Cell, measured: MeasuredState): boolean {
  const states = [cell.state, ...(cell.bits ?? []).map(it => it.state)]
  return !states.some(it => AGREES[measured].includes(it))
}
