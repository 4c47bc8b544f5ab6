import { FUNCTIONS, type Session } from '../sessions/session.ts'
import { addressBehindFtrace, attachSession, detachSession, entryAddress, filled } from './attach-session.ts'
import type { Bench } from './bench.ts'
import { collectDumps, type Dump } from './collect-dumps.ts'

/** What came of a session: dumps, or the reason why there are none. */
export type SessionResult = {
  readonly session: Session
  readonly dumps: readonly Dump[]
  /** Why it could not be carried out. */
  readonly cannot?: string
  /** What the guest printed while the calls were made. */
  readonly output: string
}

/** How often a session's calls are made for each function, and whether registers and memory are left alone. */
export type Amount = { readonly count: number; readonly seed: number; readonly isNatural?: true }

/** Before so many calls memory is left alone: what an earlier session planted in it is overwritten in the meantime. */
const UNPLANTED_CALLS = 3

/**
 * Carry out a session: attach, let the calls run into the debugger's breakpoints, detach.
 *
 * @param bench - the booted guest.
 * @param session - what to do.
 * @param amount - how many calls.
 * @returns the dumps of all functions, or why there are none.
 */
export async function measureSession(bench: Bench, session: Session, amount: Amount): Promise<SessionResult> {
  const { symbols, places } = bench
  const { place } = session.given
  const given = session.given.functions.find(it => symbols.has(it))
  const nothing = (cannot: string): SessionResult => ({ session, dumps: [], cannot, output: '' })
  if (!given && place === undefined) return nothing(`this kernel has no ${session.given.functions.join(' or ')}`)
  const dumps: Dump[] = []
  const reasons: string[] = []
  let output = ''
  const from = session.given.from?.functions.find(it => symbols.has(it))
  if (session.given.from && from === undefined)
    return nothing(`this kernel has no ${session.given.from.functions.join(' or ')} of its own`)
  for (const name of session.truth.at === 'user' ? ['user'] : (session.functions ?? FUNCTIONS)) {
    if (name !== 'user' && !symbols.has(name)) continue
    const attached = await attachSession(bench, session, name)
    if ('cannot' in attached) {
      reasons.push(attached.cannot)
      await detachSession(bench, session)
      continue
    }
    const count = amount.count * (session.callsFactor ?? 1)
    const line = filled(session.calls, name, bench, attached.offset)
      .replaceAll('COUNT', `${count}`)
      .replaceAll('SEED', `${amount.seed}`)
    const breakpoints = {
      entry: name === 'user' ? undefined : await entryAddress(bench, symbols.get(name)!),
      truths: attached.truths,
      given: given === undefined ? places.get(place!)!.address : await entryAddress(bench, symbols.get(given)!),
      from: from === undefined ? undefined : await entryAddress(bench, symbols.get(from)!),
      behind: session.ofCall && (await addressBehindFtrace(bench, symbols.get(name)!)),
    }
    const result = await collectDumps(bench, session, {
      name,
      line,
      ...breakpoints,
      unplantedCalls: dumps.length === 0 ? UNPLANTED_CALLS : 0,
      isNatural: amount.isNatural === true,
    })
    dumps.push(...result.dumps)
    output += result.output
    await detachSession(bench, session)
    if (!isPerFunction(session)) break
  }
  if (dumps.length > 0) return { session, dumps, output }
  return { ...nothing(reasons[0] ?? (output.trim().split('\n').at(-1) || 'no call reached it')), output }
}

/** Whether a session is attached to one function, so that it is carried out for each. */
function isPerFunction({ truth, attach, calls }: Session): boolean {
  return truth.at === 'function' || [...attach, calls].some(it => it.includes('FUNCTION'))
}
