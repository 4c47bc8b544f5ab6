import type { Freedom } from '../debugger/conventions.ts'

/** Where the debugger stops the guest to read what the CPU's registers hold. */
export type TruthPlace =
  /** At the function's first instruction, or at the place in it where the probe is. */
  | { readonly at: 'function' }
  /** At these symbols, as far as the kernel has them: the stubs to which a function returns. */
  | { readonly at: 'symbol'; readonly names: readonly string[] }
  /** At a place of the probe program. */
  | { readonly at: 'user'; readonly place: string }

/** A function of the kernel that is handed the registers, and which argument, counted from 0, points to them. */
export type GivenPlace = {
  readonly functions: readonly string[]
  /** A place of the probe program that is handed them instead, as a function is. */
  readonly place?: string
  readonly argument: number
  /** The same where an argument of 64 bits before it takes two places. */
  readonly argumentOn?: Readonly<Record<string, number>>
  /** How many bytes of the struct stand before the address that is handed over. */
  readonly bytesBefore?: number
  /** An earlier function that is handed the registers, where the one at which they are read is not. */
  readonly from?: { readonly functions: readonly string[]; readonly argument: number }
}

/** One way of getting registers: how it is attached, where the truth is, and who is handed what. */
export type Session = {
  readonly id: string
  /** Lines for the guest's shell; FUNCTION and OFFSET stand for the function and the place in it. */
  readonly attach: readonly string[]
  readonly detach: readonly string[]
  /** What makes the calls; COUNT, SEED and FUNCTION are filled in. */
  readonly calls: string
  readonly truth: TruthPlace
  readonly given: GivenPlace
  readonly free: Freedom
  /** Functions of the kernel on which it is carried out, where they are not the usual ones. */
  readonly functions?: readonly string[]
  /** The struct holds the arguments of a call, and the value that the function returned, and no other registers. */
  readonly ofCall?: true
  /** The place is a jump to itself, which the program leaves once it was interrupted. */
  readonly spins?: true
  /** The place that is handed the registers is a signal's handler, and the struct is on the program's own stack. */
  readonly ofSignal?: true
  /** The struct is no part of a stack: it is in a buffer that only this kind of event uses. */
  readonly inBuffer?: true
  /** How many calls reach it, where only one in so many does. */
  readonly callsFactor?: number
  /** What `kprobes/list` must say of the probe, and must not. */
  readonly listed?: { readonly has?: string; readonly lacks?: readonly string[] }
}

/** Functions that the calls of the probe program run through; none takes more than four arguments. */
export const FUNCTIONS = ['vfs_read', 'vfs_write', 'do_sys_openat2', 'vfs_open'] as const

/** What makes calls of the functions. */
export const CALLS = 'probe calls COUNT SEED'

/** Lines that take all probes off. */
export const NO_PROBES = [
  'echo 0 > events/enable',
  'echo > kprobe_events',
  'echo > uprobe_events 2>/dev/null',
  'echo > dynamic_events 2>/dev/null; true',
] as const

/** The stubs to which a function returns under a return probe, and under the function graph. */
export const RETURN_STUBS = ['arch_rethook_trampoline', '__kretprobe_trampoline', 'kretprobe_trampoline'] as const
export const GRAPH_STUBS = ['return_to_handler'] as const

/**
 * Whether a session is about a system call of the probe program.
 *
 * @param session - any.
 * @returns true for all ways of looking at it.
 */
export function isSystemCall({ truth }: Pick<Session, 'truth'>): boolean {
  return truth.at === 'user' && truth.place === 'user_syscall'
}

/** At a function's first instruction. */
export const AT_ENTRY = { truth: { at: 'function' }, free: 'entry' } as const

/**
 * Where a function returns to a stub of the kernel.
 *
 * @param names - of the stubs, as far as a kernel has them.
 * @returns that part of a session.
 */
export function atReturn(names: readonly string[]) {
  return { truth: { at: 'symbol', names }, free: 'return' } as const
}

/**
 * Lines that make an event of a probe, and switch it on.
 *
 * @param file - of tracefs, that takes the definition.
 * @param group - of such events.
 * @param definition - `p:name PLACE`.
 * @returns both lines.
 */
export function probeEvent(
  file: 'kprobe_events' | 'uprobe_events' | 'dynamic_events',
  group: 'kprobes' | 'uprobes' | 'fprobes',
  definition: string,
): readonly [string, string] {
  const name = /:(\w+)/.exec(definition)![1]
  return [`echo '${definition}' > ${file}`, `echo 1 > events/${group}/${name}/enable`]
}
