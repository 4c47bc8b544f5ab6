import type { Verdict } from './analysis/hazards.ts'
import type { FieldState } from './schema/capture.ts'
import type { RegisterClass } from './schema/mechanism.ts'

/** The classes of the stage, in the order of their legend, and what each means. */
export const CLASSES: readonly { readonly is: RegisterClass; readonly says: string }[] = [
  { is: 'exception', says: 'from an exception entry' },
  { is: 'other', says: 'another struct, or none' },
  { is: 'sparse', says: 'sparse or made-up pt_regs' },
]

/** The film's word for a field, and for the reader that reads it: its sign, and what the sign means. */
export const VERDICTS: readonly { readonly verdict: Verdict; readonly sign: FieldState; readonly says: string }[] = [
  { verdict: 'good', sign: 'captured', says: 'captured' },
  { verdict: 'bad', sign: 'made-up', says: 'made up' },
  { verdict: 'ugly', sign: 'unset', says: 'never written' },
]
