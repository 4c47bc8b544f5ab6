import type { ArchSites } from './site.ts'
import { s390 as isa } from '../isa/s390.ts'
import { GRAPH_RETURN, RETURN_ADDRESS, commonSites, kprobeOnFtrace } from './site.ts'

const ENTRY = ['kernel/entry.S']
const MCOUNT = ['kernel/mcount.S']
const AT_FTRACE = { registers: { r0: 'after' } }

/** The sites of s390x. */
export const s390x: ArchSites = {
  isa,
  specials: { psw: 'psw' },
  sites: [
    {
      role: 'exception-entry',
      name: 'pgm_check_handler',
      files: ENTRY,
      starts: ['j pgm_check_handler'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      calls: /^__do_pgm_check$/,
      from: 'kernel',
      code: [{ functions: ['__do_pgm_check'], files: ['kernel/traps.c'], parameter: 0 }],
    },
    {
      role: 'exception-entry',
      name: 'INT_HANDLER',
      files: ENTRY,
      starts: ['j ext_int_handler'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      calls: /^do_ext_irq$/,
      from: 'kernel',
      code: [{ functions: ['do_ext_irq'], files: ['kernel/irq.c'], parameter: 0 }],
    },
    {
      role: 'syscall-entry',
      name: '__do_syscall()',
      files: ENTRY,
      starts: ['j system_call'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      calls: /^__do_syscall$/,
      from: 'user',
      code: [
        {
          functions: ['__do_syscall'],
          files: ['kernel/syscall.c'],
          parameter: 0,
          until: /^syscall_enter_from_user_mode_work$/,
        },
      ],
    },
    {
      role: 'ftrace',
      name: 'ftrace_caller',
      files: MCOUNT,
      starts: ['j ftrace_caller'],
      struct: 'ftrace_regs',
      kind: 'trampoline',
      argument: 3,
      ...AT_FTRACE,
    },
    {
      role: 'ftrace-regs',
      name: 'ftrace_regs_caller',
      files: MCOUNT,
      starts: ['j ftrace_regs_caller'],
      struct: 'pt_regs',
      kind: 'trampoline',
      argument: 3,
      ...AT_FTRACE,
    },
    {
      role: 'fgraph-return',
      ...GRAPH_RETURN,
      name: 'return_to_handler',
      files: MCOUNT,
      starts: ['j return_to_handler'],
      struct: 'fgraph_ret_regs',
      kind: 'trampoline',
      argument: 0,
      calls: /^ftrace_return_to_handler$/,
    },
    kprobeOnFtrace(['kernel/kprobes.c', 'kernel/ftrace.c']),
    {
      role: 'kretprobe',
      name: '__kretprobe_trampoline',
      files: MCOUNT,
      starts: ['j __kretprobe_trampoline'],
      struct: 'pt_regs',
      kind: 'trampoline',
      argument: 0,
      code: [RETURN_ADDRESS],
      exact: ['pc'],
    },
    {
      role: 'rethook',
      name: 'arch_rethook_trampoline',
      files: MCOUNT,
      starts: ['j arch_rethook_trampoline'],
      struct: 'pt_regs',
      kind: 'trampoline',
      argument: 0,
      code: [RETURN_ADDRESS],
      exact: ['pc'],
      needs: ['HAVE_RETHOOK'],
    },
    ...commonSites('exception-entry'),
  ],
}
