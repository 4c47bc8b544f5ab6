import type { ArchSites } from './site.ts'
import { arm as isa } from '../isa/arm.ts'
import { RETURN_ADDRESS, commonSites } from './site.ts'

const ENTRY = ['kernel/entry-armv.S']

/** The vector has put these onto a small stack. */
const SMALL_STACK = { registers: { r0: 'small' }, words: { small: ['r0', 'pc', 'cpsr'] } }

/** The sites of 32-bit ARM. */
export const armSites: ArchSites = {
  isa,
  specials: { cpsr: 'cpsr', spsr: 'cpsr', 'user r13': 'r13', 'user r14': 'r14' },
  sites: [
    {
      role: 'exception-entry',
      name: 'svc_entry',
      files: ENTRY,
      starts: ['svc_entry\nmov r0, sp\nbl do_site'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      calls: /^do_site$/,
      from: 'kernel',
      ...SMALL_STACK,
    },
    {
      role: 'exception-entry-user',
      name: 'usr_entry',
      files: ENTRY,
      starts: ['usr_entry\nmov r0, sp\nbl do_site'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      calls: /^do_site$/,
      from: 'user',
      ...SMALL_STACK,
    },
    {
      role: 'syscall-entry',
      name: 'vector_swi',
      files: ['kernel/entry-common.S'],
      starts: ['b vector_swi'],
      struct: 'pt_regs',
      kind: 'exception',
      argument: 0,
      from: 'user',
      registers: { r14: 'pc' },
    },
    {
      role: 'ftrace-regs',
      name: 'ftrace_regs_caller',
      files: ['kernel/entry-ftrace.S'],
      starts: ['b ftrace_regs_caller'],
      struct: 'pt_regs',
      kind: 'trampoline',
      argument: 3,
      registers: { r13: ['r13', -4], r14: 'after' },
      stack: ['r14'],
    },
    {
      role: 'optprobe',
      name: 'optprobe_template_entry',
      files: ['probes/kprobes/opt-arm.c'],
      isInline: true,
      starts: ['b optprobe_template_entry'],
      struct: 'pt_regs',
      kind: 'trampoline',
      argument: 1,
      code: [
        {
          functions: ['optimized_callback'],
          files: ['probes/kprobes/opt-arm.c'],
          parameter: 1,
          withBranches: true,
          until: /^opt_pre_handler$/,
        },
      ],
      exact: ['pc'],
      needs: ['HAVE_OPTPROBES'],
    },
    {
      role: 'kretprobe',
      name: '__kretprobe_trampoline',
      files: ['probes/kprobes/core.c'],
      isInline: true,
      starts: ['b __kretprobe_trampoline'],
      struct: 'pt_regs',
      kind: 'trampoline',
      argument: 0,
      code: [RETURN_ADDRESS],
      exact: ['pc'],
      needs: ['HAVE_KRETPROBES'],
    },
    ...commonSites(),
  ],
}
