import type { ArchSites, Site } from '../site.ts'
import { riscv } from '../../isa/tables/riscv.ts'
import {
  EXCEPTION,
  commonSites,
  ftraceCaller,
  ftraceRegsCaller,
  graphReturn,
  kprobeOnFtrace,
  kretprobe,
  rethook,
} from '../common-sites.ts'

const ENTRY = { ...EXCEPTION, files: ['kernel/entry.S'], starts: ['j handle_exception'] } as const
const EXCEPTION_ENTRY = { ...ENTRY, avoid: 'handle_syscall' } as const
/** The call of a stub has put the return address into t0. */
const AT_ENTRY = { files: ['kernel/mcount-dyn.S'], jump: 'j', registers: { t0: 'after' } } as const

const SITES: readonly Site[] = [
  { ...EXCEPTION_ENTRY, role: 'exception-entry', name: 'handle_exception', from: 'kernel' },
  { ...EXCEPTION_ENTRY, role: 'exception-entry-user', name: 'handle_exception, user', from: 'user' },
  {
    ...ENTRY,
    role: 'syscall-entry',
    name: 'system call',
    calls: /^(?:do_trap_ecall_u|do_syscall_trace_enter|syscall_trace_enter)$/,
    from: 'user',
    code: [
      {
        functions: ['do_trap_ecall_u'],
        files: ['kernel/traps.c'],
        parameter: 0,
        isOptional: true,
        withBranches: true,
        until: /^(?:syscall_enter_from_user_mode|syscall_handler)$/,
      },
    ],
  },
  ftraceCaller({ ...AT_ENTRY, needs: ['HAVE_DYNAMIC_FTRACE_WITH_ARGS'] }),
  ftraceRegsCaller({ ...AT_ENTRY, needs: ['HAVE_DYNAMIC_FTRACE_WITH_REGS'] }),
  graphReturn({ files: ['kernel/mcount.S'], jump: 'j', needs: ['HAVE_FUNCTION_GRAPH_TRACER'] }),
  kprobeOnFtrace(['kernel/probes/ftrace.c']),
  kretprobe({ files: ['kernel/probes/kprobes_trampoline.S'], jump: 'j', needs: ['HAVE_KRETPROBES'] }),
  rethook({ files: ['kernel/probes/rethook_trampoline.S'], jump: 'j' }),
  ...commonSites(),
]

/**
 * The sites of RISC-V.
 *
 * @param word - bytes of a register.
 * @returns the sites.
 */
export function riscvSites(word: 4 | 8): ArchSites {
  return {
    isa: riscv(word),
    specials: { status: 'any', epc: 'pc', tval: 'any', cause: 'any', scratch: 'tp' },
    mode: { roots: ['special:scratch'], isNonzero: true },
    sites: SITES,
  }
}
