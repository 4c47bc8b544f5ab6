import type { ArchSites, Site, SiteCode } from '../site.ts'
import { NEXT } from '../../asm/program.ts'
import { powerpc as isa } from '../../isa/tables/powerpc.ts'
import {
  EXCEPTION,
  RETURN_ADDRESS,
  commonSites,
  ftraceCaller,
  ftraceRegsCaller,
  graphReturn,
  kprobeOnFtrace,
  optprobe,
} from '../common-sites.ts'

/** The call of a stub has put the return address into lr; the traced function's own is in r0. */
const AT_ENTRY = {
  files: ['kernel/trace/ftrace_entry.S', 'kernel/trace/ftrace_mprofile.S'],
  jump: 'b',
  registers: { r0: 'lr' },
  specials: { lr: 'after' },
} as const

/** The entry of a vector, from the kernel and from user space, with C code that changes what it saved. */
const exceptionEntries = (vector: string, code: readonly SiteCode[] = []): readonly Site[] =>
  (['kernel', 'user'] as const).map(from => ({
    ...EXCEPTION,
    role: from === 'kernel' ? 'exception-entry' : 'exception-entry-user',
    name: `${vector}, ${from}`,
    files: ['kernel/exceptions-64s.S'],
    includedBy: 'kernel/head_64.S',
    starts: [`GEN_INT_ENTRY ${vector}, virt=1`],
    jumpsTo: `${vector}_common_virt`,
    from,
    code,
  }))

/** At a return a probe is hit: by an exception, or by the detour of an optimised probe. */
const RETURN_PROBE = { struct: 'pt_regs', code: [RETURN_ADDRESS], exact: ['pc'] } as const
const AFTER_EXCEPTION = { ...RETURN_PROBE, kind: 'exception', after: 'exception-entry' } as const
const AFTER_OPTPROBE = { ...RETURN_PROBE, kind: 'trampoline', after: 'optprobe' } as const

/** C code that changes the struct before a tracer sees a system call. */
const SYSTEM_CALL: readonly SiteCode[] = [
  {
    functions: ['system_call_exception'],
    files: ['kernel/syscall.c'],
    parameter: 0,
    withBranches: true,
    until: /^(?:syscall_enter_from_user_mode|do_syscall_trace_enter)$/,
  },
  {
    functions: ['arch_enter_from_user_mode'],
    files: ['include/asm/entry-common.h'],
    parameter: 0,
    withBranches: true,
    isOptional: true,
  },
]

/** The sites of both widths behind entries and system calls. */
const STUBS: readonly Site[] = [
  ftraceCaller(AT_ENTRY),
  ftraceRegsCaller(AT_ENTRY),
  graphReturn({
    files: ['kernel/trace/ftrace_entry.S', 'kernel/trace/ftrace_mprofile.S'],
    jump: 'b',
    needs: ['HAVE_FUNCTION_GRAPH_TRACER'],
  }),
  kprobeOnFtrace(['kernel/kprobes-ftrace.c']),
  optprobe(
    { files: ['kernel/optprobes_head.S'], jump: 'b', stop: 'optprobe_template_call_handler' },
    'kernel/optprobes.c',
  ),
  { ...AFTER_EXCEPTION, role: 'kretprobe', name: '__kretprobe_trampoline' },
  { ...AFTER_EXCEPTION, role: 'rethook', name: 'arch_rethook_trampoline', needs: ['HAVE_RETHOOK'] },
  { ...AFTER_OPTPROBE, role: 'rethook', name: 'optprobe_template_entry', needs: ['HAVE_RETHOOK'] },
  { ...AFTER_OPTPROBE, role: 'kretprobe', name: 'optprobe_template_entry', needs: ['HAVE_OPTPROBES'] },
]

/** What special registers hold that both widths have. */
const SPECIALS = { srr0: 'pc', srr1: 'msr', msr: 'msr', ctr: 'ctr', xer: 'xer', cr: 'cr', lr: 'lr' } as const

/** The sites of powerpc64. */
export const powerpc64: ArchSites = {
  isa: isa(8),
  specials: {
    ...SPECIALS,
    hsrr0: 'pc',
    hsrr1: 'msr',
    amr: 'any',
    iamr: 'any',
    ppr: 'any',
    cfar: 'now',
    mmcra: 'now',
    sier: 'now',
  },
  mode: { roots: ['special:srr1'], isNonzero: true },
  sites: [
    ...exceptionEntries('program_check'),
    ...exceptionEntries('performance_monitor', [
      { functions: ['perf_read_regs'], files: ['perf/core-book3s.c'], parameter: 0, withBranches: true },
    ]),
    {
      ...EXCEPTION,
      role: 'syscall-entry',
      name: 'system_call_common',
      files: ['kernel/interrupt_64.S'],
      starts: ['b system_call_common_real', 'b system_call_common'],
      calls: /^system_call_exception$/,
      from: 'user',
      registers: { r9: 'r13', r11: 'pc', r12: 'msr' },
      code: SYSTEM_CALL,
    },
    ...STUBS,
    ...commonSites(),
  ],
}

const ENTRY_32 = { ...EXCEPTION, files: ['kernel/head_book3s_32.S'], also: ['kernel/entry_32.S'] } as const
const FAULT_32 = {
  ...ENTRY_32,
  starts: ['b ProgramCheck'],
  jumpsTo: 'ProgramCheck_virt',
  calls: /^program_check_exception$/,
} as const

/** The sites of 32-bit PowerPC, with the entries of Book3S. */
export const powerpc32: ArchSites = {
  isa: isa(4),
  specials: { ...SPECIALS, dar: 'any', dsisr: 'any' },
  mode: { roots: ['special:srr1'], isNonzero: true },
  sites: [
    { ...FAULT_32, role: 'exception-entry', name: 'ProgramCheck, kernel', from: 'kernel' },
    { ...FAULT_32, role: 'exception-entry-user', name: 'ProgramCheck, user', from: 'user' },
    {
      ...ENTRY_32,
      role: 'syscall-entry',
      name: 'SystemCall',
      starts: ['b SystemCall'],
      jumpsTo: NEXT,
      calls: /^system_call_exception$/,
      from: 'user',
      code: SYSTEM_CALL,
    },
    ...STUBS,
    ...commonSites(),
  ],
}
