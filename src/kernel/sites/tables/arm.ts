import type { ArchSites } from '../site.ts'
import { arm as isa } from '../../isa/tables/arm.ts'
import { EXCEPTION, commonSites, ftraceRegsCaller, graphReturn, kretprobe, optprobe } from '../common-sites.ts'

/** A vector has put three registers onto a small stack before the entry's macro saves all. */
const ENTRY = {
  ...EXCEPTION,
  files: ['kernel/entry-armv.S'],
  calls: /^do_site$/,
  registers: { r0: 'small' },
  words: { small: ['r0', 'pc', 'cpsr'] },
} as const

const OPTPROBE = 'probes/kprobes/opt-arm.c'

/** The sites of 32-bit ARM. */
export const armSites: ArchSites = {
  isa,
  specials: { cpsr: 'cpsr', spsr: 'cpsr', 'user r13': 'r13', 'user r14': 'r14' },
  sites: [
    {
      ...ENTRY,
      role: 'exception-entry',
      name: 'svc_entry',
      starts: ['svc_entry\nmov r0, sp\nbl do_site'],
      from: 'kernel',
    },
    {
      ...ENTRY,
      role: 'exception-entry-user',
      name: 'usr_entry',
      starts: ['usr_entry\nmov r0, sp\nbl do_site'],
      from: 'user',
    },
    {
      ...EXCEPTION,
      role: 'syscall-entry',
      name: 'vector_swi',
      files: ['kernel/entry-common.S'],
      starts: ['b vector_swi'],
      from: 'user',
      registers: { r14: 'pc' },
    },
    ftraceRegsCaller({
      files: ['kernel/entry-ftrace.S'],
      jump: 'b',
      registers: { r13: ['r13', -4], r14: 'after' },
      stack: ['r14'],
    }),
    graphReturn({ files: ['kernel/entry-ftrace.S'], jump: 'b', needs: ['HAVE_FUNCTION_GRAPH_TRACER'] }),
    optprobe({ files: [OPTPROBE], jump: 'b', isInline: true }, OPTPROBE),
    kretprobe({ files: ['probes/kprobes/core.c'], jump: 'b', isInline: true, needs: ['HAVE_KRETPROBES'] }),
    ...commonSites(),
  ],
}
