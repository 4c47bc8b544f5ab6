import type { Bench } from './bench.ts'
import { physicalAddress } from './struct-buffers.ts'

/** How long an interrupt may take to come, ms. */
const INTERRUPT_LIMIT_MS = 5_000

/** A place where the CPU stays in a jump to itself until an interrupt has come. */
export type SpinningPlace = {
  /** The address behind the jump of the probe program, at which the debugger has to stop. */
  readonly behind: bigint
  /** Read the jump; to be called where the probe program runs. */
  readonly prepare: () => Promise<void>
  /** Stay at an address: the debugger no longer stops there. Where no interrupt comes, the code goes on for good. */
  readonly stay: (address: bigint) => Promise<void>
  /** Go on. */
  readonly leave: () => Promise<void>
  /** Stop there again, if the code has gone on; to be called wherever the guest stands elsewhere. */
  readonly restore: (pc: bigint) => Promise<void>
}

/** The code of a place, with where it is in memory. */
type Place = { readonly address: bigint; readonly physical: bigint; readonly own: Buffer }

/**
 * Stay at places: in the jump to itself of the probe program, or at an instruction of the kernel, in whose place it is
 * put for the time.
 *
 * @param bench - the booted guest.
 * @returns what to do at a place, and when the interrupt has come.
 */
export function spinningPlace(bench: Bench): SpinningPlace {
  const { target, debug, places } = bench
  const [spin, behind] = ['user_spin', 'user_spun'].map(it => places.get(it)!.address) as [bigint, bigint]
  const size = Number(behind - spin)
  let jump: Buffer
  let nops: Buffer
  let place: Place | undefined
  let hasLeft = false
  let late: NodeJS.Timeout | undefined
  let isGivenUp = false
  const write = async ({ physical }: Place, bytes: Buffer) => {
    await debug.request('Qqemu.PhyMemMode:1')
    await target.setMemory(physical, bytes)
    await debug.request('Qqemu.PhyMemMode:0')
  }
  const goOn = async (it: Place) => await write(it, it.address === spin ? nops : it.own)
  const giveUp = async (it: Place) => {
    isGivenUp = true
    await debug.stop()
    await goOn(it)
    await debug.resume()
  }
  return {
    behind,
    prepare: async () => {
      jump = await target.memory(spin, size)
      nops = await target.memory(behind, size)
    },
    stay: async address => {
      const physical = await physicalAddress(bench, address)
      if (physical === undefined) throw new Error('QEMU does not tell where the code is in memory')
      await target.breakpoint(address, false)
      const it = { address, physical, own: await target.memory(address, size) }
      if (address !== spin) await write(it, jump)
      place = it
      hasLeft = false
      late = setTimeout(() => void giveUp(it), INTERRUPT_LIMIT_MS)
    },
    leave: async () => {
      clearTimeout(late)
      hasLeft = true
      if (place) await goOn(place)
    },
    restore: async pc => {
      if (!place || !hasLeft || isGivenUp || pc === place.address) return
      if (place.address === spin) await write(place, jump)
      await target.breakpoint(place.address, true)
      place = undefined
    },
  }
}
