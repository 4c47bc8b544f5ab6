import type { ArchSites, Site, SiteCode } from './site.ts'
import { powerpc as isa } from '../isa/powerpc.ts'
import {
  EXCEPTION,
  RETURN_ADDRESS,
  commonSites,
  ftraceCaller,
  ftraceRegsCaller,
  kprobeOnFtrace,
  optprobe,
} from './common-sites.ts'

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

/** The sites of powerpc64. */
export const powerpc64: ArchSites = {
  isa: isa(8),
  specials: {
    srr0: 'pc',
    srr1: 'msr',
    hsrr0: 'pc',
    hsrr1: 'msr',
    msr: 'msr',
    ctr: 'ctr',
    xer: 'xer',
    cr: 'cr',
    lr: 'lr',
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
      code: [
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
      ],
    },
    ftraceCaller(AT_ENTRY),
    ftraceRegsCaller(AT_ENTRY),
    kprobeOnFtrace(['kernel/kprobes-ftrace.c']),
    optprobe(
      { files: ['kernel/optprobes_head.S'], jump: 'b', stop: 'optprobe_template_call_handler' },
      'kernel/optprobes.c',
    ),
    { ...AFTER_EXCEPTION, role: 'kretprobe', name: '__kretprobe_trampoline' },
    { ...AFTER_EXCEPTION, role: 'rethook', name: 'arch_rethook_trampoline', needs: ['HAVE_RETHOOK'] },
    { ...AFTER_OPTPROBE, role: 'rethook', name: 'optprobe_template_entry', needs: ['HAVE_RETHOOK'] },
    { ...AFTER_OPTPROBE, role: 'kretprobe', name: 'optprobe_template_entry', needs: ['HAVE_OPTPROBES'] },
    ...commonSites(),
  ],
}
