import type { Registers } from '../debugger/conventions.ts'
import type { Session } from '../sessions/session.ts'
import type { Bench } from './bench.ts'
import { plantValues, type Planted } from './plant-values.ts'
import { preservedRegisters } from './preserved-registers.ts'
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
  /** Before how many calls nothing is planted in memory, so that what is left over there by itself is seen. */
  readonly unplantedCalls: number
}

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
  const dumps: Dump[] = []
  const preserved = preservedRegisters(target)
  const buffers = structBuffers(bench, session.inBuffer === true || session.free.startsWith('user'))
  const [begin, end] = ['user_begin', 'user_end'].map(it => bench.places.get(it)!.address)
  const argument = session.given.argumentOn?.[bench.arch] ?? session.given.argument
  let measuring = false
  let pending: Planted | undefined
  debug.onStop = async () => {
    const held = await target.registers()
    const pc = held.get(target.convention.pc)!
    if (pc === begin || pc === end) return void (measuring = pc === begin)
    if (!measuring) return
    await preserved.restoreAt(pc, held)
    let now = held
    if (pc === run.entry) now = await preserved.plant(held)
    const atTruth = run.truths.includes(pc)
    const afterEntry = atTruth && pc !== run.entry && session.truth.at === 'function'
    if (afterEntry) pending &&= { ...pending, truth: held }
    else if (atTruth || (pc === run.entry && session.truth.at === 'function'))
      pending = await plantValues(bench, session, now, dumps.length < run.unplantedCalls ? undefined : buffers)
    if (pc === run.given && pending) {
      const address = await target.argument(held, argument)
      const bytes = await target.memory(address, bench.structBytes).catch(() => undefined)
      if (bytes)
        dumps.push({
          function: run.name,
          after: registersAfter(bench, session),
          returnsTo: preserved.returnsTo(),
          ...pending,
          address,
          bytes,
        })
      await buffers.seen(address, pending.truth.get(target.convention.sp)!)
      pending = undefined
    }
  }
  const places = [...new Set([begin!, end!, ...run.truths, run.given, ...(run.entry === undefined ? [] : [run.entry])])]
  await debug.stop()
  for (const address of places) await target.breakpoint(address, true)
  await debug.resume()
  try {
    const { output } = await guest.run(run.line, 60_000)
    return { dumps, output }
  } finally {
    await debug.stop()
    for (const address of [...places, ...preserved.places()]) await target.breakpoint(address, false)
    debug.onStop = undefined
    await debug.resume()
  }
}

/** The address of the code once the instruction at the user's place is done: of a system call, or of a return. */
function registersAfter({ places, target }: Bench, { id }: Session): Registers {
  const after = { syscall: 'user_syscalled', uretprobe: 'user_returned' }[id]
  const address = after === undefined ? undefined : places.get(after)?.address
  return address === undefined ? new Map() : new Map([[target.convention.pc, address]])
}
