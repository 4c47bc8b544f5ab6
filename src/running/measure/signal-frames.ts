import { randomBytes } from 'node:crypto'
import type { Bench } from './bench.ts'
import type { StructBuffers } from './struct-buffers.ts'

/** The kernel aligns the frame, so that its distance from the stack pointer is not always the same, bytes. */
const ALIGNMENT = 64

/**
 * Find out where the kernel puts the frames of signals on the program's stack, which has nothing there before.
 *
 * @param bench - the booted guest.
 * @param structBytes - how long the struct in the frame is.
 * @returns what to do with each struct, and between calls.
 */
export function signalFrames({ target }: Bench, structBytes: number): StructBuffers {
  let distance: bigint | undefined
  return {
    seen: async (address, sp) => void (distance = sp - address),
    overwrite: async sp => {
      if (distance === undefined) return []
      const address = sp - distance - BigInt(ALIGNMENT)
      const bytes = randomBytes(structBytes + 2 * ALIGNMENT)
      return (await target.setMemory(address, bytes)) ? [{ address, bytes, of: 'stack' }] : []
    },
  }
}
