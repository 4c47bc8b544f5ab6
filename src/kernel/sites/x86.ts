import type { ArchSites, Site } from './site.ts'
import { x86 } from '../isa/x86.ts'
import { GRAPH_RETURN, RETURN_ADDRESS, commonSites, kprobeOnFtrace } from './site.ts'

/** At a stub of ftrace the return address of its call lies on the stack. */
const AT_FTRACE = (word: number) => ({ registers: { sp: ['sp', -word] as const }, stack: ['after'] })

/** Sites of ftrace that both variants have. */
function ftraceSites(word: 4 | 8): readonly Site[] {
  const files = [word === 8 ? 'kernel/ftrace_64.S' : 'kernel/ftrace_32.S']
  return [
    {
      role: 'ftrace-regs',
      name: 'ftrace_regs_caller',
      files,
      starts: ['jmp ftrace_regs_caller'],
      struct: 'pt_regs',
      kind: 'trampoline',
      argument: word === 8 ? 3 : 'on the stack',
      ...AT_FTRACE(word),
      needs: ['HAVE_DYNAMIC_FTRACE_WITH_REGS'],
    },
    {
      role: 'fgraph-return',
      ...GRAPH_RETURN,
      name: 'return_to_handler',
      files,
      starts: ['jmp return_to_handler'],
      struct: 'fgraph_ret_regs',
      kind: 'trampoline',
      argument: 0,
      calls: /^ftrace_return_to_handler$/,
      needs: ['HAVE_FUNCTION_GRAPH_TRACER'],
    },
  ]
}

/** Other sites that both variants have. */
const COMMON: readonly Site[] = [
  {
    role: 'optprobe',
    name: 'optprobe_template_entry',
    files: ['kernel/kprobes/opt.c'],
    isInline: true,
    starts: ['jmp optprobe_template_entry'],
    stop: 'optprobe_template_call',
    struct: 'pt_regs',
    kind: 'trampoline',
    argument: 1,
    code: [
      {
        functions: ['optimized_callback'],
        files: ['kernel/kprobes/opt.c'],
        parameter: 1,
        withBranches: true,
        until: /^opt_pre_handler$/,
      },
    ],
    exact: ['pc'],
    needs: ['HAVE_OPTPROBES'],
  },
  {
    role: 'rethook',
    name: 'arch_rethook_trampoline',
    files: ['kernel/rethook.c'],
    isInline: true,
    starts: ['jmp arch_rethook_trampoline'],
    struct: 'pt_regs',
    kind: 'trampoline',
    argument: 0,
    code: [
      {
        functions: ['arch_rethook_trampoline_callback'],
        files: ['kernel/rethook.c'],
        parameter: 0,
        until: /^rethook_trampoline_handler$/,
      },
      RETURN_ADDRESS,
    ],
    exact: ['pc'],
    needs: ['HAVE_RETHOOK'],
  },
  kprobeOnFtrace(['kernel/kprobes/ftrace.c']),
]

const CPU_64 = { registers: { sp: 'frame' }, stack: ['pc', 'cs', 'flags', 'sp', 'ss'] }

/** The sites of x86-64. */
export const x86_64: ArchSites = {
  isa: x86(8),
  specials: { flags: 'flags' },
  returnsArgument: ['sync_regs', 'fixup_bad_iret'],
  sites: [
    {
      role: 'exception-entry',
      name: 'idtentry',
      files: ['entry/entry_64.S'],
      starts: ['idtentry 6 asm_exc_site exc_site has_error_code=0'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      calls: /^exc_site$/,
      from: 'kernel',
      ...CPU_64,
    },
    {
      role: 'exception-entry-user',
      name: 'idtentry, user',
      files: ['entry/entry_64.S'],
      starts: ['idtentry 6 asm_exc_site exc_site has_error_code=0'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      calls: /^exc_site$/,
      from: 'user',
      ...CPU_64,
    },
    {
      role: 'syscall-entry',
      name: 'entry_SYSCALL_64',
      files: ['entry/entry_64.S'],
      starts: ['jmp entry_SYSCALL_64'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      calls: /^do_syscall_64$/,
      registers: { cx: 'pc', r11: 'flags' },
    },
    {
      role: 'ftrace',
      name: 'ftrace_caller',
      files: ['kernel/ftrace_64.S'],
      starts: ['jmp ftrace_caller'],
      struct: 'ftrace_regs',
      kind: 'trampoline',
      argument: 3,
      ...AT_FTRACE(8),
      needs: ['HAVE_DYNAMIC_FTRACE_WITH_ARGS'],
    },
    ...ftraceSites(8),
    ...COMMON,
    {
      role: 'uretprobe',
      name: 'sys_uretprobe',
      struct: 'pt_regs',
      kind: 'exception',
      after: 'syscall-entry',
      code: [
        { functions: ['__do_sys_uretprobe'], files: ['kernel/uprobes.c'], until: /^uprobe_handle_trampoline$/ },
        {
          functions: ['uprobe_handle_trampoline'],
          files: ['/kernel/events/uprobes.c'],
          parameter: 0,
          withBranches: true,
          until: /^handle_uretprobe_chain$/,
        },
      ],
      exact: ['pc', 'sp'],
      needs: ['ARCH_SUPPORTS_UPROBES'],
    },
    ...commonSites('exception-entry-user', 'handle_trampoline()'),
  ],
}

/** The sites of i386. */
export const i386: ArchSites = {
  isa: x86(4),
  specials: { flags: 'flags' },
  mode: { roots: ['cs', '__USER_CS'], isNonzero: true },
  sites: [
    {
      role: 'exception-entry',
      name: 'handle_exception, kernel',
      files: ['entry/entry_32.S'],
      starts: ['idtentry 6 asm_exc_site exc_site has_error_code=0'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      avoid: 'lss',
      from: 'kernel',
      registers: { sp: ['sp', -12] },
      stack: ['pc', 'cs', 'flags'],
    },
    {
      role: 'exception-entry-user',
      name: 'handle_exception, user',
      files: ['entry/entry_32.S'],
      starts: ['idtentry 6 asm_exc_site exc_site has_error_code=0'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      avoid: 'lss',
      from: 'user',
      registers: { sp: 'frame' },
      stack: ['pc', 'cs', 'flags', 'sp', 'ss'],
    },
    {
      role: 'syscall-entry',
      name: 'entry_INT80_32',
      files: ['entry/entry_32.S'],
      starts: ['jmp entry_INT80_32'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      calls: /^do_int80_syscall_32$/,
      avoid: 'lss',
      from: 'user',
      registers: { sp: 'frame' },
      stack: ['pc', 'cs', 'flags', 'sp', 'ss'],
    },
    {
      role: 'syscall-entry',
      name: 'entry_SYSENTER_32',
      files: ['entry/entry_32.S'],
      starts: ['jmp entry_SYSENTER_32'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      calls: /^do_SYSENTER_32$/,
      avoid: 'lss',
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
    ...ftraceSites(4),
    ...COMMON,
    ...commonSites('exception-entry-user', 'handle_trampoline()'),
  ],
}
