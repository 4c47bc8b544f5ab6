import type { Definitions } from '../c/find-definitions.ts'

/** The symbols that are recorded: capability symbols that architectures set, and symbols that depend on these. */
export const SYMBOLS = [
  'HAVE_KPROBES',
  'HAVE_KRETPROBES',
  'HAVE_RETHOOK',
  'HAVE_OPTPROBES',
  'HAVE_KPROBES_ON_FTRACE',
  'HAVE_FUNCTION_TRACER',
  'HAVE_DYNAMIC_FTRACE',
  'HAVE_DYNAMIC_FTRACE_WITH_REGS',
  'HAVE_DYNAMIC_FTRACE_WITH_ARGS',
  'HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS',
  'HAVE_DYNAMIC_FTRACE_WITH_CALL_OPS',
  'HAVE_FUNCTION_GRAPH_TRACER',
  'HAVE_FUNCTION_GRAPH_RETVAL',
  'HAVE_FUNCTION_GRAPH_FREGS',
  'HAVE_FTRACE_GRAPH_FUNC',
  'HAVE_REGS_AND_STACK_ACCESS_API',
  'HAVE_FUNCTION_ARG_ACCESS_API',
  'ARCH_SUPPORTS_UPROBES',
  'MMU',
  'TRACE_IRQFLAGS_SUPPORT',
  'STACKTRACE_SUPPORT',
  'HAVE_SYSCALL_TRACEPOINTS',
  'HAVE_PERF_EVENTS',
  'HAVE_PERF_REGS',
  'HAVE_PERF_USER_STACK_DUMP',
  'HAVE_EBPF_JIT',
  'HAVE_ARCH_TRACEHOOK',
] as const

/** A requirement of a mechanism: a Kconfig option, or a function that the architecture must define. */
export type Need = { readonly symbol: string } | { readonly definition: keyof Definitions }

const needs = (...symbols: string[]): readonly Need[] => symbols.map(symbol => ({ symbol }))

/**
 * The requirements of each mechanism. What the options need in turn is read from the tree. Exceptions have none,
 * because every architecture has them.
 */
export const REQUIREMENTS: Readonly<Record<string, readonly Need[]>> = {
  exceptions: [],
  ptrace: [{ definition: 'arch_ptrace' }],
  kprobe: needs('KPROBES'),
  kretprobe: needs('KRETPROBES'),
  rethook: needs('RETHOOK'),
  ftrace: needs('FUNCTION_TRACER'),
  fgraph: needs('FUNCTION_GRAPH_TRACER'),
  fprobe: needs('FPROBE'),
  tracepoint: needs('TRACEPOINTS'),
  uprobe: needs('UPROBES'),
  'perf-events': needs('PERF_EVENTS'),
  'trace-kprobe': needs('KPROBE_EVENTS'),
  'trace-kretprobe': needs('KPROBE_EVENTS', 'KRETPROBES'),
  'trace-uprobe': needs('UPROBE_EVENTS'),
  'trace-fprobe': needs('FPROBE_EVENTS'),
  'trace-tp': needs('FTRACE', 'EVENT_TRACING'),
  'ebpf-kprobe': needs('BPF_EVENTS', 'KPROBE_EVENTS'),
  'ebpf-kretprobe': needs('BPF_EVENTS', 'KPROBE_EVENTS', 'KRETPROBES'),
  'ebpf-uprobe': needs('BPF_EVENTS', 'UPROBE_EVENTS'),
  'ebpf-tp': needs('BPF_EVENTS', 'TRACEPOINTS'),
  'ebpf-multi-kprobe': needs('BPF_EVENTS', 'FPROBE'),
  'ebpf-perf-event': needs('BPF_EVENTS', 'PERF_EVENTS'),
  'ebpf-fentry-fexit': [
    ...needs('BPF_SYSCALL', 'BPF_JIT', 'HAVE_EBPF_JIT', 'DYNAMIC_FTRACE_WITH_DIRECT_CALLS'),
    { definition: 'arch_prepare_bpf_trampoline' },
  ],
}

/** Mechanisms whose stubs save registers. A return probe may work without a stub, so it comes last. */
export const ON_TRAMPOLINES = ['ftrace', 'rethook', 'ebpf-fentry-fexit', 'kretprobe'] as const
