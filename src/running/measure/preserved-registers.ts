import type { Registers } from '../debugger/conventions.ts'
import type { Target } from '../debugger/target.ts'
import { randomWord } from './random-word.ts'

/** Values in registers that a function preserves: planted at its first instruction, put back where it returns to. */
export type PreservedRegisters = {
  readonly plant: (held: Registers) => Promise<Registers>
  readonly restoreAt: (pc: bigint, held: Registers) => Promise<void>
  /** The breakpoints that it has set. */
  readonly places: () => readonly bigint[]
  /** Where the function that runs returns to. */
  readonly returnsTo: () => bigint | undefined
}

/**
 * Plant values in the registers that functions preserve.
 *
 * @param target - the guest's registers.
 * @returns what to do at a function's first instruction, and where it returns to.
 */
export function preservedRegisters(target: Target): PreservedRegisters {
  const { convention } = target
  const returns = new Set<bigint>()
  let planted: { readonly returnsTo: bigint; readonly sp: bigint; readonly held: Registers } | undefined
  return {
    places: () => [...returns],
    returnsTo: () => planted?.returnsTo,
    plant: async held => {
      // Nested, or not back yet: what was planted first is put back first.
      if (planted) return held
      const sp = held.get(convention.sp)!
      const returnsTo = convention.link === undefined ? await target.word(sp) : held.get(convention.link)!
      if (!returns.has(returnsTo)) await target.breakpoint(returnsTo, true)
      returns.add(returnsTo)
      planted = { returnsTo, sp: convention.link === undefined ? sp + BigInt(target.wordBytes) : sp, held }
      const values = new Map(convention.preserved.map(it => [it, randomWord(target)]))
      await target.setRegisters(values)
      return new Map([...held, ...values])
    },
    restoreAt: async (pc, held) => {
      if (!planted || pc !== planted.returnsTo || held.get(convention.sp) !== planted.sp) return
      await target.setRegisters(new Map(convention.preserved.map(it => [it, planted!.held.get(it)!])))
      planted = undefined
    },
  }
}
