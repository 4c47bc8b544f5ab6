import type { ArchSites } from '../site.ts'
import { m68k as isa } from '../../isa/tables/m68k.ts'
import { commonSites } from '../common-sites.ts'

/** The CPU has pushed its frame: the status register, the program counter, and a word for format and vector. */
const ENTRY = {
  struct: 'pt_regs',
  kind: 'exception',
  files: ['kernel/entry.S'],
  stack: [
    ['special:sr', 2],
    ['pc', 4],
    ['special:format', 2],
  ],
} as const
const FAULT = { ...ENTRY, argument: 'on the stack', starts: ['jra buserr'], calls: /^buserr_c$/ } as const

/** The sites of the 68000 family. */
export const m68k: ArchSites = {
  isa,
  specials: { sr: 'any', format: 'any' },
  sites: [
    // There is one entry for both: the CPU turns to the kernel's stack by itself.
    { ...FAULT, role: 'exception-entry', name: 'SAVE_ALL_INT', from: 'kernel' },
    { ...FAULT, role: 'exception-entry-user', name: 'SAVE_ALL_INT, user', from: 'user' },
    {
      ...ENTRY,
      role: 'syscall-entry',
      name: 'SAVE_ALL_SYS',
      starts: ['jra system_call'],
      calls: /^syscall_trace_enter$/,
      base: ['a7', -44],
      from: 'user',
    },
    ...commonSites(),
  ],
}
