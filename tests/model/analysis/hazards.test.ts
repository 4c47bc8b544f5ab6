import type { Capture, Conversion } from '../../../src/model/schema/capture.ts'
import type { RegisterData } from '../../../src/model/analysis/register-data.ts'
import type { RegisterSource, Mechanism } from '../../../src/model/schema/mechanism.ts'
import type { Reader } from '../../../src/model/schema/reader.ts'
import { describe, expect, test } from 'vitest'
import { hazardsAt, releasesWithChanges } from '../../../src/model/analysis/hazards.ts'

// Registers a and b, and a mode. The trap saves all three; the stub saves a, makes up b and leaves the mode.
//
//   exceptions -> probe --------------------------> user of registers
//   trampolines -> stub -> (small struct) -> hook --^
const sources = [{ file: 'x.c', known: 'read' as const }]
const struct = (name: string, fields: readonly string[]) => ({
  name,
  since: '1.0',
  size: fields.length * 8,
  sources,
  fields: fields.map((field, i) => ({ name: field, offset: i * 8, size: 8 })),
})
const arches = [
  {
    id: 'z80',
    name: 'z80',
    directory: 'arch/z80',
    structs: [struct('pt_regs', ['a', 'b', 'mode']), struct('small', ['a'])],
  },
]
const on = <T extends object>(id: string, value: T) =>
  [id, { arch: 'z80', value: { id, name: id, summary: 'x', sources, since: '1.0', ...value } }] as const

const captures: RegisterData['captures'] = new Map([
  on<Pick<Capture, 'origin' | 'struct' | 'writes'>>('trap', {
    origin: 'exception',
    struct: 'pt_regs',
    writes: [{ from: 'a', to: 'mode', state: 'captured' }],
  }),
  on('stub', {
    origin: 'trampoline',
    struct: 'pt_regs',
    writes: [
      { fields: ['a'], state: 'captured' },
      { fields: ['b'], state: 'made-up', value: '0', wrong: 'a constant' },
      { fields: ['mode'], state: 'unset' },
    ],
  }),
  on('small-stub', { origin: 'trampoline', struct: 'small', writes: [{ fields: ['a'], state: 'captured' }] }),
])
const conversions: RegisterData['conversions'] = new Map([
  on<Pick<Conversion, 'takes' | 'gives' | 'writes' | 'since'>>('widen', {
    takes: 'small',
    gives: 'pt_regs',
    since: '2.0',
    writes: [
      { fields: ['a'], state: 'copied' },
      { fields: ['b'], state: 'unset' },
      { fields: ['mode'], state: 'made-up', value: 'kernel', wrong: 'a constant' },
    ],
  }),
])

function mechanism(id: string, ...provided: readonly Partial<RegisterSource>[]): Mechanism {
  const since = { release: '1.0', year: 2000, sources }
  return {
    id,
    label: [id],
    name: id,
    kind: 'probe',
    row: 1,
    summary: 'x',
    since,
    buildsOn: [],
    provides: provided.map(it => ({ since: '1.0', summary: 'x', sources, ...it })),
  }
}

const data: RegisterData = {
  arches,
  captures,
  conversions,
  mechanisms: [
    mechanism('probe', { captures: ['trap'] }),
    mechanism('hook', { captures: ['stub'], until: '2.0' }, { captures: ['small-stub'], since: '2.0' }),
    mechanism(
      'user',
      { inherits: 'probe' },
      { inherits: 'hook', alternative: true, until: '2.0' },
      { inherits: 'hook', through: 'widen', alternative: true, since: '2.0' },
    ),
  ],
}
const reader = (fields: readonly string[]): Reader => ({
  id: 'reader',
  name: 'reader(regs)',
  since: '1.0',
  summary: 'x',
  runsIn: [{ mechanism: 'user', where: 'x()', sources }],
  reads: [{ fields: [...fields], wrong: 'it believes nonsense', sources }],
})

