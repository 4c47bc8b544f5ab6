import type { Registers } from '../debugger/conventions.ts'
import { isSystemCall, type Session } from '../sessions/session.ts'
import { userStruct } from '../sessions/user-structs.ts'
import type { Bench } from './bench.ts'
import { callArguments, callResults } from './call-values.ts'
import { plantValues, type Planted } from './plant-values.ts'
import { preservedRegisters, type PreservedRegisters } from './preserved-registers.ts'
import { signalFrames } from './signal-frames.ts'
import { spinningPlace, type SpinningPlace } from './spinning-place.ts'
import { structBuffers, type OldMemory } from './struct-buffers.ts'

/** One call: what the CPU held, what memory held before, and the struct that was handed over. */
export type Dump = {
  readonly function: string
  /** Registers that have another value by what the CPU does between the two places. */
  readonly after?: Registers
  /** Where the function returns to. */
  readonly returnsTo: bigint | undefined
  /** The CPU's registers, by QEMU's names, after values were planted in those that are free. */
  readonly truth: Registers
  /** What memory held before. */
  readonly before: readonly OldMemory[]
  readonly address: bigint
  readonly bytes: Buffer
}

/** The calls for one function, and where the debugger stops them. */
export type Run = {
  readonly name: string
  readonly line: string
  /** The function's first instruction; undefined for a place in the probe program. */
  readonly entry: bigint | undefined
  readonly truths: readonly bigint[]
  readonly given: bigint
  /** The function that is handed the struct's address earlier. */
  readonly from: bigint | undefined
  /** Behind the place of ftrace's call, where BPF's trampoline calls the function. */
  readonly behind: bigint | undefined
  /** Before how many calls nothing is planted in memory, so that what is left over there by itself is seen. */
  readonly unplantedCalls: number
  /** Whether registers are left alone as well, in all calls. */
  readonly isNatural: boolean
}

/** How long all calls of one function may take, ms. */
const CALLS_LIMIT_MS = 55_000

/**
 * Let the calls run, and dump the struct of each that comes by both places.
 *
 * @param bench - the booted guest.
 * @param session - which is attached.
 * @param run - what to call, and where to stop.
 * @returns a dump for each call, and what the guest printed.
 */
export async function collectDumps(
  bench: Bench,
  session: Session,
  run: Run,
): Promise<{ readonly dumps: readonly Dump[]; readonly output: string }> {
  const { guest, debug, target } = bench
  const watch = watchCalls(bench, session, run)
  debug.onStop = watch.stopped
  await debug.stop()
  for (const address of watch.places()) await target.breakpoint(address, true)
  await debug.resume()
  // A guest that does not finish the line is ended, and there is nothing left to take back.
  const { output } = await guest.run(run.line, CALLS_LIMIT_MS)
  await debug.stop()
  for (const address of watch.places()) await target.breakpoint(address, false)
  debug.onStop = undefined
  await debug.resume()
  return { dumps: watch.dumps, output }
}

/** What is done where the debugger stops the guest. */
type Watch = {
  readonly dumps: readonly Dump[]
  readonly stopped: () => Promise<void>
  /** The breakpoints that are needed from the beginning, and those that were found to be needed. */
  readonly places: () => readonly bigint[]
}

function watchCalls(bench: Bench, session: Session, run: Run): Watch {
  const { target } = bench
  const dumps: Dump[] = []
  const preserved = preservedRegisters(target)
  const results = callResults(target)
  const spinning = session.spins && spinningPlace(bench)
  const calls = followedCalls(bench, session, { run, dumps, preserved, spinning })
  const [begin, end] = ['user_begin', 'user_end'].map(it => bench.places.get(it)!.address)
  const stops = [begin, end, ...run.truths, run.given, run.entry, run.from, run.behind, spinning?.behind]
  let measuring = false
  return {
    dumps,
    places: () => [...new Set([...stops.filter(it => it !== undefined), ...preserved.places(), ...results.places()])],
    stopped: async () => {
      const held = await target.registers()
      const pc = held.get(target.convention.pc)!
      if (pc === begin) await spinning?.prepare()
      if (pc === begin || pc === end) return void (measuring = pc === begin)
      if (!measuring) return
      await preserved.restoreAt(pc, held)
      if (pc !== run.given) await spinning?.restore(pc)
      const now = pc === run.entry && !run.isNatural ? await preserved.plant(held) : held
      const atTruth = run.truths.includes(pc)
      const isOfFunction = session.truth.at === 'function'
      if (atTruth && pc !== run.entry && isOfFunction) calls.continued(held)
      else if (atTruth || (pc === run.entry && isOfFunction)) await calls.started(pc, now)
      if (pc === run.behind) await results.note(held)
      calls.learned(results.at(pc, held))
      if (pc === run.from) await calls.announced(held)
      if (pc === run.given) await calls.handedOver(held)
    },
  }
}

