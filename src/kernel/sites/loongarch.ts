import type { ArchSites } from './site.ts'
import { loongarch as isa } from '../isa/loongarch.ts'
import { GRAPH_RETURN, RETURN_ADDRESS, commonSites, kprobeOnFtrace } from './site.ts'

const MCOUNT = ['kernel/mcount_dyn.S']
const AT_FTRACE = { registers: { ra: 'after', t0: 'ra' } }
const EXCEPTION = { files: ['kernel/genex.S'], struct: 'pt_regs', kind: 'exception', argument: 0 } as const

/** The sites of LoongArch. */
export const loongarch64: ArchSites = {
  isa,
  specials: { prmd: 'any', era: 'pc', euen: 'any', ecfg: 'any', estat: 'any', badv: 'any', crmd: 'now' },
  mode: { roots: ['special:prmd'], isNonzero: true },
  sites: [
    {
      ...EXCEPTION,
      role: 'exception-entry',
      name: 'SAVE_ALL, kernel',
      starts: ['SAVE_ALL\nmove a0, sp\nbl do_site'],
      calls: /^do_site$/,
      from: 'kernel',
    },
    {
      ...EXCEPTION,
      role: 'exception-entry-user',
      name: 'SAVE_ALL, user',
      starts: ['SAVE_ALL\nmove a0, sp\nbl do_site'],
      calls: /^do_site$/,
      from: 'user',
    },
    {
      ...EXCEPTION,
      role: 'breakpoint',
      name: 'handle_bp, kernel',
      starts: ['b handle_bp'],
      calls: /^do_bp$/,
      from: 'kernel',
    },
    {
      ...EXCEPTION,
      role: 'breakpoint',
      name: 'handle_bp, user',
      starts: ['b handle_bp'],
      calls: /^do_bp$/,
      from: 'user',
    },
    {
      role: 'syscall-entry',
      name: 'handle_syscall',
      files: ['kernel/entry.S'],
      starts: ['b handle_syscall'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      calls: /^do_syscall$/,
      from: 'user',
      code: [
        {
          functions: ['do_syscall'],
          files: ['kernel/syscall.c'],
          parameter: 0,
          withBranches: true,
          until: /^syscall_enter_from_user_mode$/,
        },
      ],
    },
    {
      role: 'ftrace',
      name: 'ftrace_caller',
      files: MCOUNT,
      starts: ['b ftrace_caller'],
      struct: 'ftrace_regs',
      kind: 'trampoline',
      argument: 3,
      ...AT_FTRACE,
    },
    {
      role: 'ftrace-regs',
      name: 'ftrace_regs_caller',
      files: MCOUNT,
      starts: ['b ftrace_regs_caller'],
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
      starts: ['b return_to_handler'],
      struct: 'fgraph_ret_regs',
      kind: 'trampoline',
      argument: 0,
      calls: /^ftrace_return_to_handler$/,
    },
    kprobeOnFtrace(['kernel/ftrace_dyn.c']),
    {
      role: 'rethook',
      name: 'arch_rethook_trampoline',
      files: ['kernel/rethook_trampoline.S'],
      starts: ['b arch_rethook_trampoline'],
      struct: 'pt_regs',
      kind: 'trampoline',
      argument: 0,
      code: [RETURN_ADDRESS],
      exact: ['pc'],
      needs: ['HAVE_RETHOOK'],
    },
    ...commonSites(),
  ],
}
