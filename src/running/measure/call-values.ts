import type { Registers } from '../debugger/conventions.ts'
import type { Target } from '../debugger/target.ts'

/** The most arguments that BPF's trampoline hands on. */
const MOST_ARGUMENTS = 12

/**
 * What a function was called with, by the names that the struct of BPF's trampoline has for it.
 *
 * @param target - the guest, which stands at the function's first instruction.
 * @param held - its registers.
 * @returns as many words as there can be; those behind the last argument are no arguments.
 */
export async function callArguments(target: Target, held: Registers): Promise<Registers> {
  const all = new Map([['ip', held.get(target.convention.pc)!]])
  for (let i = 0; i < MOST_ARGUMENTS; i++) all.set(`args[${i}]`, await target.argument(held, i))
  return all
}

/** Where a function returns to under BPF's trampoline, which calls it behind the place of ftrace's call. */
export type CallResults = {
  /** Note where it returns to; the guest stands behind the place of ftrace's call. */
  readonly note: (held: Registers) => Promise<void>
  /** What it returned, by the names that the struct has for it; nothing at any other address. */
  readonly at: (pc: bigint, held: Registers) => Registers
  /** The breakpoints that were set. */
  readonly places: () => readonly bigint[]
}

/**
 * Find out what a function returns to BPF's trampoline.
 *
 * @param target - the guest's registers.
 * @returns what to do behind the place of ftrace's call, and at every other stop.
 */
export function callResults(target: Target): CallResults {
  const { convention } = target
  const returns = new Set<bigint>()
  return {
    note: async held => {
      const address =
        convention.link === undefined ? await target.word(held.get(convention.sp)!) : held.get(convention.link)!
      if (!returns.has(address)) await target.breakpoint(address, true)
      returns.add(address)
    },
    at: (pc, held) => {
      if (!returns.has(pc)) return new Map()
      const value = held.get(convention.result ?? convention.arguments[0]!)!
      return new Map(['retval', 'ret'].map(name => [name, value]))
    },
    places: () => [...returns],
  }
}
