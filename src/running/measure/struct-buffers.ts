import { randomBytes } from 'node:crypto'
import type { Bench } from './bench.ts'

/** What memory held before a call. */
export type OldMemory = { readonly address: bigint; readonly bytes: Buffer; readonly of: OldMemoryKind }

/** Values that were planted in old stack or in the struct's buffer, or what the caller's part of the stack held. */
export type OldMemoryKind = 'stack' | 'buffer' | 'caller'

/** Memory in which structs are handed over: it can be overwritten between calls, when nothing reads it. */
export type StructBuffers = {
  /** Note where a struct was, and what the stack pointer was. */
  readonly seen: (address: bigint, sp: bigint) => Promise<void>
  /** Overwrite what is known, by the stack pointer of the next call; what was written where. */
  readonly overwrite: (sp: bigint) => Promise<readonly OldMemory[]>
}

/** What the kernel of an arch relies on though no entry of a system call writes it: left there by the one before. */
const RELIED_ON: Readonly<Record<string, { readonly offset: number; readonly size: number }>> = {
  // softe: entry code stops the kernel where it says that interrupts were off.
  powerpc64: { offset: 312, size: 8 },
}

/**
 * Find the buffers in which structs are handed over.
 *
 * @param bench - the booted guest.
 * @param options - `always`: whether the struct is known to be in a buffer; else its address shows it, which stays
 * where it is while the stack pointer moves. `isSystemCall`: whether an entry of a system call fills it.
 * `structBytes`: how long it is.
 * @returns what to do with each struct, and between calls.
 */
export function structBuffers(
  bench: Bench,
  {
    always,
    isSystemCall,
    structBytes,
  }: { readonly always: boolean; readonly isSystemCall: boolean; readonly structBytes: number },
): StructBuffers {
  const { debug, target } = bench
  const kept = isSystemCall ? RELIED_ON[bench.arch] : undefined
  const parts = [
    { from: 0, to: kept?.offset ?? structBytes },
    ...(kept ? [{ from: kept.offset + kept.size, to: structBytes }] : []),
  ]
  const stackPointers = new Map<bigint, bigint>()
  const physical = new Map<bigint, bigint>()
  return {
    seen: async (address, sp) => {
      const first = stackPointers.get(address)
      stackPointers.set(address, first ?? sp)
      // A struct in the stack moves with the stack pointer.
      if (physical.has(address) || (!always && (first === undefined || first === sp))) return
      const at = await physicalAddress(bench, address)
      if (at !== undefined) physical.set(address, at)
    },
    overwrite: async () => {
      const before: OldMemory[] = []
      if (physical.size === 0) return before
      await debug.request('Qqemu.PhyMemMode:1')
      for (const [address, at] of physical) {
        for (const { from, to } of parts) {
          const bytes = randomBytes(to - from)
          if (await target.setMemory(at + BigInt(from), bytes))
            before.push({ address: address + BigInt(from), bytes, of: 'buffer' })
        }
      }
      await debug.request('Qqemu.PhyMemMode:0')
      return before
    },
  }
}

/**
 * Where an address lies in the guest's memory.
 *
 * @param bench - the guest, which stands still.
 * @param address - as the code that runs sees it.
 * @returns undefined if QEMU cannot tell.
 */
export async function physicalAddress({ debug }: Bench, address: bigint): Promise<bigint | undefined> {
  const found = /gpa: (?:0x)?([0-9a-f]+)/.exec(await debug.monitor(`gva2gpa 0x${address.toString(16)}`))?.[1]
  return found === undefined ? undefined : BigInt(`0x${found}`)
}
