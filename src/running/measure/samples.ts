import type { RegisterStruct } from '../../model/schema/arch.ts'
import { classifyField, type Sample, type Verdict } from './classify.ts'
import type { Dump } from './collect-dumps.ts'
import type { Convention } from '../debugger/conventions.ts'
import type { Target } from '../debugger/target.ts'
import type { Session } from '../sessions/session.ts'

/** How far behind a function's first instruction a stub may say that it was called, bytes. */
const SITE_BYTES = 64

/** A field of a struct with what was measured of it. */
export type MeasuredField = { readonly name: string } & Verdict

/**
 * Tell the state of every field of a struct.
 *
 * @param dumps - of one session.
 * @param session - that they are from.
 * @param struct - what was dumped.
 * @param target - reads numbers as the arch stores them, and knows QEMU's names of its registers.
 * @returns a verdict for each field, in the struct's order.
 */
export function classifyDumps(
  dumps: readonly Dump[],
  session: Session,
  struct: Pick<RegisterStruct, 'fields'>,
  target: Pick<Target, 'convention' | 'number' | 'wordBytes'>,
): readonly MeasuredField[] {
  const its = dumps.map(it => ({ ...it, stale: staleWords(it, target), known: knownValues(it) }))
  return struct.fields.map(({ name, offset, size }) => {
    const samples = its.map((it): Sample => {
      const observed = target.number(it.bytes.subarray(offset, offset + size))
      const before = bytesAt(it, it.address + BigInt(offset), size)
      const real = realValue(it, session, name, target)
      return {
        observed,
        ...real,
        ...(before && { before: target.number(before) }),
        stale: size === target.wordBytes && it.stale.has(observed),
        known: it.known,
      }
    })
    return { name, ...siteVerdict(classifyField(samples, size), session, name, target) }
  })
}

/** Fields that keep the first argument or the number of a system call, by QEMU's names of the registers. */
const OF_SYSTEM_CALL: Readonly<Record<string, string>> = {
  orig_ax: 'ax',
  orig_x0: 'x0',
  syscallno: 'x8',
  orig_a0: 'a0',
  orig_gpr2: 'r2',
  orig_gpr3: 'r3',
  'uregs[17]': 'r0',
}

/** What the CPU's register held, or would have held at the place where the kernel takes over. */
function realValue(
  { truth, known, returnsTo }: Dump,
  session: Session,
  field: string,
  { convention, wordBytes }: Pick<Target, 'convention' | 'wordBytes'>,
): Pick<Sample, 'real' | 'specific'> {
  const name = convention.nameOf(field) ?? (session.id === 'syscall' ? ofSystemCall(field, convention) : undefined)
  if (name === undefined) return {}
  const held = truth.get(name)
  if (held === undefined) return {}
  const { at } = session.truth
  if (name === convention.pc && at === 'user') return { real: known?.get(name) ?? held, specific: true }
  if (name === convention.pc && at === 'symbol') return { real: returnsTo ?? held }
  // A return takes its address off the stack, where there is no register for it.
  const popped = session.id === 'uretprobe' && name === convention.sp && convention.link === undefined
  return { real: popped ? held + BigInt(wordBytes) : held }
}

function ofSystemCall(field: string, convention: Convention): string | undefined {
  const name = OF_SYSTEM_CALL[field]
  if (name === undefined) return undefined
  return name === 'ax' || name === 'a0' ? (convention.nameOf(name) ?? convention.arguments[0]) : name
}

/** Where ftrace calls a stub is a few bytes behind the function's start; values cannot tell which address is right. */
function siteVerdict(
  it: Verdict,
  session: Session,
  field: string,
  { convention }: Pick<Target, 'convention'>,
): Verdict {
  // A tracepoint interrupts nothing: the registers of its caller are made of what the macro's own code had.
  if (session.id === 'tracepoint-perf' && it.state === 'captured')
    return { ...it, state: 'made-up', value: `${convention.nameOf(field)} of the caller` }
  const pc = convention.nameOf(field) === convention.pc
  if (!pc || session.truth.at !== 'function' || it.state !== 'made-up' || !it.value?.startsWith(`${convention.pc} `))
    return it
  const distance = Number(it.value.split(' ')[2])
  if (distance > SITE_BYTES) return it
  const { value, ...rest } = it
  return {
    ...rest,
    state: 'unknown',
    note: `in all calls the function's first instruction ${value.slice(convention.pc.length + 1)}`,
  }
}

function knownValues({ truth, address }: Dump): ReadonlyMap<string, bigint> {
  return new Map([...truth, ['the struct', address]])
}

/** The words that were planted in memory before the call. */
function staleWords(
  { before }: Dump,
  { number, wordBytes }: Pick<Target, 'number' | 'wordBytes'>,
): ReadonlySet<bigint> {
  return new Set(
    before
      .filter(it => it.planted)
      .flatMap(({ bytes }) =>
        Array.from({ length: Math.floor(bytes.length / wordBytes) }, (_, i) =>
          number(bytes.subarray(i * wordBytes, (i + 1) * wordBytes)),
        ),
      ),
  )
}

/** What was planted at an address; the later one where two overlap. */
function bytesAt({ before }: Dump, address: bigint, size: number): Buffer | undefined {
  const found = before.findLast(
    it => address >= it.address && address + BigInt(size) <= it.address + BigInt(it.bytes.length),
  )
  if (!found) return undefined
  const start = Number(address - found.address)
  return found.bytes.subarray(start, start + size)
}
