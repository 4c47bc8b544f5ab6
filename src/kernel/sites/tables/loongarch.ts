import type { ArchSites } from '../site.ts'
import { loongarch as isa } from '../../isa/tables/loongarch.ts'
import {
  EXCEPTION,
  commonSites,
  ftraceCaller,
  ftraceRegsCaller,
  graphReturn,
  kprobeOnFtrace,
  rethook,
} from '../common-sites.ts'

const MCOUNT = { files: ['kernel/mcount_dyn.S'], jump: 'b' } as const
/** The call of a stub has put the return address into ra; the traced function's own is in t0. */
const AT_ENTRY = { ...MCOUNT, registers: { ra: 'after', t0: 'ra' } }
/** The macro with which all entries save the registers, and a call of C. */
const SAVE_ALL = {
  ...EXCEPTION,
  files: ['kernel/genex.S'],
  starts: ['SAVE_ALL\nmove a0, sp\nbl do_site'],
  calls: /^do_site$/,
} as const
const BREAKPOINT = {
  ...EXCEPTION,
  role: 'breakpoint',
  files: ['kernel/genex.S'],
  starts: ['b handle_bp'],
  calls: /^do_bp$/,
} as const

/** The sites of LoongArch. */
export const loongarch64: ArchSites = {
  isa,
  specials: { prmd: 'any', era: 'pc', euen: 'any', ecfg: 'any', estat: 'any', badv: 'any', crmd: 'now' },
  mode: { roots: ['special:prmd'], isNonzero: true },
  sites: [
    { ...SAVE_ALL, role: 'exception-entry', name: 'SAVE_ALL, kernel', from: 'kernel' },
    { ...SAVE_ALL, role: 'exception-entry-user', name: 'SAVE_ALL, user', from: 'user' },
    { ...BREAKPOINT, name: 'handle_bp, kernel', from: 'kernel' },
    { ...BREAKPOINT, name: 'handle_bp, user', from: 'user' },
    {
      ...EXCEPTION,
      role: 'syscall-entry',
      name: 'handle_syscall',
      files: ['kernel/entry.S'],
      starts: ['b handle_syscall'],
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
    ftraceCaller(AT_ENTRY),
    ftraceRegsCaller(AT_ENTRY),
    graphReturn(MCOUNT),
    kprobeOnFtrace(['kernel/ftrace_dyn.c']),
    rethook({ files: ['kernel/rethook_trampoline.S'], jump: 'b' }),
    ...commonSites(),
  ],
}
