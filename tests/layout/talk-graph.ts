import type { StageInput } from '../../src/layout/stage-layout.ts'

type Row = readonly [id: string, ...label: string[]]

const ROWS: readonly (readonly Row[])[] = [
  [
    ['exceptions', 'Exceptions'],
    ['trampolines', 'Trampolines'],
  ],
  [
    ['ptrace', 'PTrace'],
    ['kprobe', 'KProbe'],
    ['kretprobe', 'KRetprobe'],
    ['ftrace', 'FTrace'],
    ['tracepoint', 'Tracepoint'],
    ['uprobe', 'UProbe'],
    ['rethook', 'Rethook'],
    ['ebpf-fentry-fexit', 'eBPF', 'fentry/fexit'],
  ],
  [
    ['fprobe', 'FProbe'],
    ['ebpf-kprobe', 'eBPF', 'KProbe'],
    ['ebpf-kretprobe', 'eBPF', 'KRetprobe'],
    ['ebpf-uprobe', 'eBPF', 'UProbe'],
    ['ebpf-tp', 'eBPF', 'TP'],
    ['trace-kprobe', 'Trace', 'KProbe'],
    ['trace-kretprobe', 'Trace', 'KRetprobe'],
    ['trace-uprobe', 'Trace', 'UProbe'],
    ['trace-tp', 'Trace', 'TP'],
  ],
  [
    ['ebpf-multi-kprobe', 'eBPF', 'Multi-kprobe'],
    ['trace-fprobe', 'Trace', 'fprobe'],
    ['perf-events', 'Perf events'],
  ],
]

/** Parent, then its children, as on the talk's last diagram. */
const BUILDS_ON: readonly (readonly [parent: string, ...children: string[]])[] = [
  ['exceptions', 'ptrace', 'kprobe', 'uprobe'],
  ['trampolines', 'kretprobe', 'rethook', 'ftrace', 'ebpf-fentry-fexit'],
  ['kprobe', 'kretprobe', 'ebpf-kprobe', 'trace-kprobe'],
  ['rethook', 'kretprobe', 'fprobe'],
  ['ftrace', 'ebpf-fentry-fexit', 'kprobe', 'fprobe'],
  ['uprobe', 'ebpf-uprobe', 'trace-uprobe'],
  ['kretprobe', 'ebpf-kretprobe', 'trace-kretprobe'],
  ['tracepoint', 'ebpf-tp', 'trace-tp'],
  ['fprobe', 'trace-fprobe', 'ebpf-multi-kprobe'],
  ['trace-kprobe', 'perf-events'],
  ['trace-uprobe', 'perf-events'],
  ['trace-kretprobe', 'perf-events'],
  ['trace-fprobe', 'perf-events'],
  ['trace-tp', 'perf-events'],
]

/** What each slide of the talk adds. The origins are named last, on the slide that asks where registers come from. */
const ADDED: readonly (readonly string[])[] = [
  ['ptrace'],
  ['kprobe'],
  ['kretprobe'],
  ['ftrace'],
  ['tracepoint'],
  ['uprobe'],
  ['rethook'],
  ['fprobe'],
  ['ebpf-kprobe', 'ebpf-kretprobe', 'ebpf-uprobe', 'ebpf-fentry-fexit', 'ebpf-multi-kprobe', 'ebpf-tp'],
  ['trace-kprobe', 'trace-kretprobe', 'trace-uprobe', 'trace-fprobe', 'trace-tp'],
  ['perf-events'],
  ['exceptions', 'trampolines'],
]

/**
 * The talk's final diagram: 22 boxes, 28 links, 12 scenes that only ever add.
 *
 *     row 3      multi-kprobe, trace-fprobe, perf-events
 *     row 2      fprobe, the eBPF programs, the trace events
 *     row 1      ptrace, kprobe, kretprobe, ftrace, tracepoint, uprobe, rethook, fentry/fexit
 *     row 0   ▒▒▒▒▒exceptions▒▒▒▒▒ ▒▒▒▒trampolines▒▒▒▒
 */
export const TALK_GRAPH: StageInput = {
  boxes: ROWS.flatMap((boxes, row) => boxes.map(([id, ...label]) => ({ id, row, label, isOrigin: row === 0 }))),
  links: BUILDS_ON.flatMap(([parent, ...children]) => children.map(child => ({ parent, child }))),
  reveals: ADDED.map((_, scene) => ADDED.slice(0, scene + 1).flat()),
}
