import type { Freedom } from './registers.ts'

/** Where the debugger stops the guest to read what the CPU's registers hold. */
export type TruthPlace =
  /** At the function's first instruction, or the given number of bytes after it. */
  | { readonly at: 'function'; readonly offset?: number }
  /** At these symbols, as far as the kernel has them: the stubs to which a function returns. */
  | { readonly at: 'symbol'; readonly names: readonly string[] }
  /** At a place of the probe program. */
  | { readonly at: 'user'; readonly place: string }

/** A function of the kernel that is handed the registers, and which argument, counted from 0, points to them. */
export type GivenPlace = {
  readonly functions: readonly string[]
  readonly argument: number
  /** The same where an argument of 64 bits before it takes two places. */
  readonly argumentOn?: Readonly<Record<string, number>>
  readonly struct: string
}

const perfHandler: GivenPlace = {
  functions: ['perf_tp_event'],
  argument: 4,
  argumentOn: { arm: 6, i386: 5 },
  struct: 'pt_regs',
}

/** One way of getting registers: how it is attached, where the truth is, and who is handed what. */
export type Session = {
  readonly id: string
  /** The roles of the captures and conversions that it shows, in the words of `data/README.md`. */
  readonly roles: readonly string[]
  /** Lines for the guest's shell; FUNCTION and OFFSET stand for the function and the place in it. */
  readonly attach: readonly string[]
  readonly detach: readonly string[]
  /** What makes the calls; COUNT, SEED and FUNCTION are filled in. */
  readonly calls: string
  readonly truth: TruthPlace
  readonly given: GivenPlace
  readonly free: Freedom
  /** The struct is no part of a stack: it is in a buffer that only this kind of event uses. */
  readonly inBuffer?: true
  /** How many calls reach it, where only one in so many does. */
  readonly callsFactor?: number
  /** What `kprobes/list` must say of the probe, and must not. */
  readonly listed?: { readonly has?: string; readonly lacks?: readonly string[] }
}

const CALLS = 'probe calls COUNT SEED'
const NO_PROBES = [
  'echo 0 > events/enable',
  'echo > kprobe_events',
  'echo > uprobe_events 2>/dev/null',
  'echo > dynamic_events 2>/dev/null; true',
]
const OPTIMIZATION = '/proc/sys/debug/kprobes-optimization'
const kprobeHandler: GivenPlace = { functions: ['kprobe_dispatcher'], argument: 1, struct: 'pt_regs' }
const RETURN_STUBS = ['arch_rethook_trampoline', '__kretprobe_trampoline', 'kretprobe_trampoline']
const GRAPH_STUBS = ['return_to_handler']

const kprobe = {
  detach: NO_PROBES,
  calls: CALLS,
  given: kprobeHandler,
  free: 'entry',
} as const

/** By exception: neither on ftrace nor by detour. */
const kprobeException: Session = {
  ...kprobe,
  id: 'kprobe',
  roles: ['exception-entry', 'breakpoint'],
  attach: [
    `echo 0 > ${OPTIMIZATION} 2>/dev/null; true`,
    "echo 'p:pk FUNCTION+OFFSET' > kprobe_events",
    'echo 1 > events/kprobes/pk/enable',
  ],
  truth: { at: 'function' },
  listed: { lacks: ['[FTRACE]', '[OPTIMIZED]'] },
}

const kprobeOnFtrace: Session = {
  ...kprobe,
  id: 'kprobe-on-ftrace',
  roles: ['kprobe-on-ftrace', 'ftrace-regs'],
  attach: ["echo 'p:pf FUNCTION' > kprobe_events", 'echo 1 > events/kprobes/pf/enable'],
  truth: { at: 'function' },
  listed: { has: '[FTRACE]' },
}

const kprobeByDetour: Session = {
  ...kprobe,
  id: 'optprobe',
  roles: ['optprobe'],
  attach: [
    `echo 1 > ${OPTIMIZATION}`,
    "echo 'p:po FUNCTION+OFFSET' > kprobe_events",
    'echo 1 > events/kprobes/po/enable',
    'sleep 1',
  ],
  truth: { at: 'function' },
  listed: { has: '[OPTIMIZED]' },
}

