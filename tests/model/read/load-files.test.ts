import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultLine, type Fault } from '../../../src/errors/fault.ts'
import { archIds } from '../../../src/model/read/arch-ids.ts'
import { loadFiles } from '../../../src/model/read/load-files.ts'

let deck: string

beforeAll(() => {
  deck = mkdtempSync(join(tmpdir(), 'pt-regs-load-'))
  for (const folder of ['data/arch', 'talks/mine/arch']) mkdirSync(join(deck, folder), { recursive: true })
  writeFileSync(join(deck, 'data/arch/z80.yaml'), 'id: z80\n')
  writeFileSync(join(deck, 'talks/mine/arch/vax.yaml'), 'id: vax\n')
  writeFileSync(join(deck, 'talks/mine/arch/vax.structs.yaml'), 'structs: []\n')
  writeFileSync(join(deck, 'talks/mine/README.md'), '# Not data\n')
})

afterAll(() => rmSync(deck, { recursive: true }))

describe('loadFiles(from, { folder, onUnreadable })', () => {
  test('reads the YAML files of data/, by their paths in the deck', () => {
    expect([...loadFiles(deck)]).toEqual([['data/arch/z80.yaml', 'id: z80\n']])
  })

  test('reads those of another folder', () => {
    expect([...loadFiles(deck, { folder: 'talks/mine' })].toSorted()).toEqual([
      ['talks/mine/arch/vax.structs.yaml', 'structs: []\n'],
      ['talks/mine/arch/vax.yaml', 'id: vax\n'],
    ])
  })

  test('throws the fault of a missing folder, or hands it to onUnreadable', () => {
    expect(() => loadFiles(deck, { folder: 'none' })).toThrow('none:1:1: the folder cannot be read (ENOENT)')
    const found: Fault[] = []
    expect(loadFiles(deck, { folder: 'none', onUnreadable: faults => found.push(...faults) }).size).toBe(0)
    expect(found.map(faultLine)).toEqual([
      'none:1:1: the folder cannot be read (ENOENT); it holds the dataset; bring it back, or fix its permissions',
    ])
  })
})

test('archIds(deck, folder) names the arches of a folder, without their structs and fixes', () => {
  expect(archIds(deck, 'talks/mine')).toEqual(['vax'])
  expect(archIds()).toContain('x86-64')
})
