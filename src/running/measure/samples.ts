import type { RegisterStruct } from '../../model/schema/arch.ts'
import { classifyField, type Sample, type Verdict } from './classify.ts'
import type { Dump } from './collect-dumps.ts'
import type { Convention } from '../debugger/conventions.ts'
import type { Target } from '../debugger/target.ts'
import { isSystemCall, type Session } from '../sessions/session.ts'
import type { OldMemory } from './struct-buffers.ts'

/** How far behind a function's first instruction ftrace's call or a trap may be, bytes. */
const SITE_BYTES = 64

/** Registers of flags and status, by QEMU's names: an exception saves them with bits of its own. */
const STATUS: ReadonlySet<string | undefined> = new Set(['eflags', 'cpsr', 'pswm', 'msr', 'cr', 'xer'])

/** A field of a struct with what was measured of it. */
export type MeasuredField = { readonly name: string } & Verdict & {
    /** Memory before was what the debugger had put into the buffer that the struct is in. */
    readonly inBuffer?: true
  }

/** What is measured. */
export type MeasuredStruct = {
  readonly fields: Readonly<RegisterStruct['fields']>
  /** Whether the CPU saved the registers itself. */
  readonly byException: boolean
}

/**
 * Determine the state of every field of a struct.
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
  { fields, byException }: MeasuredStruct,
  target: Pick<Target, 'convention' | 'number' | 'wordBytes'>,
): readonly MeasuredField[] {
  const { convention, number, wordBytes } = target
  const its = dumps.map(dump => ({ dump, stale: staleWords(dump, target), known: knownValues(dump) }))
  return fields.map((field): MeasuredField => {
    const { name, size } = field
    const placed = its.flatMap(it => {
      const offset = offsetIn(it.dump, field, session, number)
      return offset === undefined
        ? []
        : [{ ...it, offset, old: memoryAt(it.dump, it.dump.address + BigInt(offset), size) }]
    })
    if (placed.length === 0) return { name, state: 'unknown', calls: 0, example: '', note: NOT_THERE }
    const samples = placed.map(({ dump, stale, known, offset, old }): Sample => {
      const observed = number(dump.bytes.subarray(offset, offset + size))
      return {
        observed,
        ...realValue(dump, session, name, target),
        ...(old && { before: number(old.bytes) }),
        stale: size === wordBytes && stale.has(observed),
        known,
      }
    })
    const register = convention.nameOf(name)
    const verdict = classifyField(samples, size, byException && STATUS.has(register))
    const known = placed.flatMap(it => it.old ?? [])
    const inBuffer = known.length > 0 && known.every(it => it.of === 'buffer')
    const distances = register === convention.pc ? samples.map(it => Number(it.observed - it.real!)) : [Infinity]
    return { name, ...byPlace(verdict, session, register, distances), ...(inBuffer && { inBuffer }) }
  })
}

/**
 * Leave out dumps in which an interrupt came to other code than the one that was looked at: the kernel's own, between.
 *
 * @param dumps - of one session.
 * @param session - that they are from.
 * @param fields - of the struct that was dumped.
 * @param target - reads numbers as the arch stores them, and knows QEMU's name of the program counter.
 * @returns all of them, unless the session is about interrupts.
 */
export function dumpsOfPlace(
  dumps: readonly Dump[],
  { spins }: Session,
  fields: MeasuredStruct['fields'],
  { convention, number }: Pick<Target, 'convention' | 'number'>,
): readonly Dump[] {
  const pc = spins && fields.find(it => convention.nameOf(it.name) === convention.pc)
  if (!pc) return dumps
  return dumps.filter(it => number(it.bytes.subarray(pc.offset, pc.offset + pc.size)) === it.truth.get(convention.pc))
}

/** Of a word that a function of so few arguments, or one that has not returned, does not have. */
const NOT_THERE = 'none of the calls has it'

/** The bytes in which BPF's trampoline has the number of arguments; the higher ones are about the program. */
const NUMBER_OF_ARGUMENTS = { offset: 8, size: 8, mask: 0xffn } as const

/** Where a field is in a dump; undefined where it is not in this one: a call has no more words than arguments. */
function offsetIn(
  { bytes, truth }: Dump,
  { name, offset }: RegisterStruct['fields'][number],
  { ofCall }: Session,
  number: Target['number'],
): number | undefined {
  const index = /^args\[(\d+)\]$/.exec(name)?.[1]
  const isResult = name === 'retval' || name === 'ret'
  if (!ofCall || (index === undefined && !isResult)) return offset
  const { offset: from, size, mask } = NUMBER_OF_ARGUMENTS
  const count = Number(number(bytes.subarray(from, from + size)) & mask)
  if (isResult) return truth.has(name) ? from + size + count * size : undefined
  return Number(index) < count ? offset : undefined
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
  { truth, after, returnsTo }: Dump,
  session: Session,
  field: string,
  { convention, wordBytes }: Pick<Target, 'convention' | 'wordBytes'>,
): Pick<Sample, 'real' | 'specific'> {
  if (session.ofCall && truth.has(field)) return { real: truth.get(field)! }
  const name = convention.nameOf(field) ?? (isSystemCall(session) ? ofSystemCall(field, convention) : undefined)
  if (name === undefined) return {}
  const held = truth.get(name)
  if (held === undefined) return {}
  const { at } = session.truth
  if (name === convention.pc && at === 'user') return { real: after?.get(name) ?? held, specific: true }
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

/** What the kind of place says of a verdict. */
function byPlace(it: Verdict, session: Session, register: string | undefined, distances: readonly number[]): Verdict {
  // A tracepoint interrupts nothing: the registers of its caller are made of what the macro's own code had.
  if (session.id === 'tracepoint-perf' && it.state === 'captured')
    return { ...it, state: 'made-up', value: `${register} of the caller` }
  // Where a probe or ftrace's call is in the function differs, and values cannot tell which address of it is right.
  const isInFunction = session.truth.at === 'function' && distances.every(one => one >= 0 && one <= SITE_BYTES)
  if (!isInFunction || it.state !== 'made-up') return it
  const { value: _, note: __, ...rest } = it
  const places = [...new Set(distances)].sort((a, b) => a - b).join(' or ')
  return { ...rest, state: 'unknown', note: `in all calls the address where the registers were read + ${places}` }
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
      .filter(it => it.of !== 'caller')
      .flatMap(({ bytes }) =>
        Array.from({ length: Math.floor(bytes.length / wordBytes) }, (_, i) =>
          number(bytes.subarray(i * wordBytes, (i + 1) * wordBytes)),
        ),
      ),
  )
}

/** What memory held at an address before; the later one where two overlap. */
function memoryAt({ before }: Dump, address: bigint, size: number): Pick<OldMemory, 'bytes' | 'of'> | undefined {
  const found = before.findLast(
    it => address >= it.address && address + BigInt(size) <= it.address + BigInt(it.bytes.length),
  )
  if (!found) return undefined
  const start = Number(address - found.address)
  return { bytes: found.bytes.subarray(start, start + size), of: found.of }
}
