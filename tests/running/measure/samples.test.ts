import { describe, expect, test } from 'vitest'
import { CONVENTIONS } from '../../../src/running/debugger/conventions.ts'
import { bytesOf, numberOf } from '../../../src/running/debugger/target.ts'
import type { Dump } from '../../../src/running/measure/collect-dumps.ts'
import { classifyDumps, dumpsOfPlace } from '../../../src/running/measure/samples.ts'
import { SESSIONS } from '../../../src/running/sessions/sessions.ts'

const session = (id: string) => SESSIONS.find(it => it.id === id)!

const target = {
  convention: CONVENTIONS['arm64']!,
  number: (bytes: Uint8Array) => numberOf(bytes, true),
  wordBytes: 8,
}

const words = (...values: readonly bigint[]) => Buffer.concat(values.map(it => bytesOf(it, 8, true)))

const field = (name: string, word: number) => ({ name, offset: word * 8, size: 8 })

const base = { function: 'f', returnsTo: undefined, before: [], address: 0x1000n } satisfies Partial<Dump>

describe('classifyDumps(dumps, session, struct, target)', () => {
  const fields = [field('ip', 0), field('nregs', 1), field('args[0]', 2), field('args[1]', 3), field('retval', 14)]
  const fexit = (arguments_: readonly bigint[], returned: bigint, handed = arguments_): Dump => ({
    ...base,
    truth: new Map([
      ['ip', 0x40n],
      ...arguments_.map((it, i) => [`args[${i}]`, it] as const),
      ...Array.from({ length: 12 - arguments_.length }, (_, i) => [`args[${i + arguments_.length}]`, 9n] as const),
      ['retval', returned],
    ]),
    bytes: words(0x40n, BigInt(arguments_.length), ...handed, returned, 0n, 0n),
  })
  const stateOf = (dumps: readonly Dump[], name: string) =>
    classifyDumps(dumps, session('fexit'), { fields, byException: false }, target).find(it => it.name === name)?.state

  test("the value that a function returned stands behind its last argument in a trampoline's struct", () => {
    const dumps = Array.from({ length: 20 }, (_, i) => fexit([BigInt(i), BigInt(i) + 7n], BigInt(i) + 100n))
    expect(['args[0]', 'args[1]', 'retval'].map(it => stateOf(dumps, it))).toEqual(['captured', 'captured', 'captured'])
  })

  test('a word behind the last argument is no argument', () => {
    const dumps = Array.from({ length: 20 }, (_, i) => fexit([BigInt(i)], BigInt(i) + 100n))
    expect(stateOf(dumps, 'args[1]')).toBe('unknown')
  })

  test('at a function entry nothing has returned yet', () => {
    const dumps = Array.from({ length: 20 }, (_, i) => {
      const dump = fexit([BigInt(i)], 5n)
      return { ...dump, truth: new Map([...dump.truth].filter(([name]) => name !== 'retval')) }
    })
    expect(stateOf(dumps, 'retval')).toBe('unknown')
  })

  test('arguments that are not the ones of the call are found out', () => {
    const dumps = Array.from({ length: 20 }, (_, i) => fexit([BigInt(i)], 5n, [BigInt(i) + 3n * BigInt(i % 3)]))
    expect(stateOf(dumps, 'args[0]')).not.toBe('captured')
  })
})

describe('dumpsOfPlace(dumps, session, fields, target)', () => {
  const fields = [field('pc', 0)]
  const dump = (pc: bigint): Dump => ({ ...base, truth: new Map([['pc', 0x5b00n]]), bytes: words(pc) })

  test('leaves out what interrupted other code, for sessions about interrupts alone', () => {
    const dumps = [dump(0x5b00n), dump(0xffff0000n)]
    expect(dumpsOfPlace(dumps, session('perf-clock'), fields, target)).toEqual([dumps[0]])
    expect(dumpsOfPlace(dumps, session('uprobe'), fields, target)).toEqual(dumps)
  })
})
