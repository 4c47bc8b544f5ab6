import type { Isa } from './isa.ts'

/** No instruction set: nothing is known of registers, and no instruction can be followed. */
export const NO_ISA: Isa = {
  word: 8,
  register: () => undefined,
  decode: () => undefined,
  stack: '',
  args: [],
  changedByCalls: [],
  result: '',
  comment: /$^/,
  fieldRegister: () => undefined,
}