const kretprobe: Session = {
  id: 'kretprobe',
  roles: ['rethook', 'kretprobe'],
  attach: [
    `echo 0 > ${OPTIMIZATION} 2>/dev/null; true`,
    "echo 'r:pr FUNCTION' > kprobe_events",
    'echo 1 > events/kprobes/pr/enable',
  ],
  detach: NO_PROBES,
  calls: CALLS,
  truth: { at: 'symbol', names: RETURN_STUBS },
  given: { functions: ['kretprobe_dispatcher'], argument: 1, struct: 'pt_regs' },
  free: 'return',
}

/** On powerpc64 the stub is a probe of its own, which may be made a detour. */
const kretprobeByDetour: Session = {
  ...kretprobe,
  id: 'kretprobe-by-detour',
  roles: ['rethook-detour'],
  attach: [
    `echo 1 > ${OPTIMIZATION}`,
    "echo 'r:pd FUNCTION' > kprobe_events",
    'echo 1 > events/kprobes/pd/enable',
    'sleep 1',
  ],
  listed: { has: '[OPTIMIZED]' },
}

const ftrace: Session = {
  id: 'ftrace',
  roles: ['ftrace'],
  attach: ['echo FUNCTION > set_ftrace_filter', 'echo function > current_tracer', 'echo 1 > tracing_on'],
  detach: ['echo nop > current_tracer', 'echo > set_ftrace_filter'],
  calls: CALLS,
  truth: { at: 'function' },
  given: { functions: ['function_trace_call'], argument: 3, struct: 'ftrace_regs' },
  free: 'entry',
}

const functionGraph: Session = {
  id: 'function-graph',
  roles: ['fgraph-return'],
  attach: ['echo FUNCTION > set_ftrace_filter', 'echo function_graph > current_tracer', 'echo 1 > tracing_on'],
  detach: ['echo nop > current_tracer', 'echo > set_ftrace_filter'],
  calls: CALLS,
  truth: { at: 'symbol', names: GRAPH_STUBS },
  given: { functions: ['ftrace_return_to_handler'], argument: 0, struct: 'ftrace_regs' },
  free: 'return',
}

const fprobe = {
  attach: ["echo 'f:fe FUNCTION' > dynamic_events", 'echo 1 > events/fprobes/fe/enable'],
  detach: NO_PROBES,
} as const
const fprobeReturn = {
  attach: ["echo 'f:fr FUNCTION%return' > dynamic_events", 'echo 1 > events/fprobes/fr/enable'],
  detach: NO_PROBES,
} as const

const fprobeEntry: Session = {
  ...fprobe,
  id: 'fprobe-entry',
  roles: ['ftrace', 'ftrace-regs'],
  calls: CALLS,
  truth: { at: 'function' },
  given: { functions: ['fentry_dispatcher'], argument: 3, struct: 'ftrace_regs' },
  free: 'entry',
}

const fprobeExit: Session = {
  ...fprobeReturn,
  id: 'fprobe-exit',
  roles: ['fgraph-return', 'rethook'],
  calls: CALLS,
  truth: { at: 'symbol', names: [...GRAPH_STUBS, ...RETURN_STUBS] },
  given: { functions: ['fexit_dispatcher'], argument: 3, struct: 'ftrace_regs' },
  free: 'return',
}

/** What perf is given of an fprobe's registers. */
const fprobeUnderPerf: Session = {
  ...fprobe,
  id: 'fprobe-perf',
  roles: ['fill-perf-regs'],
  attach: fprobe.attach.slice(0, 1),
  calls: 'probe perf $(cat events/fprobes/fe/id) COUNT SEED',
  truth: { at: 'function' },
  given: perfHandler,
  inBuffer: true,
  free: 'entry',
}

const fprobeReturnUnderPerf: Session = {
  ...fprobeUnderPerf,
  id: 'fprobe-exit-perf',
  attach: fprobeReturn.attach.slice(0, 1),
  calls: 'probe perf $(cat events/fprobes/fr/id) COUNT SEED',
  truth: { at: 'symbol', names: GRAPH_STUBS },
  free: 'return',
}

