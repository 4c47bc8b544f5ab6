import { describe, expect, test } from 'vitest'
import { causeReport } from '../../src/cli/cause-report.ts'
import { causesOf } from '../../src/model/analysis/causes.ts'
import { hazardsAt, newestRelease, releasesWithChanges } from '../../src/model/analysis/hazards.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'
import { writtenArches } from '../written-arches.ts'

const { value: data } = readDataset(loadFiles())
const newest = newestRelease(data, data.readers)

describe.each(writtenArches(data))('causeReport({ cause, history, data }) on %s', arch => {
  const history = releasesWithChanges(data, data.readers, { arch }).flatMap(release =>
    hazardsAt(data, data.readers, { arch, release }),
  )
  const causes = causesOf(hazardsAt(data, data.readers, { arch, release: newest }), data)

  test('keeps to 72 columns, but for addresses, places, and what is to be typed', () => {
    for (const cause of causes) {
      const report = causeReport({ cause, history, data })
      const body = report.replace(/^How to try it\n[\s\S]*?\n\n/m, '').split('\n')
      expect(
        body.filter(it => it.length > 72 && !/@|https:|^ {2}\S+\/\S+/.test(it)),
        cause.id,
      ).toEqual([])
    }
  })

  test('names who should have it, its way from the first code to the reader, and what was not tried', () => {
    for (const cause of causes) {
      const report = causeReport({ cause, history, data })
      expect(report).toMatch(/^Subject: .+/)
      expect(report).toMatch(/^To: .+@.+/m)
      expect(report).toContain(`Cause: ${cause.id}\n`)
      expect(report).toContain('  1. ')
      const { name } = data.readers.find(it => it.id === cause.ways[0]!.reader)!
      expect(report).toContain(name)
      expect(report).toMatch(/Not tried on a running kernel\.|On \S+,[^:]*:\s+(?:seen|not seen|cannot be\s+tried);/)
    }
  })
})
