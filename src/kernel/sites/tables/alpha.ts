import type { ArchSites } from '../site.ts'
import { alpha as isa } from '../../isa/tables/alpha.ts'
import { EXCEPTION, commonSites } from '../common-sites.ts'

/** PALcode has saved these, and gives what it found in the registers of the first arguments. */
const SAVED = ['special:ps', 'pc', 'r29'] as const
const FAULT = {
  ...EXCEPTION,
  files: ['kernel/entry.S'],
  starts: ['br entMM'],
  argument: 3,
  calls: /^do_page_fault$/,
  stack: [...SAVED, 'r16', 'r17', 'r18'],
  registers: { r16: 'special:a0', r17: 'special:a1', r18: 'special:a2' },
} as const

/** The sites of Alpha. */
export const alpha: ArchSites = {
  isa,
  specials: { ps: 'any', a0: 'any', a1: 'any', a2: 'any' },
  sites: [
    // PALcode turns to the kernel's stack, so there is one entry for both.
    { ...FAULT, role: 'exception-entry', name: 'SAVE_ALL', from: 'kernel' },
    { ...FAULT, role: 'exception-entry-user', name: 'SAVE_ALL, user', from: 'user' },
    {
      ...EXCEPTION,
      role: 'syscall-entry',
      name: 'entSys',
      files: ['kernel/entry.S'],
      starts: ['br entSys'],
      stop: 'strace',
      calls: /^strace$/,
      stack: SAVED,
      from: 'user',
    },
    ...commonSites(),
  ],
}
