import {
  AT_ENTRY,
  CALLS,
  GRAPH_STUBS,
  NO_PROBES,
  RETURN_STUBS,
  atReturn,
  probeEvent,
  type GivenPlace,
  type Session,
} from './session.ts'

const tracer = (name: string) => ({
  attach: ['echo FUNCTION > set_ftrace_filter', `echo ${name} > current_tracer`, 'echo 1 > tracing_on'],
  detach: ['echo nop > current_tracer', 'echo > set_ftrace_filter'],
  calls: CALLS,
})

const ENTRY_EVENT = probeEvent('dynamic_events', 'fprobes', 'f:fe FUNCTION')
const RETURN_EVENT = probeEvent('dynamic_events', 'fprobes', 'f:fr FUNCTION%return')

/** Lines that define an event, and find that the kernel has made it; perf switches it on. */
const definedAlone = ([define]: readonly [string, string], event: string): readonly string[] => [
  define,
  `test -d events/${event} || { echo the kernel makes no such event; false; }`,
]

/** What perf hands on of an event's registers. They are in a buffer that only such events use. */
const UNDER_PERF = {
  given: {
    functions: ['perf_tp_event'],
    argument: 4,
    argumentOn: { arm: 6, i386: 5 },
  } satisfies GivenPlace,
  inBuffer: true,
} as const

/** What a BPF program on kprobe.multi is given: `bpf_get_stackid()` is called with its context. */
const MULTI = { attach: [], detach: [], given: { functions: ['bpf_get_stackid'], argument: 0 } } as const

/** What stands on ftrace: tracers, fprobe events, the same under perf, and BPF programs; and tracepoints under perf. */
export const FTRACE_SESSIONS: readonly Session[] = [
  {
    ...AT_ENTRY,
    ...tracer('function'),
    id: 'ftrace',
    given: { functions: ['function_trace_call'], argument: 3 },
  },
  {
    ...atReturn(GRAPH_STUBS),
    ...tracer('function_graph'),
    id: 'function-graph',
    given: { functions: ['ftrace_return_to_handler'], argument: 0 },
  },
  {
    // Since 6.14: the return address is put in after the stub, and before the tracer is called.
    ...atReturn(GRAPH_STUBS),
    ...tracer('function_graph'),
    id: 'function-graph-regs',
    given: { functions: ['trace_graph_return'], argument: 2 },
  },
  {
    ...AT_ENTRY,
    id: 'fprobe-entry',
    attach: ENTRY_EVENT,
    detach: NO_PROBES,
    calls: CALLS,
    given: { functions: ['fentry_dispatcher'], argument: 3 },
  },
  {
    ...atReturn([...GRAPH_STUBS, ...RETURN_STUBS]),
    id: 'fprobe-exit',
    attach: RETURN_EVENT,
    detach: NO_PROBES,
    calls: CALLS,
    given: { functions: ['fexit_dispatcher'], argument: 3 },
  },
  {
    ...AT_ENTRY,
    ...UNDER_PERF,
    id: 'fprobe-perf',
    attach: definedAlone(ENTRY_EVENT, 'fprobes/fe'),
    detach: NO_PROBES,
    calls: 'probe perf $(cat events/fprobes/fe/id) COUNT SEED',
  },
  {
    ...atReturn(GRAPH_STUBS),
    ...UNDER_PERF,
    id: 'fprobe-exit-perf',
    attach: definedAlone(RETURN_EVENT, 'fprobes/fr'),
    detach: NO_PROBES,
    calls: 'probe perf $(cat events/fprobes/fr/id) COUNT SEED',
  },
  { ...AT_ENTRY, ...MULTI, id: 'kprobe-multi-entry', calls: 'probe multi FUNCTION entry COUNT SEED' },
  {
    ...atReturn([...GRAPH_STUBS, ...RETURN_STUBS]),
    ...MULTI,
    id: 'kprobe-multi-return',
    calls: 'probe multi FUNCTION return COUNT SEED',
  },
  {
    // Registers of its caller, made by a macro.
    ...UNDER_PERF,
    id: 'tracepoint-perf',
    attach: [],
    detach: [],
    calls: 'probe perf $(cat events/signal/signal_generate/id) COUNT SEED',
    truth: { at: 'symbol', names: ['perf_trace_signal_generate'] },
    free: 'entry',
    callsFactor: 6,
  },
]
