import type { ArchSites, Site } from './site.ts'
import { riscv } from '../isa/riscv.ts'
import { GRAPH_RETURN, RETURN_ADDRESS, commonSites, kprobeOnFtrace } from './site.ts'

const START = ['j handle_exception']

const SITES: readonly Site[] = [
  {
    role: 'exception-entry',
    name: 'handle_exception',
    files: ['kernel/entry.S'],
    starts: START,
    struct: 'pt_regs',
    kind: 'exception',
    argument: 0,
    avoid: 'handle_syscall',
    from: 'kernel',
  },
  {
    role: 'exception-entry-user',
    name: 'handle_exception, user',
    files: ['kernel/entry.S'],
    starts: START,
    struct: 'pt_regs',
    kind: 'exception',
    argument: 0,
    avoid: 'handle_syscall',
    from: 'user',
  },
  {
    role: 'syscall-entry',
    name: 'system call',
    files: ['kernel/entry.S'],
    starts: START,
    struct: 'pt_regs',
    kind: 'exception',
    argument: 0,
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
  {
    role: 'ftrace',
    name: 'ftrace_caller',
    files: ['kernel/mcount-dyn.S'],
    starts: ['j ftrace_caller'],
    struct: 'ftrace_regs',
    kind: 'trampoline',
    argument: 3,
    registers: { t0: 'after' },
    needs: ['HAVE_DYNAMIC_FTRACE_WITH_ARGS'],
  },
  {
    role: 'ftrace-regs',
    name: 'ftrace_regs_caller',
    files: ['kernel/mcount-dyn.S'],
    starts: ['j ftrace_regs_caller'],
    struct: 'pt_regs',
    kind: 'trampoline',
    argument: 3,
    registers: { t0: 'after' },
    needs: ['HAVE_DYNAMIC_FTRACE_WITH_REGS'],
  },
  {
    role: 'fgraph-return',
    ...GRAPH_RETURN,
    name: 'return_to_handler',
    files: ['kernel/mcount.S'],
    starts: ['j return_to_handler'],
    struct: 'fgraph_ret_regs',
    kind: 'trampoline',
    argument: 0,
    calls: /^ftrace_return_to_handler$/,
    needs: ['HAVE_FUNCTION_GRAPH_TRACER'],
  },
  kprobeOnFtrace(['kernel/probes/ftrace.c']),
  {
    role: 'kretprobe',
    name: '__kretprobe_trampoline',
    files: ['kernel/probes/kprobes_trampoline.S'],
    starts: ['j __kretprobe_trampoline'],
    struct: 'pt_regs',
    kind: 'trampoline',
    argument: 0,
    code: [RETURN_ADDRESS],
    exact: ['pc'],
    needs: ['HAVE_KRETPROBES'],
  },
  {
    role: 'rethook',
    name: 'arch_rethook_trampoline',
    files: ['kernel/probes/rethook_trampoline.S'],
    starts: ['j arch_rethook_trampoline'],
    struct: 'pt_regs',
    kind: 'trampoline',
    argument: 0,
    code: [RETURN_ADDRESS],
    exact: ['pc'],
    needs: ['HAVE_RETHOOK'],
  },
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
