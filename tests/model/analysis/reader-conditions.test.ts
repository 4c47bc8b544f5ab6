import type { FieldState } from '../../../src/model/schema/capture.ts'
import type { ReaderCondition, Reads } from '../../../src/model/schema/reader.ts'
import type { Cell } from '../../../src/model/analysis/register-frame.ts'
import type { Flow } from '../../../src/model/analysis/register-flows.ts'
import { randomInt, randomLcg } from 'd3'
import { describe, expect, test } from 'vitest'
import type { BufferWriters } from '../../../src/model/analysis/buffer-writers.ts'
import { fieldsFound } from '../../../src/model/analysis/reader-conditions.ts'
import { SEVERITY } from '../../../src/model/analysis/register-frame.ts'
import { seeds } from '../../sample.ts'

const sources = [{ file: 'x.c', known: 'read' as const }]
const NO_WRITERS: BufferWriters = () => new Map()

/** A struct with the fields a, b, c …, each in one state, or with a value. */
function flowOf(
  cells: readonly (FieldState | Partial<Cell>)[],
  more: Partial<Flow['capture']> & { buffer?: string } = {},
): Flow {
  const { buffer, ...capture } = more
  return {
    capture: { id: 'stub', name: 'stub', ...capture } as Flow['capture'],
    path: ['trampolines', 'hook'],
    conversions: [],
    struct: 'pt_regs',
    proposals: [],
    frame: cells.map((it, i) => ({
      field: { name: 'abcdef'[i]!, offset: i * 8, size: 8 },
      group: 0,
      state: 'captured',
      ...(typeof it === 'string' ? { state: it } : it),
    })),
    ...(buffer && { buffer }),
  }
}

const reads = (conditions: readonly ReaderCondition[], fields: readonly string[] = ['a']): Reads => ({
  fields: [...fields],
  conditions: [...conditions],
  wrong: 'x',
  sources,
})

const found = (flow: Flow, { conditions, fields }: Reads, writers = NO_WRITERS) =>
  fieldsFound(flow, reads(conditions!, fields), writers).map(
    ({ field, state, value }) => `${field} ${state}${value === undefined ? '' : ` (${value})`}`,
  )

