import type { ArchSites } from '../site.ts'
import { run } from '../../isa/operands.ts'
import { sh as isa } from '../../isa/tables/sh.ts'
import { EXCEPTION, TRAPPING_KRETPROBE, commonSites, graphReturn } from '../common-sites.ts'

const LOWER = run('r', 0, 7)
/** The registers of the bank that the CPU turns to hold the kernel's own; the other bank is the interrupted code's. */
const ENTRY = {
  ...EXCEPTION,
  files: ['kernel/cpu/sh3/entry.S'],
  also: ['kernel/entry-common.S'],
  starts: ['bra tlb_miss\nnop'],
  registers: Object.fromEntries(LOWER.map(it => [it, `exception:${it}`])),
} as const
const BANK = Object.fromEntries(LOWER.map(it => [`${it}_bank`, it]))
const FAULT = {
  ...ENTRY,
  stop: 'handle_exception_special',
  calls: /^handle_exception_special$/,
  specials: BANK,
} as const

/** The sites of SuperH, from its third generation on. */
export const sh: ArchSites = {
  isa,
  specials: { spc: 'pc', ssr: 'any', pr: 'pr', mach: 'mach', macl: 'macl', gbr: 'gbr' },
  mode: { roots: ['special:ssr'], isNonzero: false },
  sites: [
    { ...FAULT, role: 'exception-entry', name: 'save_regs, kernel', from: 'kernel' },
    { ...FAULT, role: 'exception-entry-user', name: 'save_regs, user', from: 'user' },
    {
      ...ENTRY,
      role: 'syscall-entry',
      name: 'system_call',
      specials: BANK,
      jumpsTo: 'system_call',
      stop: 'syscall_trace_entry',
      calls: /^syscall_trace_entry$/,
      from: 'user',
    },
    graphReturn({ files: ['lib/mcount.S'], jump: 'bra', needs: ['HAVE_FUNCTION_GRAPH_TRACER'] }),
    TRAPPING_KRETPROBE,
    ...commonSites(),
  ],
}
