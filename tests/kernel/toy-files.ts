import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Files of a made-up kernel tree by path. They have the structure of the kernel's files, but no text of them. */
export type TreeFiles = Readonly<Record<string, string>>

/** Write files below a folder. */
export function writeTree(dir: string, files: TreeFiles): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
}

/** `config NAME` with lines below it. */
export const config = (name: string, ...lines: readonly string[]): string =>
  `config ${name}\n${lines.map(it => `\t${it}\n`).join('')}\n`

/** A capability symbol: architectures select it, and it has no prompt. */
const capability = (name: string) => config(name, 'bool')
/** An option with a prompt, which a person can turn on. */
const option = (name: string, ...lines: readonly string[]) => config(name, `bool "${name.toLowerCase()}"`, ...lines)

/** The rules that all architectures share, abridged, as in 6.12, where fprobe needs SAVE_REGS and rethook. */
export const SHARED: TreeFiles = {
  Makefile: 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\nEXTRAVERSION =\n',
  Kconfig: 'mainmenu "made up"\nsource "init/Kconfig"\nsource "drivers/Kconfig"\n',
  'init/Kconfig': [
    capability('HAVE_PERF_EVENTS'),
    option('PERF_EVENTS', 'depends on HAVE_PERF_EVENTS'),
    config('TRACEPOINTS', 'bool'),
    option('PREEMPTION'),
    option('MODULES'),
    'source "kernel/bpf/Kconfig"\nsource "arch/Kconfig"\nsource "kernel/trace/Kconfig"\n',
  ].join(''),
  'arch/Kconfig': [
    'source "arch/$(SRCARCH)/Kconfig"\n',
    ...[
      'HAVE_KPROBES',
      'HAVE_KRETPROBES',
      'HAVE_OPTPROBES',
      'HAVE_KPROBES_ON_FTRACE',
      'HAVE_REGS_AND_STACK_ACCESS_API',
      'HAVE_PERF_REGS',
      'HAVE_ARCH_TRACEHOOK',
    ].map(capability),
    option('KPROBES', 'depends on HAVE_KPROBES'),
    config('OPTPROBES', 'def_bool y', 'depends on KPROBES && HAVE_OPTPROBES'),
    config(
      'KPROBES_ON_FTRACE',
      'def_bool y',
      'depends on KPROBES && HAVE_KPROBES_ON_FTRACE',
      'depends on DYNAMIC_FTRACE_WITH_REGS',
    ),
    config('KRETPROBES', 'def_bool y', 'depends on KPROBES && (HAVE_KRETPROBES || HAVE_RETHOOK)'),
    config('UPROBES', 'def_bool n', 'depends on ARCH_SUPPORTS_UPROBES'),
  ].join(''),
  'kernel/bpf/Kconfig': [
    capability('HAVE_EBPF_JIT'),
    config('BPF', 'bool'),
    option('BPF_SYSCALL', 'select BPF'),
    option('BPF_JIT', 'depends on BPF', 'depends on HAVE_EBPF_JIT'),
  ].join(''),
  'kernel/trace/Kconfig': [
    ...[
      'HAVE_RETHOOK',
      'HAVE_FUNCTION_TRACER',
      'HAVE_DYNAMIC_FTRACE',
      'HAVE_DYNAMIC_FTRACE_WITH_REGS',
      'HAVE_DYNAMIC_FTRACE_WITH_ARGS',
      'HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS',
      'HAVE_DYNAMIC_FTRACE_WITH_CALL_OPS',
    ].map(capability),
    config('RETHOOK', 'bool', 'depends on HAVE_RETHOOK'),
    config('EVENT_TRACING', 'bool'),
    config(
      'TRACING_SUPPORT',
      'bool',
      'depends on TRACE_IRQFLAGS_SUPPORT',
      'depends on STACKTRACE_SUPPORT',
      'default y',
    ),
    'menuconfig FTRACE\n\tbool "tracers"\n\tdepends on TRACING_SUPPORT\n\nif FTRACE\n\n',
    option('FUNCTION_TRACER', 'depends on HAVE_FUNCTION_TRACER'),
    option('DYNAMIC_FTRACE', 'depends on FUNCTION_TRACER', 'depends on HAVE_DYNAMIC_FTRACE', 'default y'),
    config(
      'DYNAMIC_FTRACE_WITH_REGS',
      'def_bool y',
      'depends on DYNAMIC_FTRACE',
      'depends on HAVE_DYNAMIC_FTRACE_WITH_REGS',
    ),
    config(
      'DYNAMIC_FTRACE_WITH_ARGS',
      'def_bool y',
      'depends on DYNAMIC_FTRACE',
      'depends on HAVE_DYNAMIC_FTRACE_WITH_ARGS',
    ),
    config('DYNAMIC_FTRACE_WITH_CALL_OPS', 'def_bool y', 'depends on HAVE_DYNAMIC_FTRACE_WITH_CALL_OPS'),
    config(
      'DYNAMIC_FTRACE_WITH_DIRECT_CALLS',
      'def_bool y',
      'depends on DYNAMIC_FTRACE_WITH_REGS || DYNAMIC_FTRACE_WITH_ARGS',
      'depends on HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS',
    ),
    option(
      'FPROBE',
      'depends on FUNCTION_TRACER',
      'depends on DYNAMIC_FTRACE_WITH_REGS',
      'depends on HAVE_RETHOOK',
      'select RETHOOK',
    ),
    option('KPROBE_EVENTS', 'depends on KPROBES', 'depends on HAVE_REGS_AND_STACK_ACCESS_API'),
    option(
      'UPROBE_EVENTS',
      'depends on ARCH_SUPPORTS_UPROBES',
      'depends on MMU',
      'depends on PERF_EVENTS',
      'select UPROBES',
    ),
    config(
      'BPF_EVENTS',
      'depends on BPF_SYSCALL',
      'depends on (KPROBE_EVENTS || UPROBE_EVENTS) && PERF_EVENTS',
      'bool',
      'default y',
    ),
    'endif\n',
  ].join(''),
}

/** The symbols that an architecture needs before it can have any tracing. */
export const TRACING = ['TRACE_IRQFLAGS_SUPPORT', 'STACKTRACE_SUPPORT'].map(it => `config ${it}\n\tdef_bool y\n`)
