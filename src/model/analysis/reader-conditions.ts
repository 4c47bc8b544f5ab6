// What a reader finds: which of its fields it really reads, which bits of them, and what stands there.
import type { FieldState } from '../schema/capture.ts'
import type { ReaderCondition, ReaderTest, Reads } from '../schema/reader.ts'
import type { BufferWriters } from './buffer-writers.ts'
import type { Flow } from './register-flows.ts'
import { SEVERITY, stateWhenRead, type Cell } from './register-frame.ts'

/** A field that a reader reads, and what it finds there. */
export type FoundField = {
  readonly field: string
  readonly state: FieldState
  /** What stands there, if it is not what the stopped code had. */
  readonly value?: string
  /** It is read only if a user asks for the register by its name. */
  readonly isAsked?: true
}

/**
 * Find what a reader finds in a register frame.
 *
 * @param flow - the registers as they reach the reader.
 * @param reads - what the reader reads, and under which conditions.
 * @param writersOf - who else writes the static buffers.
 * @returns the fields that it reads there, in the struct's order.
 */
export function fieldsFound(flow: Flow, reads: Reads, writersOf: BufferWriters): readonly FoundField[] {
  const conditions = reads.conditions ?? []
  const cellOf = (name: string) => flow.frame.find(it => it.field.name === name)
  const answer = (test: ReaderTest) => answerOf(test, cellOf(test.field), flow, writersOf)
  const tests = conditions.flatMap(it => (it.all ? [it.all] : []))
  const settled = new Set(
    tests.filter(all => all.some(it => answer(it) === 'no')).flatMap(all => all.map(it => it.field)),
  )
  return flow.frame.flatMap(cell => {
    const { name } = cell.field
    if (!reads.fields.includes(name) || settled.has(name)) return []
    const mine = conditions.filter(it => !it.all && (it.fields?.includes(name) ?? true))
    const isRead = mine.every(({ onlyIf }) =>
      onlyIf === 'leaf' ? !flow.capture.hasCalled : typeof onlyIf === 'object' ? answer(onlyIf) !== 'no' : true,
    )
    return isRead ? [found(cell, mine, flow, writersOf)] : []
  })
}

function found(cell: Cell, conditions: readonly ReaderCondition[], flow: Flow, writersOf: BufferWriters): FoundField {
  const field = cell.field.name
  const asked = conditions.some(it => it.onlyIf === 'asked') && ({ isAsked: true } as const)
  const masks = conditions.flatMap(it => it.bits ?? [])
  const seen = masks.length > 0 ? worst(masks.map(it => stateWhenRead(cell, it))) : stateWhenRead(cell)
  const isMark = seen.state === 'made-up' && conditions.some(it => it.isMark)
  if (seen.state !== 'unset') return { field, ...seen, ...(isMark && { state: 'none' }), ...asked }
  const writers = leftBy(cell, flow, writersOf)
  if (!writers) return { field, state: 'unset', ...asked }
  const isRight = writers.length === 0 && conditions.some(it => it.zeroIsRight)
  const value = writers.length > 0 ? `0, or what ${writers.join(' or ')} left` : '0'
  return { field, state: isRight ? 'made-up' : 'unset', value, ...asked }
}

/** The worst of what is found in different bits of a field. */
function worst<T extends { readonly state: FieldState }>(found: readonly T[]): T {
  return found.reduce((a, b) => (SEVERITY.indexOf(b.state) > SEVERITY.indexOf(a.state) ? b : a))
}

/**
 * What may stand in a field that is never written, in a struct that was all 0 at first.
 *
 * @returns who else may have written it; undefined where anything may stand there.
 */
function leftBy(cell: Cell, { capture, conversions, buffer }: Flow, writersOf: BufferWriters) {
  if (cell.isCopied) return undefined
  if (buffer) return writersOf(buffer).get(cell.field.name) ?? []
  return capture.isCleared && conversions.length === 0 ? [] : undefined
}

/** What a test answers on these registers, as far as it is known. */
function answerOf(
  { bits, is, isNot, real }: ReaderTest,
  cell: Cell | undefined,
  flow: Flow,
  writersOf: BufferWriters,
): 'yes' | 'no' | 'maybe' {
  if (!cell) return 'maybe'
  const { state, value } = stateWhenRead(cell, bits)
  if (state === 'captured' || state === 'computed') return real === 'always' ? 'yes' : real === 'never' ? 'no' : 'maybe'
  const isZero = state === 'unset' && leftBy(cell, flow, writersOf)?.length === 0
  const number = isZero ? 0n : numberOf(value, isWhole(cell, bits) ? bits : undefined)
  if (number === undefined) return 'maybe'
  return (is === undefined ? number !== BigInt(isNot!) : number === BigInt(is)) ? 'yes' : 'no'
}

/** Whether a value stands for the whole field, and not for some bits of it. */
function isWhole({ bits }: Cell, mask: ReaderTest['bits']): boolean {
  return !mask || !bits?.some(it => it.from <= mask.to && it.to >= mask.from)
}

/** A value as a number, as far as the bits go; undefined where it is a name. */
function numberOf(value: string | undefined, bits: ReaderTest['bits']): bigint | undefined {
  if (value === undefined || !/^(?:0x[\da-f]+|\d+)$/i.test(value)) return undefined
  const all = BigInt(value)
  return bits ? (all >> BigInt(bits.from)) & ((1n << BigInt(bits.to - bits.from + 1)) - 1n) : all
}
