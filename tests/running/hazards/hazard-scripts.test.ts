import { describe, expect, test } from 'vitest'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'
import { hazardScripts, readScript } from '../../../src/running/hazards/hazard-scripts.ts'

const { value } = readDataset(loadFiles())

describe('readScript(text)', () => {
  test('a script that does not say what it is about, or what is seen, is refused', () => {
    expect(() => readScript('# seen: x\necho 1\n')).toThrow('# causes: ID, ID')
    expect(() => readScript('# causes: a\necho 1\n')).toThrow('# seen: PATTERN')
  })
})

describe('hazardScripts()', () => {
  const scripts = hazardScripts().map(it => [it.causes.join(', '), it] as const)

  test.each(scripts)('that of %s is about causes of the data, and has lines to type', (_, { causes, lines, seen }) => {
    expect(causes.filter(it => !value.reviews.has(it))).toEqual([])
    expect(lines.length).toBeGreaterThan(0)
    expect(seen.test('')).toBe(false)
  })

  test('a cause has one script', () => {
    const causes = hazardScripts().flatMap(it => it.causes)
    expect(causes).toEqual([...new Set(causes)])
  })
})
