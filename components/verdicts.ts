import type { FieldState } from '../data/model/capture.ts'
import type { Verdict } from '../data/model/hazards.ts'

/** The film's word for a field, and for the reader that reads it: its sign, and what the sign means. */
export const VERDICTS: readonly { readonly verdict: Verdict; readonly sign: FieldState; readonly says: string }[] = [
  { verdict: 'good', sign: 'captured', says: 'captured' },
  { verdict: 'bad', sign: 'made-up', says: 'made up' },
  { verdict: 'ugly', sign: 'unset', says: 'never written' },
]