const found = (release: string, fields: readonly string[], from = data) =>
  hazardsAt(from, [reader(fields)], { arch: 'z80', release }).map(
    ({ path, verdict }) => `${path.join(' > ')}: ${verdict}`,
  )

describe('hazardsAt(data, readers, { arch, release })', () => {
  test('is good where every field that is read was captured', () => {
    expect(found('1.0', ['a'])).toEqual(['exceptions > probe > user: good', 'trampolines > hook > user: good'])
  })

  test('is bad where a field was made up, and ugly where one was never written', () => {
    expect(found('1.0', ['a', 'b'])).toEqual(['exceptions > probe > user: good', 'trampolines > hook > user: bad'])
    expect(found('1.0', ['b', 'mode'])).toEqual(['exceptions > probe > user: good', 'trampolines > hook > user: ugly'])
  })

  test('follows a conversion, which keeps what was true and makes the rest up or leaves it', () => {
    expect(found('2.0', ['a'])[1]).toBe('trampolines > hook > user: good')
    expect(found('2.0', ['mode'])[1]).toBe('trampolines > hook > user: bad')
    expect(found('2.0', ['b'])[1]).toBe('trampolines > hook > user: ugly')
  })

  test('says what goes wrong, with the sources of capture, conversion and reader', () => {
    const hazard = hazardsAt(data, [reader(['b'])], { arch: 'z80', release: '2.0' })[1]!
    expect(hazard).toMatchObject({
      capture: 'small-stub',
      conversions: ['widen'],
      fields: [{ field: 'b', state: 'unset' }],
      wrong: 'it believes nonsense',
    })
    expect(hazard.sources).toHaveLength(4)
  })

  test('finds nothing on an arch without captures, nor before there are any', () => {
    expect(hazardsAt(data, [reader(['a'])], { arch: 'vax', release: '1.0' })).toEqual([])
    expect(found('0.9', ['a'])).toEqual([])
  })

  test('does not reach a reader of pt_regs with another struct', () => {
    const without = { ...data, mechanisms: [...data.mechanisms.slice(0, 2), mechanism('user', { inherits: 'hook' })] }
    expect(found('2.0', ['a'], without)).toEqual([])
  })

  test('takes only the registers of the capture sites that are picked, where a mechanism has others too', () => {
    const both = mechanism('hook', { captures: ['small-stub'] }, { captures: ['stub'], alternative: true })
    const user = (hand: Partial<RegisterSource>) => ({
      ...data,
      mechanisms: [both, mechanism('user', { inherits: 'hook', ...hand })],
    })
    expect(
      hazardsAt(user({ only: ['stub'] }), [reader(['a'])], { arch: 'z80', release: '2.0' }).map(it => it.capture),
    ).toEqual(['stub'])
    expect(hazardsAt(user({ only: ['small-stub'] }), [reader(['a'])], { arch: 'z80', release: '2.0' })).toEqual([])
  })

  test('names the proposal without which there would be no way', () => {
    const proposed = {
      ...data,
      mechanisms: [...data.mechanisms.slice(0, 2), mechanism('user', { inherits: 'hook', proposal: 'a patch' })],
    }
    expect(hazardsAt(proposed, [reader(['b'])], { arch: 'z80', release: '1.0' })[0]?.proposals).toEqual(['a patch'])
  })

  test('comes to an end where mechanisms inherit in a circle', () => {
    const circle = {
      ...data,
      mechanisms: [
        mechanism('user', { inherits: 'other' }, { captures: ['trap'], alternative: true }),
        mechanism('other', { inherits: 'user' }),
      ],
    }
    expect(found('1.0', ['a'], circle)).toContain('exceptions > user: good')
  })
})

describe('releasesWithChanges(data, readers, { arch, first })', () => {
  test('are the releases in which something changes, from the first asked for', () => {
    expect(releasesWithChanges(data, [reader(['a'])], { arch: 'z80', first: '0.5' })).toEqual(['0.5', '1.0', '2.0'])
    expect(releasesWithChanges(data, [reader(['a'])], { arch: 'z80', first: '1.5' })).toEqual(['1.5', '2.0'])
  })
})
