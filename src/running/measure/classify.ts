/** One call, as far as one field of a struct goes. */
export type Sample = {
  /** What the field held when it was handed over. */
  readonly observed: bigint
  /** What the CPU's register held at the interrupted instruction; undefined where the field is no register of it. */
  readonly real?: bigint
  /** What was planted in the field's memory before; undefined where nothing was. */
  readonly before?: bigint
  /** The value is one that was planted in old memory, there or elsewhere. */
  readonly stale?: boolean
  /** The real value is an address of our own choice: nothing but the interrupted code can have it. */
  readonly specific?: boolean
  /** Other values of the same moment that the field could have been made of: registers, and the struct's address. */
  readonly known?: ReadonlyMap<string, bigint>
}

/** What a field held over many calls. `unknown` where its values cannot tell. */
export type MeasuredState = 'captured' | 'made-up' | 'unset' | 'unknown'

/** A field's state with what shows it. */
export type Verdict = {
  readonly state: MeasuredState
  /** In how many calls. */
  readonly calls: number
  /** In how many of them an unset field held old memory, where it was not in all. */
  readonly oldCalls?: number
  /** How many bytes of a field of which others were written held old memory. */
  readonly oldBytes?: number
  /** What stood there: a constant, or its relation to something else. */
  readonly value?: string
  /** Why the state is not known, or what else was seen. */
  readonly note?: string
  /** The first value that was seen; of an unset field the first that was old memory and not 0, where there is one. */
  readonly example: string
  /** What an unset field held in a call before which nothing was planted in memory. */
  readonly leftover?: string
}

/** Fewer calls show nothing. */
const FEWEST_CALLS = 12

/** A register that held fewer different values may be equal to a constant by chance. */
const FEWEST_VALUES = 4

/** Bits in which a value may differ from the real one and still be a reading of the same register. */
const MOST_ODD_BITS = 8

/** A smaller field may be equal to something by chance, in one call. */
const FEWEST_BYTES = 4

/**
 * Tell from many calls what a field of a register struct holds. The values of one call show nothing: a field that no
 * code writes can be right by chance, and a constant can be what the register held.
 *
 * @param samples - one a call, from varied callers.
 * @param size - of the field, bytes.
 * @param isReadOtherwise - whether the CPU may have saved it with other bits than the debugger reads, as with flags at
 * an exception.
 * @returns the state: `captured` where the value was the register's in every call (saved or computed:
 * values cannot tell); `made-up` where something else was written; `unset` where what memory held before was still
 * there; `unknown` where the samples allow more than one of these.
 */
export function classifyField(samples: readonly Sample[], size: number, isReadOtherwise = false): Verdict {
  const its = samples.map(it => cut(it, size))
  const say: Say = (state, more) => ({
    state,
    calls: its.length,
    example: exampleOf(its, state),
    ...(state === 'unset' && leftoverOf(its)),
    ...more,
  })
  if (its.length < FEWEST_CALLS) return say('unknown', { note: `only ${its.length} calls` })
  return judge(its, size, isReadOtherwise, say)
}

/** Memory that nothing has used holds 0 as well, so a 0 is the last choice for an example of old memory. */
function exampleOf(its: readonly Sample[], state: MeasuredState): string {
  const old = state === 'unset' ? its.filter(it => it.observed === it.before || it.stale) : []
  const example = old.find(it => it.observed !== 0n) ?? old[0] ?? its[0]
  return example ? hex(example.observed) : ''
}

function leftoverOf(its: readonly Sample[]): Pick<Verdict, 'leftover'> {
  const found = its.findLast(it => it.before === undefined)
  return found ? { leftover: hex(found.observed) } : {}
}

type Say = (state: MeasuredState, more?: Partial<Verdict>) => Verdict

function judge(its: readonly Sample[], size: number, isReadOtherwise: boolean, say: Say): Verdict {
  const covered = its.filter(it => it.before !== undefined)
  const asBefore = covered.filter(it => it.observed === it.before)
  const unwritten = unwrittenBytes(
    covered.filter(it => it.observed !== it.real),
    size,
  )
  const asReal = its.filter(it => it.observed === it.real)
  const constant = distinct(its.map(it => it.observed)) === 1
  const everyWritten = covered.length >= its.length * 0.8
  if (asBefore.length === covered.length && covered.length >= FEWEST_CALLS) return say('unset')
  if (asReal.length === its.length) return judgeEqual(its, say)
  if (asBefore.length >= 3) return judgeSometimesWritten(its, asBefore.length, say)
  if (asBefore.length > 0 && size >= FEWEST_BYTES)
    return say('unknown', { note: `memory was as before in ${asBefore.length} of ${its.length} calls` })
  if (unwritten.length > 0) return judgePartlyWritten(its, unwritten, size, say)
  if (constant && everyWritten && isReadOtherwise && isNearlyReal(its))
    return say('unknown', { note: `always ${hex(its[0]!.observed)}, the register ${hex(its[0]!.real!)}` })
  if (constant && everyWritten && its.some(it => it.real === undefined))
    return say('unknown', {
      value: hex(its[0]!.observed),
      note: 'written, always the same; the debugger has no such register',
    })
  if (constant && everyWritten) return say('made-up', { value: hex(its[0]!.observed) })
  if (constant) return say('unknown', { note: `always ${hex(its[0]!.observed)}, and nothing else was there before` })
  const stale = its.filter(it => it.stale).length
  if (stale >= 3) return say('unset', { note: `old memory in ${stale} of ${its.length} calls`, oldCalls: stale })
  const relation = relationOf(its)
  if (relation) return say('made-up', { value: relation })
  if (!everyWritten) return say('unknown', { note: 'neither the register nor what is known of its memory' })
  return judgeOther(its, size, isReadOtherwise, say)
}

