import type { ArchSites } from './site.ts'
import { arm64 as isa } from '../isa/arm64.ts'
import { GRAPH_RETURN, RETURN_ADDRESS, commonSites } from './site.ts'

const ENTRY = ['kernel/entry.S']
const ENTRY_C = ['kernel/entry-common.c']
const AT_FTRACE = { registers: { x30: 'after', x9: 'x30' } }

/** The sites of arm64. */
export const arm64: ArchSites = {
  isa,
  specials: { elr_el1: 'pc', spsr_el1: 'spsr', sp_el0: 'sp' },
  sites: [
    {
      role: 'exception-entry',
      name: 'kernel_entry 1',
      files: ENTRY,
      starts: ['kernel_ventry 1, h, 64, sync'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      avoid: '__bad_stack',
      calls: /^el1h_64_sync_handler$/,
      from: 'kernel',
      code: [{ functions: ['el1_brk64', 'el1_dbg'], files: ENTRY_C, parameter: 0 }],
    },
    {
      role: 'exception-entry-user',
      name: 'kernel_entry 0',
      files: ENTRY,
      starts: ['kernel_ventry 0, t, 64, sync'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      avoid: '__bad_stack',
      calls: /^el0t_64_sync_handler$/,
      from: 'user',
      code: [{ functions: ['el0_brk64', 'el0_dbg'], files: ENTRY_C, parameter: 0 }],
    },
    {
      role: 'syscall-entry',
      name: 'el0_svc_common()',
      struct: 'pt_regs',
      kind: 'exception',
      after: 'exception-entry-user',
      code: [
        {
          functions: ['do_el0_svc'],
          files: ['kernel/syscall.c'],
          parameter: 0,
          until: /^(?:syscall_trace_enter|invoke_syscall|syscall_set_return_value)$/,
        },
      ],
    },
    {
      role: 'ftrace',
      name: 'ftrace_caller',
      files: ['kernel/entry-ftrace.S'],
      starts: ['b ftrace_caller'],
      struct: 'ftrace_regs',
      kind: 'trampoline',
      argument: 3,
      ...AT_FTRACE,
    },
    {
      role: 'ftrace-regs',
      name: 'ftrace_regs_caller',
      files: ['kernel/entry-ftrace.S'],
      starts: ['b ftrace_regs_caller'],
      struct: 'pt_regs',
      kind: 'trampoline',
      argument: 3,
      ...AT_FTRACE,
      needs: ['HAVE_DYNAMIC_FTRACE_WITH_REGS'],
    },
    {
      role: 'fgraph-return',
      ...GRAPH_RETURN,
      name: 'return_to_handler',
      files: ['kernel/entry-ftrace.S'],
      starts: ['b return_to_handler'],
      struct: 'fgraph_ret_regs',
      kind: 'trampoline',
      argument: 0,
      calls: /^ftrace_return_to_handler$/,
    },
    {
      role: 'kretprobe',
      name: '__kretprobe_trampoline',
      nameAfter: '__kretprobe_trampoline (BRK)',
      files: ['kernel/probes/kprobes_trampoline.S'],
      starts: ['b __kretprobe_trampoline'],
      struct: 'pt_regs',
      kind: 'trampoline',
      argument: 0,
      after: 'exception-entry',
      code: [RETURN_ADDRESS],
      exact: ['pc'],
      needs: ['HAVE_KRETPROBES'],
    },
    ...commonSites(),
  ],
}
