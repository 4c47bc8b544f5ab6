import type { ArchSites } from '../site.ts'
import { openrisc as isa } from '../../isa/tables/openrisc.ts'
import { EXCEPTION, commonSites } from '../common-sites.ts'

/** A vector saves the first registers, and returns from the exception into the handler. */
const entry = (handler: string) =>
  ({
    ...EXCEPTION,
    files: ['kernel/head.S'],
    also: ['kernel/entry.S'],
    starts: [`EXCEPTION_HANDLE(${handler})`],
    jumpsTo: handler,
  }) as const
const FAULT = { ...entry('_alignment_handler'), calls: /^do_unaligned_access$/ } as const

/** The sites of OpenRISC. */
export const openrisc: ArchSites = {
  isa,
  specials: { epcr_base: 'pc', esr_base: 'any', eear_base: 'any' },
  mode: { roots: ['special:esr_base'], isNonzero: false },
  sites: [
    { ...FAULT, role: 'exception-entry', name: 'EXCEPTION_HANDLE, kernel', from: 'kernel' },
    { ...FAULT, role: 'exception-entry-user', name: 'EXCEPTION_HANDLE, user', from: 'user' },
    {
      ...entry('_sys_call_handler'),
      role: 'syscall-entry',
      name: '_sys_call_handler',
      calls: /^do_syscall_trace_enter$/,
      from: 'user',
    },
    ...commonSites(),
  ],
}
