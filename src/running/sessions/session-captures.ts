import { holdsIn } from '../../model/analysis/compare-releases.ts'
import type { Frame } from '../../model/analysis/register-frame.ts'
import { measuredFrame } from '../../model/measured/measured-frame.ts'
import type { Dataset } from '../../model/dataset.ts'
import type { Capture, Conversion } from '../../model/schema/capture.ts'

/** What a session shows: a capture, and the conversion through which it is seen. */
export type Shown = {
  readonly capture: Capture
  readonly through: Conversion | undefined
  /** The struct that is dumped, as the dataset has it. */
  readonly frame: Frame
}

/** What a return stub of the function graph fills: `ftrace_regs`, and before 6.14 a struct for the returned value. */
const FGRAPH_REGS = ['fgraph-return', 'fgraph-return-shifted', 'fgraph-return-three']
const FGRAPH_RET_REGS = ['fgraph-return-ret-regs', 'fgraph-return-regs']
const FGRAPH = [...FGRAPH_REGS, ...FGRAPH_RET_REGS]

/** What makes a `pt_regs` of a `ftrace_regs`. */
const PARTIAL = ['partial-regs', 'ftrace-partial-regs', 'ftrace-partial-regs-not-hw', 'ftrace-partial-regs-as-is']

/** What an interrupt fills, in kernel mode and in user mode. */
const INTERRUPT_KERNEL = [
  'interrupt',
  'exception-el1',
  'exception-svc',
  'exception-kernel',
  'exception-entry',
  'exception',
]
const INTERRUPT_USER = [
  'exception-el0',
  'exception-usr',
  'exception-user',
  'exception-entry-user',
  'exception-entry',
  'exception',
]

/** Ids of captures without arch and release, by session; the first that the dataset has at the release is meant. */
const CAPTURES: Readonly<Record<string, readonly string[]>> = {
  kprobe: [
    'exception-el1',
    'exception-svc',
    'program-check-kernel',
    'program-check',
    'break-kernel',
    'exception-entry',
    'exception',
  ],
  'kprobe-on-ftrace': ['kprobe-on-ftrace'],
  'ftrace-regs': ['ftrace-regs-caller'],
  optprobe: ['optprobe-detour'],
  kretprobe: ['rethook-trap', 'rethook', 'kretprobe-brk', 'kretprobe-trap', 'kretprobe-trampoline'],
  'kretprobe-by-detour': ['rethook-detour', 'kretprobe-detour'],
  ftrace: ['ftrace-caller', 'ftrace-caller-pt-regs'],
  'function-graph': FGRAPH_RET_REGS,
  'function-graph-regs': FGRAPH_REGS,
  'fprobe-entry': ['ftrace-regs-caller', 'ftrace-caller'],
  'fprobe-exit': ['rethook', ...FGRAPH],
  'kprobe-multi-entry': ['ftrace-regs-caller', 'ftrace-caller'],
  'kprobe-multi-return': ['rethook', ...FGRAPH],
  'fprobe-perf': ['ftrace-caller'],
  'fprobe-exit-perf': FGRAPH,
  'tracepoint-perf': ['perf-caller-regs'],
  uprobe: [
    'exception-el0',
    'exception-usr',
    'program-check-user',
    'program-check',
    'break-user',
    'exception-entry-user',
    'exception-entry',
    'exception',
  ],
  'uprobe-syscall': ['uprobe-syscall', 'uprobe-syscall-red-zone'],
  uretprobe: ['uretprobe-syscall', 'uretprobe-breakpoint', 'uretprobe'],
  syscall: ['syscall-entry'],
  ptrace: ['syscall-stop', 'syscall-entry'],
  'ptrace-regset': ['syscall-stop', 'syscall-entry'],
  signal: ['program-check-user', 'program-check', 'break-user', ...INTERRUPT_USER],
  'perf-clock': ['interrupt', ...INTERRUPT_USER],
  'perf-clock-kernel': INTERRUPT_KERNEL,
  'perf-cycles': ['performance-monitor-user', 'cpumf-sample', ...INTERRUPT_USER],
  fentry: ['bpf-trampoline'],
  fexit: ['bpf-trampoline'],
}

/** Conversions by session, from the release on in which it goes through one. */
const CONVERSIONS: Readonly<Record<string, readonly string[]>> = {
  'kprobe-multi-entry': PARTIAL,
  'kprobe-multi-return': PARTIAL,
  'fprobe-perf': ['fill-perf-regs', 'ftrace-fill-perf-regs'],
  'fprobe-exit-perf': ['fill-perf-regs', 'ftrace-fill-perf-regs'],
}

/** The release from which on fprobes stand on the function graph, and hand out `ftrace_regs`. */
const FPROBE_ON_FGRAPH = '6.14'

/** Sessions whose way changed then. */
const CHANGED = ['fprobe-entry', 'fprobe-exit', 'kprobe-multi-entry', 'kprobe-multi-return']

/**
 * What a session shows on an arch, by the dataset.
 *
 * @param data - the dataset.
 * @param session - its id.
 * @param at - the arch and the kernel's release.
 * @returns undefined where the dataset has no such capture at the release.
 */
export function shownBy(
  data: Pick<Dataset, 'captures' | 'conversions' | 'arches'>,
  session: string,
  { arch, release }: { readonly arch: string; readonly release: string },
): Shown | undefined {
  const changed = CHANGED.includes(session)
  const onFgraph = holdsIn({ since: FPROBE_ON_FGRAPH }, release)
  const others = onFgraph ? ['ftrace-regs-caller', 'rethook'] : ['ftrace-caller', ...FGRAPH]
  const names = (CAPTURES[session] ?? []).filter(it => !changed || !others.includes(it))
  const capture = firstNamed([...data.captures.values()], names, { arch, release })
  const conversions = (changed && !onFgraph ? [] : CONVERSIONS[session]) ?? []
  if (!capture) return undefined
  const through = firstNamed([...data.conversions.values()], conversions, { arch, release })
  if (conversions.length > 0 && !through) return undefined
  const frame = measuredFrame({ capture: capture.id, through: through?.id }, { arch, release }, data)
  return frame && { capture, through, frame }
}

function firstNamed<T extends Capture | Conversion>(
  all: readonly { readonly arch: string; readonly value: T }[],
  names: readonly string[],
  { arch, release }: { readonly arch: string; readonly release: string },
): T | undefined {
  const its = all.filter(
    it => it.arch === arch && holdsIn(it.value, release) && !('proposal' in it.value && it.value.proposal),
  )
  return names.map(name => its.find(it => nameOf(it.value.id, arch) === name)?.value).find(it => it !== undefined)
}

/** An id without its arch and the release at its end. */
function nameOf(id: string, arch: string): string {
  return id.slice(arch.length + 1).replace(/(?:-\d+)+$/, '')
}
