import { randomInt, randomLcg } from 'd3'
import { describe, expect, test } from 'vitest'
import { classifyField, type MeasuredState, type Sample } from '../../../src/running/measure/classify.ts'

const WORD = 1n << 64n

/** Values for one made-up run. */
function generator(seed: number) {
  const random = randomLcg(seed)
  const below = (n: number) => randomInt.source(random)(n)()
  const word = () => (BigInt(below(2 ** 32)) << 32n) | BigInt(below(2 ** 32))
  return { below, word, one: <T>(its: readonly T[]) => its[below(its.length)]! }
}

type Made = { readonly kind: string; readonly samples: readonly Sample[]; readonly allowed: readonly MeasuredState[] }

/** What code can do to a field, and what can come between. */
const KINDS = [
  'captured',
  'captured, one value',
  'captured, few values',
  'constant',
  'constant that the register holds too',
  'constant in some bytes, never written in others',
  'relation',
  'relation to the right register',
  'never written',
  'never written, overwritten by an interrupt at times',
  'never written, right by chance at times',
  'never written, nearly always overwritten by an interrupt',
  'never written, memory unknown',
  'never written, copied from old memory',
  'other values',
] as const

/** A field as some code would leave it over many calls, and the states that are not false. */
function makeUp(seed: number): Made {
  const { below, word, one } = generator(seed)
  const calls = 12 + below(40)
  const constant = one([0n, 1n, 5n, 0x10n, 0x60000005n, word()])
  const kind = KINDS[seed % KINDS.length]!
  const few = [word(), word()]
  const call = (i: number): Sample => {
    const real =
      kind === 'captured, one value' || kind === 'constant that the register holds too'
        ? constant
        : kind === 'captured, few values'
          ? few[i % 2]!
          : word()
    const before = word()
    const other = word()
    const known = new Map([
      ['sp', other],
      ['the struct', word()],
    ])
    const base = { real, before, known }
    switch (kind) {
      case 'captured':
      case 'captured, one value':
      case 'captured, few values':
      case 'constant that the register holds too':
        return { ...base, observed: real }
      case 'constant':
        return { ...base, observed: constant }
      case 'constant in some bytes, never written in others':
        return { ...base, observed: (before & ~0xffffn) | (constant & 0xffffn) }
      case 'relation':
        return { ...base, observed: (other + 16n) % WORD }
      case 'relation to the right register':
        return { ...base, observed: real, known: new Map([['sp', real]]) }
      case 'never written':
        return { ...base, observed: before }
      case 'never written, overwritten by an interrupt at times':
        return { ...base, observed: i % 3 === 0 ? word() : before }
      case 'never written, right by chance at times':
        return { ...base, observed: i % 2 === 0 ? real : before }
      case 'never written, nearly always overwritten by an interrupt':
        return { ...base, observed: i === 3 ? before : i % 3 === 0 ? real : word() }
      case 'never written, memory unknown':
        return { real, known, observed: below(2) ? real : word() }
      case 'never written, copied from old memory':
        return { ...base, observed: word(), stale: true }
      case 'other values':
        return { ...base, observed: word() }
    }
  }
  const allowed: Readonly<Record<typeof kind, readonly MeasuredState[]>> = {
    captured: ['captured'],
    // A constant that is written and what the register holds look the same.
    'captured, one value': ['unknown'],
    'captured, few values': ['unknown'],
    constant: ['made-up'],
    'constant that the register holds too': ['unknown'],
    'constant in some bytes, never written in others': ['made-up'],
    relation: ['made-up'],
    'relation to the right register': ['captured'],
    'never written': ['unset'],
    'never written, overwritten by an interrupt at times': ['unset'],
    'never written, right by chance at times': ['unset'],
    'never written, nearly always overwritten by an interrupt': ['unknown'],
    'never written, memory unknown': ['unknown'],
    'never written, copied from old memory': ['unset'],
    'other values': ['made-up'],
  }
  return { kind, samples: Array.from({ length: calls }, (_, i) => call(i)), allowed: allowed[kind] }
}

describe('classifyField(samples, size)', () => {
  test('1,000 made-up dumps with coincidences: no false state', () => {
    const seeds = Array.from({ length: 1000 }, (_, i) => i + 1)
    const wrong = seeds.flatMap(seed => {
      const { kind, samples, allowed } = makeUp(seed)
      const { state } = classifyField(samples, 8)
      return allowed.includes(state) ? [] : [`seed ${seed}: ${kind} is said to be ${state}`]
    })
    expect(wrong).toEqual([])
  })

  test('too few calls show nothing', () => {
    const samples = Array.from({ length: 5 }, (_, i) => ({ observed: BigInt(i), real: BigInt(i) }))
    expect(classifyField(samples, 8)).toMatchObject({ state: 'unknown', note: 'only 5 calls' })
  })

  test('says what stood there', () => {
    const calls = Array.from({ length: 20 }, (_, i) => (BigInt(i) * 0x9e3779b97f4a7c15n) % WORD)
    const old = (it: bigint) => (it * 0xd1342543de82ef95n + 1n) % WORD
    const made = (observed: (it: bigint) => bigint) =>
      classifyField(
        calls.map(it => ({
          observed: observed(it),
          real: ~it & (WORD - 1n),
          before: old(it),
          known: new Map([['sp', it]]),
        })),
        8,
      )
    expect(made(() => 5n)).toMatchObject({ state: 'made-up', value: '0x5' })
    expect(made(it => it + 16n)).toMatchObject({ state: 'made-up', value: 'sp + 16' })
    expect(made(old)).toMatchObject({ state: 'unset' })
    expect(made(it => (old(it) & ~0xffffn) | 0x10n)).toMatchObject({
      state: 'made-up',
      value: '0x10',
      note: '6 of 8 bytes are never written',
    })
  })

  test('a field that was right at times is not said to be made up: an interrupt may have written it', () => {
    const words = Array.from({ length: 20 }, (_, i) => (BigInt(i + 1) * 0x9e3779b97f4a7c15n) % WORD)
    const samples = words.map((real, i) => ({ before: 7n * real, real, observed: i < 4 ? real : real ^ words[0]! }))
    expect(classifyField(samples, 8)).toMatchObject({ state: 'unknown', note: 'right in 4 of 20 calls' })
  })

  test('bytes that are never written are found where an interrupt has written the right value at times', () => {
    const samples = Array.from({ length: 20 }, (_, i) => {
      const before = (BigInt(i + 1) * 0x9e3779b97f4a7c15n) % WORD
      return { before, real: 0x10n, observed: i % 2 ? 0x10n : (before & ~0xffffn) | 0x10n }
    })
    expect(classifyField(samples, 8)).toMatchObject({ state: 'made-up', value: '0x10', oldBytes: 6, oldCalls: 10 })
  })

  test('what was there by itself is what a call left where nothing was planted', () => {
    const samples = Array.from({ length: 20 }, (_, i) => ({
      observed: BigInt(100 + i),
      real: BigInt(i),
      ...(i !== 2 && { before: BigInt(100 + i) }),
    }))
    expect(classifyField(samples, 8)).toMatchObject({ state: 'unset', example: '0x64', leftover: '0x66' })
  })

  test('an example of old memory is not 0 where another value was seen', () => {
    const samples = Array.from({ length: 20 }, (_, i) => {
      const before = i < 3 ? 0n : BigInt(i)
      return { observed: before, before, real: 1000n + BigInt(i) }
    })
    expect(classifyField(samples, 8)).toMatchObject({ state: 'unset', example: '0x3' })
  })
})
