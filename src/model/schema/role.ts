import { z } from 'zod'

/** What a capture site or a conversion is for, the same on every architecture. */
export const ROLES = [
  'exception-entry',
  'exception-entry-user',
  'breakpoint',
  'syscall-entry',
  'ftrace',
  'ftrace-regs',
  'fgraph-return',
  'kprobe-on-ftrace',
  'optprobe',
  'kretprobe',
  'rethook',
  'uprobe-syscall',
  'uretprobe',
  'perf-caller-regs',
  'bpf-trampoline',
  'partial-regs',
  'fill-perf-regs',
] as const

/** One of the roles. */
export const role = z.enum(ROLES)
export type Role = z.infer<typeof role>
