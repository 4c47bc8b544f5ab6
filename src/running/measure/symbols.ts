import type { Guest } from '../guest/guest.ts'
import { symbolsNeeded } from '../sessions/sessions.ts'

/** Where breakpoints can be. */
export type Symbols = {
  /** Addresses of the kernel's functions; with several of a name, the first. */
  readonly symbols: ReadonlyMap<string, bigint>
  /** Places of the probe program: address and offset in the file. */
  readonly places: ReadonlyMap<string, { readonly address: bigint; readonly offset: string }>
}

/**
 * Read the addresses of the kernel's functions and of the probe program's places from the guest.
 *
 * @param guest - with the probe program in `/bin`.
 * @returns the symbols by name without the compiler's suffixes, and the places.
 */
export async function readSymbols(guest: Guest): Promise<Symbols> {
  const { output } = await guest.run(`probe symbols ${symbolsNeeded().join(' ')}`)
  const symbols = new Map<string, bigint>()
  for (const line of output.split('\n')) {
    const [address, , name] = line.trim().split(/\s+/)
    const plain = name?.split('.')[0]
    if (plain && !symbols.has(plain)) symbols.set(plain, BigInt(`0x${address}`))
  }
  const where = (await guest.run('probe where')).output
  const places = new Map(
    where
      .trim()
      .split('\n')
      .map(line => line.trim().split(' '))
      .filter(it => it.length === 3)
      .map(([name, address, offset]) => [name!, { address: BigInt(`0x${address}`), offset: offset! }]),
  )
  return { symbols, places }
}
