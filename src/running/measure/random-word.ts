import { randomBytes } from 'node:crypto'
import type { Target } from '../debugger/target.ts'

/**
 * A value to plant: nothing else in the guest holds it.
 *
 * @param target - whose words.
 * @returns as many bits as a general register has.
 */
export function randomWord({ wordBytes }: Pick<Target, 'wordBytes'>): bigint {
  const bytes = randomBytes(wordBytes)
  return BigInt(`0x${bytes.toString('hex')}`)
}
