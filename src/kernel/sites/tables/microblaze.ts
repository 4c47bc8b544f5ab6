import type { ArchSites } from '../site.ts'
import { microblaze as isa } from '../../isa/tables/microblaze.ts'
import { EXCEPTION, commonSites, graphReturn } from '../common-sites.ts'

const ENTRY = { ...EXCEPTION, files: ['kernel/entry.S'] } as const
/** The CPU puts the address of the instruction after it into r17. */
const FAULT = {
  ...ENTRY,
  starts: ['bri full_exception_trap'],
  calls: /^full_exception$/,
  registers: { r17: ['pc', 4] },
} as const

/** The sites of MicroBlaze. */
export const microblaze: ArchSites = {
  isa,
  specials: { rmsr: 'msr', rear: 'any', resr: 'any', rfsr: 'any' },
  mode: { roots: ['special:rmsr'], isNonzero: true },
  sites: [
    { ...FAULT, role: 'exception-entry', name: 'full_exception_trap, kernel', from: 'kernel' },
    { ...FAULT, role: 'exception-entry-user', name: 'full_exception_trap, user', from: 'user' },
    {
      ...ENTRY,
      role: 'syscall-entry',
      name: '_user_exception',
      starts: ['bri _user_exception'],
      calls: /^do_syscall_trace_enter$/,
      from: 'user',
      // The CPU puts the address of the instruction itself into r14.
      registers: { r14: 'pc' },
    },
    graphReturn({ files: ['kernel/mcount.S'], jump: 'bri', needs: ['HAVE_FUNCTION_GRAPH_TRACER'] }),
    ...commonSites(),
  ],
}
