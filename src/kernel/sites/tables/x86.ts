import type { ArchSites, Site } from '../site.ts'
import { x86 } from '../../isa/tables/x86.ts'
import {
  EXCEPTION,
  RETURN_ADDRESS,
  USER_RETURN_ADDRESS,
  commonSites,
  ftraceCaller,
  ftraceRegsCaller,
  graphReturn,
  kprobeOnFtrace,
  optprobe,
  rethook,
} from '../common-sites.ts'

/** The files of ftrace's stubs. */
const FTRACE_64 = { files: ['kernel/ftrace_64.S'], jump: 'jmp' } as const
const FTRACE_32 = { files: ['kernel/ftrace_32.S'], jump: 'jmp' } as const
/** The return address of a stub's call lies on the stack. */
const AT_ENTRY = (word: 4 | 8) => ({ registers: { sp: ['sp', -word] as const }, stack: ['after'] })
const WITH_REGS = ['HAVE_DYNAMIC_FTRACE_WITH_REGS']
const WITH_GRAPH = ['HAVE_FUNCTION_GRAPH_TRACER']

/** Sites that both variants have. */
const COMMON: readonly Site[] = [
  optprobe(
    { files: ['kernel/kprobes/opt.c'], jump: 'jmp', isInline: true, stop: 'optprobe_template_call' },
    'kernel/kprobes/opt.c',
  ),
  rethook({
    files: ['kernel/rethook.c'],
    jump: 'jmp',
    isInline: true,
    code: [
      {
        functions: ['arch_rethook_trampoline_callback'],
        files: ['kernel/rethook.c'],
        parameter: 0,
        until: /^rethook_trampoline_handler$/,
      },
      RETURN_ADDRESS,
    ],
  }),
  kprobeOnFtrace(['kernel/kprobes/ftrace.c']),
]

/** The macro of most entries, with a handler. */
const IDTENTRY = { ...EXCEPTION, starts: ['idtentry 6 asm_exc_site exc_site has_error_code=0'] } as const

/** What the CPU pushes at an exception on x86-64, and on i386 when it comes from user space. */
const PUSHED = { registers: { sp: 'frame' }, stack: ['pc', 'cs', 'flags', 'sp', 'ss'] }

const ENTRY_64 = { ...IDTENTRY, ...PUSHED, files: ['entry/entry_64.S'], calls: /^exc_site$/ } as const

/** The sites of x86-64. */
export const x86_64: ArchSites = {
  isa: x86(8),
  specials: { flags: 'flags' },
  returnsArgument: ['sync_regs', 'fixup_bad_iret'],
  sites: [
    { ...ENTRY_64, role: 'exception-entry', name: 'idtentry', from: 'kernel' },
    { ...ENTRY_64, role: 'exception-entry-user', name: 'idtentry, user', from: 'user' },
    {
      ...EXCEPTION,
      role: 'syscall-entry',
      name: 'entry_SYSCALL_64',
      files: ['entry/entry_64.S'],
      starts: ['jmp entry_SYSCALL_64'],
      calls: /^do_syscall_64$/,
      registers: { cx: 'pc', r11: 'flags' },
    },
    ftraceCaller({ ...FTRACE_64, ...AT_ENTRY(8), needs: ['HAVE_DYNAMIC_FTRACE_WITH_ARGS'] }),
    ftraceRegsCaller({ ...FTRACE_64, ...AT_ENTRY(8), needs: WITH_REGS }),
    graphReturn({ ...FTRACE_64, needs: WITH_GRAPH }),
    ...COMMON,
    {
      role: 'uretprobe',
      name: 'sys_uretprobe',
      struct: 'pt_regs',
      kind: 'exception',
      after: 'syscall-entry',
      code: [
        { functions: ['__do_sys_uretprobe'], files: ['kernel/uprobes.c'], until: /^uprobe_handle_trampoline$/ },
        USER_RETURN_ADDRESS,
      ],
      exact: ['pc', 'sp'],
      needs: ['ARCH_SUPPORTS_UPROBES'],
    },
    {
      role: 'uprobe-syscall',
      name: 'sys_uprobe',
      struct: 'pt_regs',
      kind: 'exception',
      after: 'syscall-entry',
      code: [{ functions: ['__do_sys_uprobe'], files: ['kernel/uprobes.c'], until: /^handle_syscall_uprobe$/ }],
      exact: ['pc', 'sp'],
      needs: ['ARCH_SUPPORTS_UPROBES'],
    },
    ...commonSites('exception-entry-user', 'handle_trampoline()'),
  ],
}

const ENTRY_32 = { files: ['entry/entry_32.S'], avoid: 'lss' } as const

/** The sites of i386. */
export const i386: ArchSites = {
  isa: x86(4),
  specials: { flags: 'flags' },
  mode: { roots: ['cs', '__USER_CS'], isNonzero: true },
  sites: [
    {
      ...IDTENTRY,
      ...ENTRY_32,
      role: 'exception-entry',
      name: 'handle_exception, kernel',
      from: 'kernel',
      registers: { sp: ['sp', -12] },
      stack: ['pc', 'cs', 'flags'],
    },
    { ...IDTENTRY, ...ENTRY_32, ...PUSHED, role: 'exception-entry-user', name: 'handle_exception, user', from: 'user' },
    {
      ...EXCEPTION,
      ...ENTRY_32,
      ...PUSHED,
      role: 'syscall-entry',
      name: 'entry_INT80_32',
      starts: ['jmp entry_INT80_32'],
      calls: /^do_int80_syscall_32$/,
      from: 'user',
    },
    {
      ...EXCEPTION,
      ...ENTRY_32,
      role: 'syscall-entry',
      name: 'entry_SYSENTER_32',
      starts: ['jmp entry_SYSENTER_32'],
      calls: /^do_SYSENTER_32$/,
      from: 'user',
      registers: { bp: 'sp', sp: 'frame' },
      // The instruction has cleared a flag.
      specials: { flags: 'flags of the moment' },
      code: [
        {
          functions: ['do_SYSENTER_32'],
          files: ['entry/common.c', 'entry/syscall_32.c'],
          parameter: 0,
          until: /^(?:syscall_enter_from_user_mode_work|do_syscall_32_irqs_on)$/,
        },
      ],
    },
    ftraceRegsCaller({ ...FTRACE_32, ...AT_ENTRY(4), argument: 'on the stack', needs: WITH_REGS }),
    graphReturn({ ...FTRACE_32, needs: WITH_GRAPH }),
    ...COMMON,
    ...commonSites('exception-entry-user', 'handle_trampoline()'),
  ],
}
