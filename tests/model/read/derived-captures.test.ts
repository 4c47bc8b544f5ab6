import { describe, expect, test } from 'vitest'
import type { ArchTree, Draft } from '../../../src/model/schema/arch.ts'
import { hazardsAt } from '../../../src/model/analysis/hazards.ts'
import { derivedCaptures } from '../../../src/model/read/derived-captures.ts'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'

const draft = (fields: Draft['fields'], more: Partial<Draft> = {}): Draft => ({
  role: 'exception-entry',
  name: 'entry',
  struct: 'pt_regs',
  file: 'arch/toy/kernel/entry.S',
  line: 3,
  files: ['arch/toy/kernel/entry.S'],
  fields,
  ...more,
})
const tree = (release: string, ...drafts: Draft[]): ArchTree => ({
  release,
  state: 'made up',
  symbols: {},
  support: {},
  definitions: {},
  drafts,
})

describe('derivedCaptures(arch)', () => {
  test('a draft becomes a capture that says that it is not reviewed, field by field', () => {
    const found = derivedCaptures({
      id: 'toy',
      trees: [tree('6.1.9', draft({ pc: 'captured 0:4', sp: 'made-up 0:5', x: 'unset' }))],
    })
    expect([...found.keys()]).toEqual(['toy-exception-entry'])
    const capture = found.get('toy-exception-entry')!
    expect(capture).toMatchObject({
      name: 'entry',
      since: '6.1',
      origin: 'exception',
      isDerived: true,
    })
    expect(capture.writes.map(it => [it.fields, it.state])).toEqual([
      [['pc'], 'captured'],
      [['sp'], 'made-up'],
      [['x'], 'unset'],
    ])
    expect(capture.sources).toEqual([{ file: 'arch/toy/kernel/entry.S', release: '6.1.9', known: 'derived' }])
  })

  test('a site that is alike in two trees is one capture, one that differs ends where the other begins', () => {
    const one = draft({ pc: 'captured 0:4' })
    const same = derivedCaptures({
      id: 'toy',
      trees: [tree('6.1.9', one), tree('6.12.3', draft({ pc: 'captured 0:9' }))],
    })
    expect([...same.values()].map(it => [it.since, it.until])).toEqual([['6.1', undefined]])
    const other = derivedCaptures({ id: 'toy', trees: [tree('6.1.9', one), tree('6.12.3', draft({ pc: 'unset' }))] })
    expect([...other].map(([id, it]) => [id, it.since, it.until])).toEqual([
      ['toy-exception-entry', '6.1', '6.12'],
      ['toy-exception-entry-6-12', '6.12', undefined],
    ])
  })

  test('a review takes the mark away, changes fields, or takes the site out', () => {
    const trees = [tree('6.1.9', draft({ pc: 'captured 0:4', sp: 'unset' }))]
    const review = { role: 'exception-entry', name: 'entry', release: '6.1.9' } as const
    const kept = derivedCaptures({ id: 'toy', trees }, [{ ...review, decision: 'keep' }]).get('toy-exception-entry')!
    expect(kept).toMatchObject({ name: 'entry', sources: [{ known: 'read' }] })
    expect(kept.isDerived).toBeUndefined()
    const fields = { sp: { state: 'made-up', value: '0', note: 'a constant' } } as const
    const changed = derivedCaptures({ id: 'toy', trees }, [{ ...review, decision: 'change', fields }])
    expect(changed.get('toy-exception-entry')!.writes[1]).toMatchObject({
      fields: ['sp'],
      state: 'made-up',
      wrong: 'a constant',
    })
    expect(derivedCaptures({ id: 'toy', trees }, [{ ...review, decision: 'reject' }]).size).toBe(0)
  })

  test('two sites of one role have ids of their own, by their names', () => {
    const found = derivedCaptures({
      id: 'toy',
      trees: [tree('6.1.9', draft({ pc: 'unset' }), draft({ pc: 'unset' }, { name: 'nmi()' }))],
    })
    expect([...found.keys()]).toEqual(['toy-exception-entry-entry', 'toy-exception-entry-nmi'])
  })
})

describe('an arch of which nothing is written down but its derived file', () => {
  const files = new Map(loadFiles())
  const own = files.get('data/arch/riscv64.yaml')!
  files.set('data/arch/toy64.yaml', own.replace(/^id: .*$/m, 'id: toy64').replace(/^# (?!yaml).*\n/gm, ''))
  const { value: data, faults } = readDataset(files)

  test('is no fault', () => {
    expect(faults).toEqual([])
  })

  test('has the hazards of an arch whose captures are reviewed, each marked as derived', () => {
    const hazards = hazardsAt(data, data.readers, { arch: 'toy64', release: '6.12' })
    expect(hazards.length).toBeGreaterThan(0)
    expect(hazards.every(it => it.isDerived)).toBe(true)
    const ways = new Set(hazards.map(it => `${it.path.join(' > ')} > ${it.reader}`))
    expect([...ways]).toEqual(
      expect.arrayContaining(['exceptions > kprobe > instruction-pointer', 'perf-events > user-mode']),
    )
  })

  test('adds nothing to the arches that have captures', () => {
    const { value: before } = readDataset(loadFiles())
    expect(hazardsAt(data, data.readers, { arch: 'riscv64', release: '6.12' })).toEqual(
      hazardsAt(before, before.readers, { arch: 'riscv64', release: '6.12' }),
    )
  })
})
