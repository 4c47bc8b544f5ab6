import type { Role } from '../../model/schema/role.ts'

/** What an architecture must have so that it can have a site of the role: a Kconfig symbol. */
const NEEDS: Partial<Readonly<Record<Role, string>>> = {
  ftrace: 'HAVE_DYNAMIC_FTRACE_WITH_ARGS',
  'ftrace-regs': 'HAVE_DYNAMIC_FTRACE_WITH_REGS',
  'fgraph-return': 'HAVE_FUNCTION_GRAPH_TRACER',
  'kprobe-on-ftrace': 'HAVE_KPROBES_ON_FTRACE',
  optprobe: 'HAVE_OPTPROBES',
  kretprobe: 'HAVE_KRETPROBES',
  rethook: 'HAVE_RETHOOK',
  uretprobe: 'ARCH_SUPPORTS_UPROBES',
  'partial-regs': 'HAVE_DYNAMIC_FTRACE_WITH_ARGS',
  'fill-perf-regs': 'HAVE_DYNAMIC_FTRACE_WITH_ARGS',
}

/** Why architectures as a rule have no site of a role. */
const USUALLY: Partial<Readonly<Record<Role, string>>> = {
  breakpoint: 'a breakpoint takes the entry of the other exceptions',
  'uprobe-syscall': 'it has no system call for uprobes',
  'bpf-trampoline': 'the code is made while the kernel runs, and is not in the tree',
  ftrace: 'its stub fills a whole pt_regs, as the one with registers does',
  'exception-entry-user': 'one entry serves user space and the kernel',
}

/** Architectures that fill no register struct by code of their own, and why. */
const NO_CODE: Readonly<Record<string, string>> = {
  um: 'it runs as a program of another kernel, which hands it the registers',
}

/**
 * Why an architecture can have no site of a role, by its Kconfig or because it has no such code at all.
 *
 * @param role - the role.
 * @param arch - the architecture's id.
 * @param isPossible - whether a Kconfig symbol may be on.
 * @returns the reason; undefined if it may have one.
 */
export function kconfigReason(role: Role, arch: string, isPossible: (symbol: string) => boolean): string | undefined {
  const symbol = NEEDS[role]
  if (symbol !== undefined && !isPossible(symbol)) return `no ${symbol}`
  if (role === 'kretprobe' && isPossible('HAVE_RETHOOK')) return 'its return probes are those of rethook'
  return NO_CODE[arch]
}

/**
 * Why an architecture has no site of a role of which no table speaks, as far as is known.
 *
 * @param role - the role.
 * @param arch - the architecture's id.
 * @param isPossible - whether a Kconfig symbol may be on.
 * @returns the reason; undefined if the architecture may well have one.
 */
export function reasonForNone(role: Role, arch: string, isPossible: (symbol: string) => boolean): string | undefined {
  return kconfigReason(role, arch, isPossible) ?? USUALLY[role]
}
