import type { ArchSites } from '../site.ts'
import { nios2 as isa } from '../../isa/tables/nios2.ts'
import { EXCEPTION, commonSites } from '../common-sites.ts'

/** The CPU puts the address at which the code goes on into ea. */
const ENTRY = {
  ...EXCEPTION,
  files: ['kernel/entry.S'],
  starts: ['br inthandler'],
  registers: { r29: 'pc' },
} as const
const FAULT = { ...ENTRY, calls: /^$/ } as const

/** The sites of Nios II. */
export const nios2: ArchSites = {
  isa,
  specials: { estatus: 'any' },
  mode: { roots: ['special:estatus'], isNonzero: true },
  sites: [
    { ...FAULT, role: 'exception-entry', name: 'SAVE_ALL, kernel', from: 'kernel' },
    { ...FAULT, role: 'exception-entry-user', name: 'SAVE_ALL, user', from: 'user' },
    {
      ...ENTRY,
      role: 'syscall-entry',
      name: 'handle_system_call',
      jumpsTo: 'handle_system_call',
      stop: 'traced_system_call',
      calls: /^traced_system_call$/,
      from: 'user',
    },
    ...commonSites(),
  ],
}
