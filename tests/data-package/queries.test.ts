import { describe, expect, test } from 'vitest'
import { makePackageData, packageData } from '../../src/data-package/package-data.ts'
import { openDataset } from '../../src/data-package/queries.ts'
import { data as dataset, entity, knowledge, viewpoints } from '../explorer/whole-dataset.ts'
import { pathsBetween } from '../../src/explorer/register-paths.ts'
import { signedFields } from '../../src/model/measured/signed-fields.ts'
import { sample } from '../sample.ts'

const data = makePackageData(dataset, '1.2.3')
const { whatHolds, whoReads, waysBetween } = openDataset(data)
const at = { arch: 'arm64', release: '6.8' }

test('makePackageData(dataset, version) satisfies its schema', () => {
  expect(packageData.parse(data)).toEqual(data)
})

describe('whatHolds(at)', () => {
  test.for(sample(viewpoints, 8))(
    'has what the explorer has on $arch in $release',
    { tags: ['sampled'] },
    viewpoint => {
      const snapshot = knowledge.snapshotAt(viewpoint)
      const holds = whatHolds(viewpoint)
      expect(Object.fromEntries(holds.mechanisms.map(it => [it.id, it.class]))).toEqual(snapshot.classes)
      const lacking = Object.entries(snapshot.existence).filter(([, it]) => it === 'lacking')
      expect(holds.lacking).toEqual(lacking.map(([id]) => id))
      expect(holds.uncaptured).toEqual(snapshot.uncaptured)
    },
  )

  test('says what each field holds, and what stands there', () => {
    const kretprobe = whatHolds(at).mechanisms.find(it => it.id === 'kretprobe')!
    const way = kretprobe.ways.find(it => it.capture === 'arm64-kretprobe-trampoline')!
    expect(way.fields.find(it => it.name === 'pstate')).toMatchObject({ state: 'made-up', offset: 264, size: 8 })
    expect(way.fields.find(it => it.alias === 'x0')).toMatchObject({ name: 'regs[0]', state: 'captured' })
  })
})

test('a field whose state a running kernel showed says which, and what stood there', () => {
  const { ways } = whatHolds(at).mechanisms.find(it => it.id === 'kretprobe')!
  const { fields } = ways.find(it => it.capture === 'arm64-kretprobe-trampoline')!
  const shown = signedFields(dataset.signed, 'arm64-kretprobe-trampoline')
  expect(fields.filter(it => it.measured).map(it => it.name)).toEqual(
    fields.map(it => it.name).filter(it => shown.has(it)),
  )
  expect(fields.find(it => it.name === 'pstate')!.measured).toEqual(shown.get('pstate'))
  expect(fields.find(it => it.alias === 'x0')!.measured).toEqual({ release: shown.get('regs[0]')!.release })
})

describe('whoReads(field, at)', () => {
  test('has each way on which a reader finds the field', () => {
    const readings = whoReads('pstate', at)
    const hazards = knowledge
      .snapshotAt(at)
      .hazards()
      .filter(it => it.fields.some(one => one.field === 'pstate'))
    expect(readings.length).toBe(hazards.length)
    expect(readings.find(it => it.capture === 'arm64-kretprobe-trampoline' && it.reader === 'user-mode')).toMatchObject(
      {
        state: 'made-up',
        verdict: 'bad',
      },
    )
  })

  test("takes the arch's own name for a field", () => {
    expect(whoReads('x0', at)).toEqual(whoReads('regs[0]', at))
    expect(whoReads('x0', at).length).toBeGreaterThan(0)
  })
})

test('waysBetween(from, to, at) has the paths of the explorer, with the verdict at a reader', () => {
  const ways = waysBetween('ftrace', 'user-mode', at)
  const paths = pathsBetween(entity('mechanism', 'ftrace'), entity('reader', 'user-mode'), knowledge.snapshotAt(at))
  expect(ways.map(it => [it.capture, it.path, it.verdict])).toEqual(
    paths.map(it => [it.flow.capture.id, it.flow.path, it.hazard?.verdict]),
  )
  expect(ways.length).toBeGreaterThan(0)
})

describe('a question about what is not in the data is refused:', () => {
  test.for([
    ['an arch', () => whatHolds({ arch: 'vax', release: '6.8' }), 'vax is not in the data; arches: arm, arm64'],
    ['a release', () => whatHolds({ arch: 'arm64', release: 'today' }), 'today is no release of Linux'],
    ['a field', () => whoReads('eax', at), 'eax is no field of a register struct on arm64'],
    [
      'a start',
      () => waysBetween('user-mode', 'ftrace', at),
      'user-mode is not in the data as a mechanism or a capture',
    ],
    ['an end', () => waysBetween('ftrace', 'qprobe', at), 'qprobe is not in the data as a mechanism or a reader'],
  ] as const)('%s', ([, ask, message]) => {
    expect(ask).toThrow(message)
  })
})
