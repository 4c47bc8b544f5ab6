import type { Bench } from './bench.ts'
import { physicalAddress } from './struct-buffers.ts'

/** How long an interrupt may take to come, ms. */
const INTERRUPT_LIMIT_MS = 5_000

/** A jump to itself in the probe program, in which it stays until an interrupt has come. */
export type SpinningProgram = {
  /** The address of the instruction behind the jump. */
  readonly behind: bigint
  /** Let it stay in the jump: the debugger no longer stops there. Where no interrupt comes, it goes on for good. */
  readonly stay: (address: bigint) => Promise<void>
  /** Let it go on: the jump becomes an instruction that does nothing. */
  readonly leave: () => Promise<void>
  /** Put the jump back, and stop there again; to be called behind it. */
  readonly restore: () => Promise<void>
}

/**
 * The jump to itself of the probe program.
 *
 * @param bench - the booted guest.
 * @returns what to do with it.
 */
export function spinningProgram(bench: Bench): SpinningProgram {
  const { target, debug, places } = bench
  const behind = places.get('user_spun')!.address
  let jump: { readonly address: bigint; readonly physical: bigint; readonly bytes: Buffer; readonly nops: Buffer }
  let late: NodeJS.Timeout | undefined
  let isGivenUp = false
  const write = async (bytes: Buffer) => {
    await debug.request('Qqemu.PhyMemMode:1')
    await target.setMemory(jump.physical, bytes)
    await debug.request('Qqemu.PhyMemMode:0')
  }
  const giveUp = async () => {
    isGivenUp = true
    await debug.stop()
    await write(jump.nops)
    await debug.resume()
  }
  return {
    behind,
    stay: async address => {
      const size = Number(behind - address)
      const physical = await physicalAddress(bench, address)
      if (physical === undefined) throw new Error('QEMU does not tell where the probe program is in memory')
      await target.breakpoint(address, false)
      const [bytes, nops] = [await target.memory(address, size), await target.memory(behind, size)]
      jump = { address, physical, bytes, nops }
      late = setTimeout(() => void giveUp(), INTERRUPT_LIMIT_MS)
    },
    leave: async () => {
      clearTimeout(late)
      await write(jump.nops)
    },
    restore: async () => {
      if (isGivenUp) return
      await write(jump.bytes)
      await target.breakpoint(jump.address, true)
    },
  }
}