describe('fieldsFound(flow, reads, writersOf)', () => {
  test('looks at the bits that are read, and no others', () => {
    const cs: Partial<Cell> = {
      state: 'made-up',
      value: '__KERNEL_CS',
      bits: [{ from: 16, to: 63, state: 'unset' }],
    }
    const of = (from: number, to: number) => found(flowOf([cs]), reads([{ fields: ['a'], bits: { from, to } }]))
    expect(of(0, 1)).toEqual(['a made-up (__KERNEL_CS)'])
    expect(of(15, 16)).toEqual(['a unset'])
    expect(of(20, 30)).toEqual(['a unset'])
  })

  test('takes the worst of several masks', () => {
    const flags: Partial<Cell> = { bits: [{ from: 3, to: 3, state: 'unset' }] }
    const masks = [1, 3, 17].map(bit => ({ fields: ['a'], bits: { from: bit, to: bit } }))
    expect(found(flowOf([flags]), reads(masks))).toEqual(['a unset'])
    expect(found(flowOf([flags]), reads(masks.filter(it => it.bits.from !== 3)))).toEqual(['a captured'])
  })

  test('leaves out what is read for a leaf function only, where the function has called another', () => {
    const leaf = reads([{ fields: ['a'], onlyIf: 'leaf' }])
    expect(found(flowOf(['unset']), leaf)).toEqual(['a unset'])
    expect(found(flowOf(['unset'], { hasCalled: true }), leaf)).toEqual([])
  })

  test('marks what is read only if a user asks for it', () => {
    expect(fieldsFound(flowOf(['unset', 'captured']), reads([{ onlyIf: 'asked' }], ['a', 'b']), NO_WRITERS)).toEqual([
      { field: 'a', state: 'unset', isAsked: true },
      { field: 'b', state: 'captured', isAsked: true },
    ])
  })

  describe('reads a field only if a test answers yes', () => {
    const ifSet = (real?: 'always' | 'never') =>
      reads([{ fields: ['b'], onlyIf: { field: 'a', bits: { from: 1, to: 1 }, is: 1, ...(real && { real }) } }], ['b'])
    test.for<[Partial<Cell>, string, ('always' | 'never')?]>([
      [{ state: 'made-up', value: '0' }, 'no'],
      [{ state: 'made-up', value: '0x2' }, 'yes'],
      [{ state: 'made-up', value: '0x1' }, 'no'],
      [{ state: 'made-up', value: 'flags of the stub' }, 'maybe'],
      [{ state: 'unset' }, 'maybe'],
      [{ state: 'captured' }, 'maybe'],
      [{ state: 'captured' }, 'yes', 'always'],
      [{ state: 'captured' }, 'no', 'never'],
      [{ state: 'unset', bits: [{ from: 1, to: 1, state: 'made-up', value: '1' }] }, 'yes'],
      [{ state: 'captured', bits: [{ from: 1, to: 1, state: 'made-up', value: '0' }] }, 'no', 'always'],
    ])('%o: %s', ([cell, answer, real]) => {
      expect(found(flowOf([cell, 'unset']), ifSet(real))).toEqual(answer === 'no' ? [] : ['b unset'])
    })
  })

  test('asks several fields together: one that is known to answer no settles it', () => {
    const together = reads(
      [
        {
          all: [
            { field: 'a', is: 0x1407 },
            { field: 'b', is: 1 },
            { field: 'c', is: 0, real: 'never' },
          ],
        },
      ],
      ['a', 'b', 'c'],
    )
    expect(found(flowOf(['unset', 'unset', 'unset']), together)).toHaveLength(3)
    expect(found(flowOf(['unset', 'unset', 'captured']), together)).toEqual([])
    expect(found(flowOf([{ state: 'none', value: '0' }, 'unset', 'unset']), together)).toEqual([])
    expect(found(flowOf([{ state: 'none', value: '0x1407' }, 'unset', 'unset']), together)).toHaveLength(3)
  })

  test('is settled in any conjunction exactly if some field is known to answer no', () => {
    for (const seed of seeds(300, 10_000)) {
      const draw = (below: number) => randomInt.source(random)(below)()
      const random = randomLcg(seed)
      const names = [...'abcd'].slice(0, 2 + draw(3))
      const cells = names.map((): Partial<Cell> => {
        const state = SEVERITY[draw(SEVERITY.length)]!
        return { state, ...(state !== 'unset' && draw(3) > 0 && { value: String(draw(2)) }) }
      })
      const all = names.map(field => ({ field, is: 1, ...(draw(2) > 0 && { real: 'never' as const }) }))
      const saysNo = cells.some(({ state, value }, i) =>
        state === 'captured' || state === 'computed' ? all[i]!.real === 'never' : value === '0',
      )
      expect(found(flowOf(cells), reads([{ all }], names)).length, `seed ${seed}`).toBe(saysNo ? 0 : names.length)
    }
  })

  describe('of a struct in a static buffer', () => {
    const inBuffer = flowOf(['unset'], { buffer: '__perf_regs' })
    const written: BufferWriters = () => new Map([['a', ['another()']]])

    test('finds 0 where no other code writes the field, which may be right', () => {
      expect(found(inBuffer, reads([]))).toEqual(['a unset (0)'])
      expect(found(inBuffer, reads([{ fields: ['a'], zeroIsRight: true }]))).toEqual(['a made-up (0)'])
    })

    test('finds 0 or what the other code left, which is not', () => {
      expect(found(inBuffer, reads([{ fields: ['a'], zeroIsRight: true }]), written)).toEqual([
        'a unset (0, or what another() left)',
      ])
    })

    test('does not know what a conversion copied that was never written', () => {
      const copied = flowOf([{ state: 'unset', isCopied: true }], { buffer: '__perf_regs' })
      expect(found(copied, reads([{ fields: ['a'], zeroIsRight: true }]))).toEqual(['a unset'])
    })
  })

  test('finds 0 in a struct that its own code clears first', () => {
    expect(found(flowOf(['unset'], { isCleared: true }), reads([{ fields: ['a'], zeroIsRight: true }]))).toEqual([
      'a made-up (0)',
    ])
    expect(found(flowOf(['unset']), reads([{ fields: ['a'], zeroIsRight: true }]))).toEqual(['a unset'])
  })

  test('takes a mark that the stub wrote for this reader as it is meant, and a leftover for a leftover', () => {
    const mark = reads([{ fields: ['a'], isMark: true }])
    expect(found(flowOf([{ state: 'made-up', value: '0' }]), mark)).toEqual(['a none (0)'])
    expect(found(flowOf(['unset']), mark)).toEqual(['a unset'])
  })
})
