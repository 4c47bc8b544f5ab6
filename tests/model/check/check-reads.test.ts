import { describe, expect, test } from 'vitest'
import type { Fault } from '../../../src/errors/fault.ts'
import type { ArchFixes } from '../../../src/model/schema/arch.ts'
import type { Reader } from '../../../src/model/schema/reader.ts'
import { holdsIn } from '../../../src/model/analysis/compare-releases.ts'
import { checkReads } from '../../../src/model/check/check-reads.ts'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'

const { value: data } = readDataset(loadFiles())

/** The faults of readers of which one reads other fields on an arch. */
function faults(readers: readonly Reader[], fixes?: ArchFixes): readonly Fault[] {
  const faultAt = (path: readonly (string | number)[], code: Fault['code'], problem: string, tip: string): Fault => ({
    file: path.join('.'),
    line: 1,
    col: 1,
    code,
    problem,
    tip,
  })
  const file = { value: { readers }, faultAt } as unknown as Parameters<typeof checkReads>[0]
  return checkReads(file, data.arches, () => fixes)
}

/** Reads on one arch that some tree of it has seen. */
const cases = data.readers.flatMap(reader =>
  reader.reads.flatMap((reads, j) => {
    const arch = reads.arches?.length === 1 ? data.arches.find(it => it.id === reads.arches![0]) : undefined
    const tree = arch?.trees?.find(it => {
      const found = it.readers?.find(one => one.id === reader.id)
      const since = reads.since ?? reader.since
      return found?.fields.join() === reads.fields.join() && holdsIn({ since, until: reads.until }, it.release)
    })
    return arch && tree && (reads.struct ?? 'pt_regs') === 'pt_regs' ? [{ reader, j, arch: arch.id }] : []
  }),
)

/** The reader with other fields in one of its entries. */
const changed = (reader: Reader, j: number, change: (fields: readonly string[]) => string[]): Reader => ({
  ...reader,
  reads: reader.reads.map((it, i) => (i === j ? { ...it, fields: change(it.fields) } : it)),
})

describe('checkReads(readers, arches, fixesOf)', () => {
  test('has much to hold against the trees', () => {
    expect(cases.length).toBeGreaterThan(40)
    const seen = new Set(cases.map(it => it.arch))
    const written = [...data.captures.values()].filter(it => !it.value.isDerived)
    expect(written.filter(it => !seen.has(it.arch))).toEqual([])
  })

  test('finds each field that a function takes and no entry names, and tells where the function is', () => {
    for (const { reader, j, arch } of cases) {
      const found = faults([changed(reader, j, fields => [...fields.slice(1), 'another'])])
      const at = `${arch} ${reader.id}`
      expect(
        found.some(it => it.problem.includes(`on ${arch} ${reader.reads[j]!.fields[0]} is taken`)),
        at,
      ).toBe(true)
      expect(found[0]?.problem, at).toMatch(/ at \S+:\d+ of \d/)
    }
  })

  test('finds a field that the function of a simple reader does not take', () => {
    const { reader, j } = cases.find(it => it.reader.id === 'user-mode')!
    const found = faults([changed(reader, j, fields => [...fields, 'another'])])
    expect(found.map(it => it.problem)).toEqual(
      expect.arrayContaining([expect.stringContaining('another is not taken')]),
    )
  })

  test('heeds a person who says why the reader is right', () => {
    const { reader, j } = cases.find(it => it.reader.id === 'user-mode')!
    const wrong = [changed(reader, j, fields => [...fields, 'another'])]
    const fix = { reader: 'user-mode', fields: ['another'], reason: 'The CPU sets it with the mode, on each entry.' }
    expect(faults(wrong, { readers: [fix] })).toEqual([])
    expect(faults(wrong, { readers: [{ ...fix, reader: 'instruction-pointer' }] })).not.toEqual([])
  })
})
