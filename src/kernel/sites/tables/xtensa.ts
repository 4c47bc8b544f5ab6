import type { ArchSites, Site } from '../site.ts'
import { xtensa as isa } from '../../isa/tables/xtensa.ts'
import { EXCEPTION, commonSites } from '../common-sites.ts'

/** Which registers an entry saves depends on the window. */
const SOMETIMES = {
  fields: /^areg\[(?:[4-9]|[1-9]\d)\]$/,
  why: 'only registers of the window in use are saved here; the others are in the stack, or further up in the struct',
} as const

/** A vector saves the first registers, and jumps to the code that a table names. */
const entry = (mode: 'user' | 'kernel', vector: string): Site => ({
  ...EXCEPTION,
  role: mode === 'user' ? 'exception-entry-user' : 'exception-entry',
  name: `${mode}_exception`,
  files: ['kernel/vectors.S'],
  also: ['kernel/entry.S'],
  starts: [`j ${vector}`],
  jumpsTo: `${mode}_exception`,
  calls: /^$/,
  from: mode,
  sometimes: SOMETIMES,
})

/** The sites of Xtensa. */
export const xtensa: ArchSites = {
  isa,
  specials: {
    epc1: 'pc',
    ps: 'any',
    depc: 'a2',
    exccause: 'any',
    excvaddr: 'any',
    debugcause: 'any',
    lbeg: 'any',
    lend: 'any',
    lcount: 'any',
    sar: 'any',
    windowbase: 'any',
    windowstart: 'any',
    icountlevel: 'any',
    scompare1: 'any',
    threadptr: 'any',
  },
  sites: [
    entry('kernel', '_KernelExceptionVector'),
    entry('user', '_UserExceptionVector'),
    {
      // The handler of the trap writes the number of the call into a word of the kernel's own, and nothing else.
      role: 'syscall-entry',
      name: 'system_call',
      struct: 'pt_regs',
      kind: 'exception',
      after: 'exception-entry-user',
      sometimes: SOMETIMES,
    },
    ...commonSites(),
  ],
}
