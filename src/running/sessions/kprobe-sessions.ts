import { AT_ENTRY, CALLS, NO_PROBES, RETURN_STUBS, atReturn, probeEvent, type Session } from './session.ts'

const OPTIMIZATION = '/proc/sys/debug/kprobes-optimization'
const NO_DETOURS = `echo 0 > ${OPTIMIZATION} 2>/dev/null; true`

/** Attach a probe, and wait until the kernel has made a detour of it. */
const asDetour = (definition: string): readonly string[] => [
  `echo 1 > ${OPTIMIZATION}`,
  ...probeEvent('kprobe_events', 'kprobes', definition),
  'sleep 1',
]

const KPROBE = {
  ...AT_ENTRY,
  detach: NO_PROBES,
  calls: CALLS,
  given: { functions: ['kprobe_dispatcher'], argument: 1 },
} as const

const KRETPROBE = {
  ...atReturn(RETURN_STUBS),
  detach: NO_PROBES,
  calls: CALLS,
  given: { functions: ['kretprobe_dispatcher'], argument: 1 },
} as const

/** Probes of kprobe_events, by each way in which the kernel carries them out. */
export const KPROBE_SESSIONS: readonly Session[] = [
  {
    // By exception: neither on ftrace nor by detour.
    ...KPROBE,
    id: 'kprobe',
    attach: [NO_DETOURS, ...probeEvent('kprobe_events', 'kprobes', 'p:pk FUNCTION+OFFSET')],
    listed: { lacks: ['[FTRACE]', '[OPTIMIZED]'] },
  },
  {
    ...KPROBE,
    id: 'kprobe-on-ftrace',
    attach: probeEvent('kprobe_events', 'kprobes', 'p:pf FUNCTION'),
    listed: { has: '[FTRACE]' },
  },
  {
    // The same probe's registers as ftrace's stub hands them over, before the probe changes any.
    ...KPROBE,
    id: 'ftrace-regs',
    attach: probeEvent('kprobe_events', 'kprobes', 'p:pg FUNCTION'),
    listed: { has: '[FTRACE]' },
    given: { functions: ['kprobe_ftrace_handler'], argument: 3 },
  },
  {
    ...KPROBE,
    id: 'optprobe',
    attach: asDetour('p:po FUNCTION+OFFSET'),
    listed: { has: '[OPTIMIZED]' },
  },
  {
    ...KRETPROBE,
    id: 'kretprobe',
    attach: [NO_DETOURS, ...probeEvent('kprobe_events', 'kprobes', 'r:pr FUNCTION')],
  },
  {
    // On powerpc64 the stub is a probe of its own, which may be made a detour.
    ...KRETPROBE,
    id: 'kretprobe-by-detour',
    attach: asDetour('r:pd FUNCTION'),
    listed: { has: '[OPTIMIZED]' },
  },
]
