import type { ArchSites } from '../site.ts'
import { arc as isa } from '../../isa/tables/arc.ts'
import { EXCEPTION, TRAPPING_KRETPROBE, commonSites } from '../common-sites.ts'

const ENTRY = { ...EXCEPTION, files: ['kernel/entry-arcv2.S'], also: ['kernel/entry.S'] } as const
const FAULT = { ...ENTRY, argument: 1, starts: ['b mem_service'], calls: /^do_memory_error$/ } as const

/** The sites of ARC, with its second instruction set. */
export const arc: ArchSites = {
  isa,
  specials: {
    eret: 'pc',
    erstatus: 'any',
    erbta: 'any',
    ecr: 'any',
    lp_end: 'any',
    lp_start: 'any',
    AUX_USER_SP: 'r28',
  },
  mode: { roots: ['special:came from kernel'], isNonzero: false },
  sites: [
    { ...FAULT, role: 'exception-entry', name: 'EXCEPTION_PROLOGUE, kernel', from: 'kernel' },
    { ...FAULT, role: 'exception-entry-user', name: 'EXCEPTION_PROLOGUE, user', from: 'user' },
    {
      ...ENTRY,
      role: 'syscall-entry',
      name: 'EV_Trap',
      starts: ['b EV_Trap'],
      calls: /^syscall_trace_enter$/,
      from: 'user',
    },
    TRAPPING_KRETPROBE,
    ...commonSites(),
  ],
}