/** What a BPF program on kprobe.multi is given: `bpf_get_stackid()` is called with its context. */
const multiEntry: Session = {
  id: 'kprobe-multi-entry',
  roles: ['partial-regs', 'ftrace-regs'],
  attach: [],
  detach: [],
  calls: 'probe multi FUNCTION entry COUNT SEED',
  truth: { at: 'function' },
  given: { functions: ['bpf_get_stackid'], argument: 0, struct: 'pt_regs' },
  free: 'entry',
}

const multiReturn: Session = {
  ...multiEntry,
  id: 'kprobe-multi-return',
  roles: ['partial-regs', 'rethook'],
  calls: 'probe multi FUNCTION return COUNT SEED',
  truth: { at: 'symbol', names: [...GRAPH_STUBS, ...RETURN_STUBS] },
  free: 'return',
}

/** What a tracepoint's perf event is given: registers of its caller, made by a macro. */
const tracepointUnderPerf: Session = {
  id: 'tracepoint-perf',
  roles: ['perf-caller-regs'],
  attach: [],
  detach: [],
  calls: 'probe perf $(cat events/signal/signal_generate/id) COUNT SEED',
  truth: { at: 'symbol', names: ['perf_trace_signal_generate'] },
  given: perfHandler,
  inBuffer: true,
  free: 'entry',
  callsFactor: 6,
}

const uprobe: Session = {
  id: 'uprobe',
  roles: ['exception-entry-user', 'exception-entry', 'breakpoint-user'],
  attach: ["echo 'p:pu /bin/probe:0xUSER_TARGET' > uprobe_events", 'echo 1 > events/uprobes/pu/enable'],
  detach: NO_PROBES,
  calls: 'probe user COUNT',
  truth: { at: 'user', place: 'user_target' },
  given: { functions: ['uprobe_dispatcher'], argument: 1, struct: 'pt_regs' },
  free: 'user',
}

const uprobeByCall: Session = {
  ...uprobe,
  id: 'uprobe-syscall',
  roles: ['uprobe-syscall'],
  attach: ["echo 'p:pw /bin/probe:0xUSER_WIDE' > uprobe_events", 'echo 1 > events/uprobes/pw/enable'],
  truth: { at: 'user', place: 'user_wide' },
}

const uretprobe: Session = {
  ...uprobe,
  id: 'uretprobe',
  roles: ['uretprobe'],
  attach: ["echo 'r:pv /bin/probe:0xUSER_FUNCTION' > uprobe_events", 'echo 1 > events/uprobes/pv/enable'],
  truth: { at: 'user', place: 'user_return' },
  free: 'user-return',
  given: { functions: ['uretprobe_dispatcher'], argument: 2, struct: 'pt_regs' },
}

/** At a system call, as a tracer, seccomp and the events of system calls see the registers. */
const systemCall: Session = {
  id: 'syscall',
  roles: ['syscall-entry'],
  attach: ['echo 1 > events/syscalls/sys_enter_getppid/enable'],
  detach: NO_PROBES,
  calls: 'probe syscall COUNT',
  truth: { at: 'user', place: 'user_syscall' },
  given: { functions: ['ftrace_syscall_enter'], argument: 1, struct: 'pt_regs' },
  free: 'user',
}

/** All of them, the ones on the kernel's own functions first. */
export const SESSIONS: readonly Session[] = [
  kprobeException,
  kprobeOnFtrace,
  kprobeByDetour,
  kretprobe,
  kretprobeByDetour,
  ftrace,
  functionGraph,
  fprobeEntry,
  fprobeExit,
  fprobeUnderPerf,
  fprobeReturnUnderPerf,
  multiEntry,
  multiReturn,
  tracepointUnderPerf,
  uprobe,
  uprobeByCall,
  uretprobe,
  systemCall,
]

/**
 * The functions of the kernel whose addresses the sessions need.
 *
 * @returns their names, each once.
 */
export function symbolsNeeded(): readonly string[] {
  const truths = SESSIONS.flatMap(it => (it.truth.at === 'symbol' ? it.truth.names : []))
  return [...new Set([...FUNCTIONS, ...truths, ...SESSIONS.flatMap(it => it.given.functions)])]
}

/** Functions that the calls of the probe program run through; none takes more than four arguments. */
export const FUNCTIONS = ['vfs_read', 'vfs_write', 'do_sys_openat2', 'vfs_open'] as const
