import type { ArchSites } from '../site.ts'
import { csky as isa } from '../../isa/tables/csky.ts'
import { EXCEPTION, commonSites, ftraceRegsCaller, graphReturn, kprobeOnFtrace, kretprobe } from '../common-sites.ts'

const ENTRY = { ...EXCEPTION, files: ['kernel/entry.S'] } as const
const FAULT = { ...ENTRY, starts: ['br csky_pagefault'], calls: /^do_page_fault$/ } as const

/** The sites of C-SKY. */
export const csky: ArchSites = {
  isa,
  specials: { epc: 'pc', epsr: 'any', usp: 'r14', hi: 'hi', lo: 'lo', cr14: 'any' },
  // The bit that says that the kernel was interrupted.
  mode: { roots: ['special:epsr'], isNonzero: false },
  sites: [
    { ...FAULT, role: 'exception-entry', name: 'SAVE_ALL, kernel', from: 'kernel' },
    { ...FAULT, role: 'exception-entry-user', name: 'SAVE_ALL, user', from: 'user' },
    {
      ...ENTRY,
      role: 'syscall-entry',
      name: 'csky_systemcall',
      starts: ['br csky_systemcall'],
      stop: 'csky_syscall_trace',
      calls: /^csky_syscall_trace$/,
      from: 'user',
    },
    ftraceRegsCaller({
      files: ['abiv2/mcount.S'],
      jump: 'br',
      calls: /^ftrace_regs_call$/,
      stop: 'ftrace_regs_call',
      // The compiler's code has pushed lr, and the call of the stub has changed it.
      registers: { r15: 'after', r14: ['r14', -4] },
      stack: ['r15'],
      needs: ['HAVE_DYNAMIC_FTRACE_WITH_REGS'],
    }),
    graphReturn({ files: ['abiv2/mcount.S'], jump: 'br', needs: ['HAVE_FUNCTION_GRAPH_TRACER'] }),
    kprobeOnFtrace(['kernel/probes/ftrace.c']),
    kretprobe({ files: ['kernel/probes/kprobes_trampoline.S'], jump: 'br', needs: ['HAVE_KRETPROBES'] }),
    ...commonSites(),
  ],
}
