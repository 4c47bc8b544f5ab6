import type { RegisterClass } from '../data/model/mechanism.ts'

/** The classes of the stage, in the order of their legend, and what each means. */
export const CLASSES: readonly { readonly is: RegisterClass; readonly says: string }[] = [
  { is: 'exception', says: 'from an exception entry' },
  { is: 'other', says: 'another struct, or none' },
  { is: 'sparse', says: 'sparse or made-up pt_regs' },
]
