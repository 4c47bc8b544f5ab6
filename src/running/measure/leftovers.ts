import type { Frame } from '../../model/analysis/register-frame.ts'
import type { Session } from '../sessions/session.ts'
import type { Bench } from './bench.ts'
import type { MeasuredField } from './samples.ts'
import { measureSession } from './measure-session.ts'

/** What each field of a struct held in a call in which nothing was planted, by its name. */
export type Leftovers = ReadonlyMap<string, string>

/** So few calls take little time, and one that reaches the place is enough. */
const CALLS = 6

/**
 * See what the kernel itself leaves in the fields of a struct. Once values were planted in old memory, they are found
 * there for long: so this is done for all sessions before any of them plants one.
 *
 * @param bench - the booted guest.
 * @param session - on the kernel's own functions: a program's system call needs the registers that are planted.
 * @param frame - the struct.
 * @param seed - of the calls.
 * @returns the last value that is not 0, or 0; nothing where no call reached the place.
 */
export async function leftoversOf(bench: Bench, session: Session, frame: Frame, seed: number): Promise<Leftovers> {
  if (session.truth.at === 'user' || session.ofCall) return new Map()
  const { dumps } = await measureSession(bench, session, { count: CALLS, seed, isNatural: true })
  if (dumps.length === 0) return new Map()
  return new Map(
    frame.map(({ field: { name, offset, size } }) => {
      const values = dumps.map(it => bench.target.number(it.bytes.subarray(offset, offset + size)))
      return [name, `0x${(values.findLast(it => it !== 0n) ?? 0n).toString(16)}`]
    }),
  )
}

/**
 * Put what the kernel itself left into fields that nothing writes.
 *
 * @param fields - as they were measured.
 * @param leftovers - from {@link leftoversOf}.
 * @returns the fields, those that are never written with what stood there by itself.
 */
export function withLeftovers(fields: readonly MeasuredField[], leftovers: Leftovers): readonly MeasuredField[] {
  return fields.map(it => {
    const leftover = it.state === 'unset' ? leftovers.get(it.name) : undefined
    return leftover === undefined ? it : { ...it, leftover }
  })
}
