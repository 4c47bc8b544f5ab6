import type { ArchSites } from '../site.ts'
import { arm64 as isa } from '../../isa/tables/arm64.ts'
import { EXCEPTION, commonSites, ftraceCaller, ftraceRegsCaller, graphReturn, kretprobe } from '../common-sites.ts'

const ENTRY = { ...EXCEPTION, files: ['kernel/entry.S'], avoid: '__bad_stack' } as const
const ENTRY_C = ['kernel/entry-common.c']
const FTRACE = { files: ['kernel/entry-ftrace.S'], jump: 'b' } as const
/** The call of a stub has put the return address into x30; the traced function's own is in x9. */
const AT_ENTRY = { ...FTRACE, registers: { x30: 'after', x9: 'x30' } }

/** The sites of arm64. */
export const arm64: ArchSites = {
  isa,
  specials: { elr_el1: 'pc', spsr_el1: 'spsr', sp_el0: 'sp' },
  sites: [
    {
      ...ENTRY,
      role: 'exception-entry',
      name: 'kernel_entry 1',
      starts: ['kernel_ventry 1, h, 64, sync'],
      calls: /^el1h_64_sync_handler$/,
      from: 'kernel',
      code: [{ functions: ['el1_brk64', 'el1_dbg'], files: ENTRY_C, parameter: 0 }],
    },
    {
      ...ENTRY,
      role: 'exception-entry-user',
      name: 'kernel_entry 0',
      starts: ['kernel_ventry 0, t, 64, sync'],
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
    ftraceCaller(AT_ENTRY),
    ftraceRegsCaller({ ...AT_ENTRY, needs: ['HAVE_DYNAMIC_FTRACE_WITH_REGS'] }),
    graphReturn(FTRACE),
    kretprobe({
      files: ['kernel/probes/kprobes_trampoline.S'],
      jump: 'b',
      nameAfter: '__kretprobe_trampoline (BRK)',
      after: 'exception-entry',
      needs: ['HAVE_KRETPROBES'],
    }),
    ...commonSites(),
  ],
}