/** Two constants that differ in a few bits: a reading of the register may set or clear some, and leaves others. */
function isNearlyReal(its: readonly Sample[]): boolean {
  const { observed, real } = its[0]!
  if (observed === 0n || real === undefined || distinct(its.map(it => it.real!)) > 1) return false
  return bitCount(observed ^ real) <= MOST_ODD_BITS
}

/** Equal in every call: the register itself, unless it always held the same. */
function judgeEqual(its: readonly Sample[], say: Say): Verdict {
  const values = distinct(its.map(it => it.real!))
  if (values >= FEWEST_VALUES || its.every(it => it.specific)) return say('captured')
  return say('unknown', {
    note: `right, but the register held ${values === 1 ? 'the same' : `only ${values} values`} in all calls`,
  })
}

/**
 * Memory was as before in some calls, and not in others: the stub does not write it. An interrupt that came between may
 * have, and leaves the very values of the registers.
 */
function judgeSometimesWritten(its: readonly Sample[], unwritten: number, say: Say): Verdict {
  const lucky = its.filter(it => it.observed === it.real).length
  const luck = lucky > 0 ? `, and right by chance in ${lucky}` : ''
  return say('unset', {
    note: `memory was as before in ${unwritten} of ${its.length} calls${luck}`,
    oldCalls: unwritten,
  })
}

/** Some bytes of the field are never written. */
function judgePartlyWritten(its: readonly Sample[], unwritten: readonly number[], size: number, say: Say): Verdict {
  const written = Array.from({ length: size }, (_, i) => i).filter(it => !unwritten.includes(it))
  const pick = (value: bigint) =>
    written.map(it => byteOf(value, it)).reduce((all, byte, i) => all | (byte << BigInt(8 * i)), 0n)
  const note = `${unwritten.length} of ${size} bytes are never written`
  const values = its.map(it => pick(it.observed))
  const old = its.filter(it => it.observed !== it.real)
  const example = old.find(it => it.before !== undefined)
  const seen = {
    note,
    oldBytes: unwritten.length,
    ...(old.length < its.length && { oldCalls: old.length }),
    ...(example && { example: hex(example.observed) }),
  }
  if (distinct(values) === 1) return say('made-up', { value: hex(values[0]!), ...seen })
  return say('unknown', seen)
}

/**
 * Written in every call, and neither the register, a constant, nor in a fixed relation to anything known. Where it was
 * right at times, an interrupt may have written it: that saves the registers of the moment, in the same memory.
 */
function judgeOther(its: readonly Sample[], size: number, isReadOtherwise: boolean, say: Say): Verdict {
  if (its.some(it => it.real === undefined))
    return say('unknown', { note: 'written; the debugger has no such register' })
  const equal = its.filter(it => it.observed === it.real).length
  const odd = its.reduce((bits, it) => bits | (it.observed ^ it.real!), 0n)
  const few = bitCount(odd) <= MOST_ODD_BITS
  if (equal >= its.length / 2 || (equal > 0 && !few && size >= FEWEST_BYTES))
    return say('unknown', { note: `right in ${equal} of ${its.length} calls` })
  const note = few
    ? `differs from the register in bits ${hex(odd)}`
    : `written, and right in ${equal} of ${its.length} calls`
  return say(few && isReadOtherwise ? 'unknown' : 'made-up', { note })
}

/** The first known value from which the field always has the same distance. */
function relationOf(its: readonly Sample[]): string | undefined {
  if (distinct(its.map(it => it.observed)) < FEWEST_VALUES) return undefined
  const first = its[0]!
  const names = [...(first.known?.keys() ?? [])]
  const distanceTo = (name: string, it: Sample) => {
    const other = it.known?.get(name)
    return other === undefined ? undefined : it.observed - other
  }
  const related = names
    .map(name => ({ name, distance: distanceTo(name, first) }))
    .filter(({ name, distance }) => distance !== undefined && its.every(it => distanceTo(name, it) === distance))
    .filter(({ distance }) => abs(distance!) < 4096n)
    .sort((a, b) => Number(abs(a.distance!) - abs(b.distance!)))[0]
  if (!related) return undefined
  const { name, distance } = related
  return distance === 0n ? name : `${name} ${distance! < 0n ? '-' : '+'} ${abs(distance!)}`
}

/** Which bytes, from the lowest, hold what memory held before in every call in which the field was not right. */
function unwrittenBytes(covered: readonly Sample[], size: number): readonly number[] {
  if (covered.length < FEWEST_VALUES) return []
  return Array.from({ length: size }, (_, i) => i).filter(i =>
    covered.every(it => byteOf(it.observed, i) === byteOf(it.before!, i)),
  )
}

function cut(it: Sample, size: number): Sample {
  const fit = (value: bigint) => BigInt.asUintN(size * 8, value)
  return {
    observed: fit(it.observed),
    ...(it.real !== undefined && { real: fit(it.real) }),
    ...(it.before !== undefined && { before: fit(it.before) }),
    ...(it.known && { known: it.known }),
    ...(it.stale && { stale: true }),
    ...(it.specific && { specific: true }),
  }
}

function distinct(values: readonly bigint[]): number {
  return new Set(values).size
}

function byteOf(value: bigint, index: number): bigint {
  return (value >> BigInt(8 * index)) & 0xffn
}

function bitCount(value: bigint): number {
  return [...value.toString(2)].filter(it => it === '1').length
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`
}