/** A call, from the place where the registers are read to the function that is handed them. */
type FollowedCalls = {
  readonly started: (pc: bigint, held: Registers) => Promise<void>
  /** The place of the probe is further into the function: the registers there count. */
  readonly continued: (held: Registers) => void
  readonly learned: (values: Registers) => void
  readonly announced: (held: Registers) => Promise<void>
  readonly handedOver: (held: Registers) => Promise<void>
}

/** What the following of calls needs beside the guest and the session. */
type Following = {
  readonly run: Run
  readonly dumps: Dump[]
  readonly preserved: PreservedRegisters
  readonly spinning: SpinningPlace | undefined
}

function followedCalls(bench: Bench, session: Session, { run, dumps, preserved, spinning }: Following): FollowedCalls {
  const { target } = bench
  const { argument, argumentOn, bytesBefore = 0, from } = session.given
  const { structBytes, offset } = handedStruct(bench, session)
  const buffers = session.ofSignal
    ? signalFrames(bench, structBytes)
    : structBuffers(bench, {
        always: session.inBuffer === true || session.free.startsWith('user'),
        isSystemCall: isSystemCall(session) && session.given.place === undefined,
        structBytes,
      })
  let pending: Planted | undefined
  let announced: bigint | undefined
  return {
    started: async (pc, held) => {
      const unplanted = dumps.length < run.unplantedCalls
      pending = run.isNatural
        ? { truth: held, before: [] }
        : await plantValues(bench, session, held, unplanted ? undefined : buffers)
      if (session.ofCall) pending = withValues(pending, await callArguments(target, held))
      await spinning?.stay(pc)
    },
    continued: held => void (pending &&= { ...pending, truth: held }),
    learned: values => void (pending &&= withValues(pending, values)),
    announced: async held => void (announced = await target.argument(held, from!.argument)),
    handedOver: async held => {
      const call = pending
      pending = undefined
      const handed = from ? announced : await target.argument(held, argumentOn?.[bench.arch] ?? argument)
      if (!call || handed === undefined) return
      const address = handed + BigInt(offset - bytesBefore)
      const bytes = await target.memory(address, structBytes).catch(() => undefined)
      const after = registersAfter(bench, session)
      if (bytes) dumps.push({ function: run.name, after, returnsTo: preserved.returnsTo(), ...call, address, bytes })
      await buffers.seen(address, call.truth.get(target.convention.sp)!)
      await spinning?.leave()
      const { sp } = target.convention
      if (session.ofSignal) await target.setRegisters(new Map([[sp, call.truth.get(sp)!]]))
    },
  }
}

/** How long the struct is, and where it is behind the address that is handed over. */
function handedStruct(
  { arch, structBytes }: Bench,
  { id }: Session,
): { readonly structBytes: number; readonly offset: number } {
  const it = userStruct(id, arch)
  const last = it?.fields.at(-1)
  return it && last ? { structBytes: last.offset + last.size, offset: it.offset } : { structBytes, offset: 0 }
}

function withValues(it: Planted, values: Registers): Planted {
  return values.size === 0 ? it : { ...it, truth: new Map([...it.truth, ...values]) }
}

/** The address of the code once the instruction at the user's place is done: of a system call, or of a return. */
function registersAfter({ places, target, arch }: Bench, session: Session): Registers {
  const address = places.get(placeAfter(session, arch) ?? '')?.address
  return address === undefined ? new Map() : new Map([[target.convention.pc, address]])
}

function placeAfter(session: Session, arch: string): string | undefined {
  if (isSystemCall(session)) return 'user_syscalled'
  // At an instruction that it does not know s390x's CPU saves the address behind it, others that of the instruction.
  if (session.ofSignal) return arch === 's390x' ? 'user_caught' : undefined
  return session.id === 'uretprobe' ? 'user_returned' : undefined
}
