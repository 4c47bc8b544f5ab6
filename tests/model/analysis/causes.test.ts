import type { Hazard } from '../../../src/model/analysis/hazards.ts'
import { randomInt, randomLcg } from 'd3'
import { describe, expect, test } from 'vitest'
import { causesOf } from '../../../src/model/analysis/causes.ts'
import { hazardsAt, releasesWithChanges } from '../../../src/model/analysis/hazards.ts'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'
import { sample, seeds } from '../../sample.ts'

const sources = [{ file: 'x.c', known: 'read' as const }]
const fields = [...'abcdef'].map((name, i) => ({
  name,
  offset: i * 8,
  size: 8,
  ...(name === 'b' && { alias: 'B[1]' }),
}))
const arches = [
  {
    id: 'z80',
    name: 'z80',
    directory: 'arch/z80',
    structs: [{ name: 'pt_regs', since: '1.0', size: 48, sources, fields }],
  },
]

/** An ugly way on which the site leaves the fields unwritten; those in capitals are read only if asked for. */
function way(site: string, left: string, reader = 'reader', more: Partial<Hazard> = {}): Hazard {
  return {
    arch: 'z80',
    release: '1.0',
    capture: site,
    path: ['trampolines', 'hook'],
    conversions: [],
    reader,
    verdict: 'ugly',
    proposals: [],
    sources,
    wrong: 'x',
    fields: [...left].map(it => ({
      field: it.toLowerCase(),
      state: 'unset' as const,
      leftBy: site,
      ...(it !== it.toLowerCase() && { isAsked: true as const }),
    })),
    ...more,
  }
}
const ids = (...ways: readonly Hazard[]) => causesOf(ways, { arches }).map(it => `${it.id}: ${it.fields.join('')}`)

describe('causesOf(hazards, data)', () => {
  test('groups fields that some reader reads together, directly or not', () => {
    expect(ids(way('stub', 'a', 'x'), way('stub', 'ab', 'y'), way('stub', 'bc', 'z'))).toEqual(['stub-a: abc'])
    expect(ids(way('stub', 'a', 'x'), way('stub', 'c', 'y'))).toEqual(['stub-a: a', 'stub-c: c'])
    expect(ids(way('stub', 'a', 'x'), way('stub', 'c', 'y'), way('stub', 'ac', 'z'))).toEqual(['stub-a: ac'])
  })

  test('is named after its site and the field that most ways read, as the arch names it', () => {
    expect(ids(way('stub', 'ab', 'x'), way('stub', 'b', 'y'))).toEqual(['stub-b-1: ba'])
  })

  test('keeps apart what is read only if a user asks for it', () => {
    expect(ids(way('stub', 'a', 'x'), way('stub', 'AD', 'y'), way('stub', 'F', 'z'))).toEqual([
      'stub-a: a',
      'stub-by-name: adf',
    ])
  })

  test('gives a way on which two sites left fields to the last one', () => {
    const both = way('stub', 'a', 'x', {
      conversions: ['widen'],
      fields: [
        { field: 'a', state: 'unset', leftBy: 'stub' },
        { field: 'b', state: 'unset', leftBy: 'widen' },
      ],
    })
    expect(ids(both)).toEqual(['widen-b-1: b'])
  })

  test('has nothing to say of ways that are not ugly', () => {
    expect(ids(way('stub', 'a', 'x', { verdict: 'bad', fields: [] }))).toEqual([])
  })

  test('no two causes of a site share a field, in any order of the ways', () => {
    for (const seed of seeds(200, 5000)) {
      const random = randomLcg(seed)
      const draw = (below: number) => randomInt.source(random)(below)()
      const ways = Array.from({ length: 1 + draw(8) }, (_, i) =>
        way('stub', [...'abcdef'].filter(() => draw(4) === 0).join('') || 'a', `reader-${i}`),
      )
      const causes = causesOf(ways, { arches })
      const all = causes.flatMap(it => it.fields)
      expect(new Set(all).size, `seed ${seed}`).toBe(all.length)
      expect(causes.flatMap(it => it.ways).length).toBe(ways.length)
      expect(
        ids(...ways.toReversed())
          .map(it => [...it.split(': ')[1]!].sort().join(''))
          .sort(),
      ).toEqual(causes.map(it => [...it.fields].sort().join('')).sort())
    }
  })

  const { value: data } = readDataset(loadFiles())
  const viewpoints = data.arches.flatMap(({ id: arch }) =>
    releasesWithChanges(data, data.readers, { arch }).map(release => ({ arch, release })),
  )
  test('has each ugly way of the dataset in exactly one cause, and each id once', { tags: ['sampled'] }, () => {
    for (const at of sample(viewpoints, 40)) {
      const hazards = hazardsAt(data, data.readers, at)
      const causes = causesOf(hazards, data)
      const ways = causes.flatMap(it => it.ways)
      expect(new Set(ways)).toEqual(new Set(hazards.filter(it => it.verdict === 'ugly')))
      expect(ways.length).toBe(new Set(ways).size)
      expect(new Set(causes.map(it => it.id)).size).toBe(causes.length)
    }
  })
})
