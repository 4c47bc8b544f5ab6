import type { ArchSites, Site } from '../site.ts'
import { SHADOWED, parisc as isa } from '../../isa/tables/parisc.ts'
import {
  EXCEPTION,
  TRAPPING_KRETPROBE,
  commonSites,
  ftraceRegsCaller,
  graphReturn,
  kprobeOnFtrace,
} from '../common-sites.ts'

const ENTRY = {
  ...EXCEPTION,
  argument: 1,
  files: ['kernel/entry.S'],
  starts: ['b intr_save\nnop'],
  calls: /^handle_interruption$/,
} as const

const sitesFor = (word: 4 | 8): readonly Site[] => [
  { ...ENTRY, role: 'exception-entry', name: 'intr_save, kernel', from: 'kernel' },
  { ...ENTRY, role: 'exception-entry-user', name: 'intr_save, user', from: 'user' },
  {
    ...EXCEPTION,
    role: 'syscall-entry',
    name: 'linux_gateway_entry',
    files: ['kernel/syscall.S'],
    starts: ['b linux_gateway_entry\nnop'],
    calls: /^do_syscall_trace_enter$/,
    from: 'user',
    // The program has put the address behind its call into r31.
    exact: ['pc', 'npc'],
  },
  ftraceRegsCaller({
    files: ['kernel/entry.S'],
    jump: 'b',
    starts: ['b ftrace_regs_caller\nnop'],
    calls: /^ftrace_function_trampoline$/,
    // The traced function has pushed r1, and jumps through it.
    registers: { r1: 'after', r30: ['r30', word * 32] },
    needs: ['HAVE_DYNAMIC_FTRACE_WITH_REGS'],
  }),
  graphReturn({ files: ['kernel/entry.S'], jump: 'b', needs: ['HAVE_FUNCTION_GRAPH_TRACER'] }),
  kprobeOnFtrace(['kernel/ftrace.c']),
  TRAPPING_KRETPROBE,
  ...commonSites(),
]

/**
 * The sites of PA-RISC.
 *
 * @param word - bytes of a register.
 * @returns the sites.
 */
export function pariscSites(word: 4 | 8): ArchSites {
  return {
    isa: isa(word),
    specials: {
      cr11: 'any',
      cr17: 'any',
      'cr17 back': 'any',
      cr18: 'pc',
      'cr18 back': 'npc',
      cr19: 'any',
      cr20: 'any',
      cr21: 'any',
      cr22: 'psw',
      ...Object.fromEntries(SHADOWED.map(it => [`shadow ${it}`, it])),
    },
    mode: { roots: ['sr7'], isNonzero: true },
    sites: sitesFor(word),
  }
}
