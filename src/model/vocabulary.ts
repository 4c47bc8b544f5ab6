import type { Verdict } from './analysis/hazards.ts'
import type { FieldState } from './schema/capture.ts'
import type { RegisterClass } from './schema/mechanism.ts'

/** The classes of the stage, in the order of their legend, and what each means. */
export const CLASSES: readonly { readonly id: RegisterClass; readonly label: string }[] = [
  { id: 'exception', label: 'from an exception entry' },
  { id: 'other', label: 'another struct, or none' },
  { id: 'sparse', label: 'sparse or made-up pt_regs' },
]

/** The film's word for a field, and for the reader that reads it: its sign, and what the sign means. */
export const VERDICTS: readonly { readonly verdict: Verdict; readonly sign: FieldState; readonly label: string }[] = [
  { verdict: 'good', sign: 'captured', label: 'captured' },
  { verdict: 'bad', sign: 'made-up', label: 'made up' },
  { verdict: 'ugly', sign: 'unset', label: 'never written' },
]
