import { AT_ENTRY, NO_PROBES, probeEvent, type Session } from './session.ts'

const UPROBE = {
  detach: NO_PROBES,
  calls: 'probe user COUNT',
  given: { functions: ['uprobe_dispatcher'], argument: 1 },
  free: 'user',
} as const

const INTERRUPT = {
  attach: [],
  detach: [],
  truth: { at: 'user', place: 'user_spin' },
  given: { functions: ['perf_event_output_forward'], argument: 2 },
  free: 'user',
  spins: true,
} as const

/** Places of the probe program: user probes, a system call, and a loop that is interrupted. */
export const USER_SESSIONS: readonly Session[] = [
  {
    ...UPROBE,
    id: 'uprobe',
    attach: probeEvent('uprobe_events', 'uprobes', 'p:pu /bin/probe:0xUSER_TARGET'),
    truth: { at: 'user', place: 'user_target' },
  },
  {
    ...UPROBE,
    id: 'uprobe-syscall',
    attach: probeEvent('uprobe_events', 'uprobes', 'p:pw /bin/probe:0xUSER_WIDE'),
    truth: { at: 'user', place: 'user_wide' },
  },
  {
    ...UPROBE,
    id: 'uretprobe',
    attach: probeEvent('uprobe_events', 'uprobes', 'r:pv /bin/probe:0xUSER_FUNCTION'),
    truth: { at: 'user', place: 'user_return' },
    free: 'user-return',
    given: { functions: ['uretprobe_dispatcher'], argument: 2 },
  },
  {
    // As a tracer, seccomp and the events of system calls see the registers.
    id: 'syscall',
    attach: ['for it in pid ppid uid gid euid egid; do echo 1 > events/syscalls/sys_enter_get$it/enable; done'],
    detach: NO_PROBES,
    calls: 'probe syscall COUNT',
    truth: { at: 'user', place: 'user_syscall' },
    given: { functions: ['ftrace_syscall_enter'], argument: 1 },
    free: 'user',
  },
  {
    // As the tracer finds them while the program is stopped.
    id: 'ptrace',
    attach: [],
    detach: [],
    calls: 'probe ptrace COUNT',
    truth: { at: 'user', place: 'user_syscall' },
    given: {
      functions: ['ptrace_notify'],
      argument: 0,
      from: { functions: ['syscall_trace_enter', 'do_syscall_trace_enter'], argument: 0 },
    },
    free: 'user',
  },
  {
    // What the tracer gets when it asks for the registers.
    id: 'ptrace-regset',
    attach: [],
    detach: [],
    calls: 'probe regset COUNT',
    truth: { at: 'user', place: 'user_syscall' },
    given: { functions: [], place: 'user_taken', argument: 0 },
    free: 'user',
  },
  {
    // What the handler of a signal gets, which an instruction of the program has caused.
    id: 'signal',
    attach: [],
    detach: [],
    calls: 'probe signal COUNT',
    truth: { at: 'user', place: 'user_trap' },
    given: { functions: [], place: 'user_caught', argument: 2 },
    free: 'user',
    ofSignal: true,
  },
  // The clock that perf counts in software, and the CPU's own counter of cycles.
  { ...INTERRUPT, id: 'perf-clock', calls: 'probe interrupt 1 0 COUNT' },
  { ...INTERRUPT, id: 'perf-cycles', calls: 'probe interrupt 0 0 COUNT' },
  {
    ...INTERRUPT,
    ...AT_ENTRY,
    id: 'perf-clock-kernel',
    calls: 'probe counted 1 0 COUNT SEED',
  },
]
