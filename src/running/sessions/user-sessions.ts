import { NO_PROBES, probeEvent, type Session } from './session.ts'

const UPROBE = {
  detach: NO_PROBES,
  calls: 'probe user COUNT',
  given: { functions: ['uprobe_dispatcher'], argument: 1 },
  free: 'user',
} as const

/** Places of the probe program: user probes, and a system call. */
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
    attach: ['echo 1 > events/syscalls/sys_enter_getppid/enable'],
    detach: NO_PROBES,
    calls: 'probe syscall COUNT',
    truth: { at: 'user', place: 'user_syscall' },
    given: { functions: ['ftrace_syscall_enter'], argument: 1 },
    free: 'user',
  },
]
