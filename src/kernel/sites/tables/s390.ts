import type { ArchSites } from '../site.ts'
import { s390 as isa } from '../../isa/tables/s390.ts'
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

const ENTRY = { ...EXCEPTION, files: ['kernel/entry.S'] } as const
const MCOUNT = { files: ['kernel/mcount.S'], jump: 'j' } as const
/** The call of a stub has put the return address into r0. */
const AT_ENTRY = { ...MCOUNT, registers: { r0: 'after' } }

/** The sites of s390x. */
export const s390x: ArchSites = {
  isa,
  specials: { psw: 'psw' },
  sites: [
    {
      ...ENTRY,
      role: 'exception-entry',
      name: 'pgm_check_handler',
      starts: ['j pgm_check_handler'],
      calls: /^__do_pgm_check$/,
      from: 'kernel',
      code: [{ functions: ['__do_pgm_check'], files: ['kernel/traps.c'], parameter: 0 }],
    },
    {
      ...ENTRY,
      role: 'exception-entry',
      name: 'INT_HANDLER',
      starts: ['j ext_int_handler'],
      calls: /^do_ext_irq$/,
      from: 'kernel',
      code: [{ functions: ['do_ext_irq'], files: ['kernel/irq.c'], parameter: 0 }],
    },
    {
      ...ENTRY,
      role: 'syscall-entry',
      name: '__do_syscall()',
      starts: ['j system_call'],
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
    ftraceCaller(AT_ENTRY),
    ftraceRegsCaller(AT_ENTRY),
    graphReturn(MCOUNT),
    kprobeOnFtrace(['kernel/kprobes.c', 'kernel/ftrace.c']),
    kretprobe(MCOUNT),
    rethook(MCOUNT),
    ...commonSites('exception-entry'),
  ],
}
