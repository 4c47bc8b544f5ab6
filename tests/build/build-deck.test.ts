import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ensureBuild, inputHash } from '../../src/build/build-deck.ts'
import { replaceFile, replaceFolder } from '../../src/files/atomic-write.ts'

let deck: string

beforeEach(() => {
  deck = mkdtempSync(join(tmpdir(), 'pt-regs-deck-'))
  mkdirSync(join(deck, 'data/mechanisms'), { recursive: true })
  writeFileSync(join(deck, 'slides.md'), '# One\n')
  writeFileSync(join(deck, 'data/mechanisms/kprobe.yaml'), 'id: kprobe\n')
})

afterEach(() => rmSync(deck, { recursive: true }))

describe('inputHash(deck, options)', () => {
  const changes: readonly (readonly [string, () => void])[] = [
    ['a slide changes', () => writeFileSync(join(deck, 'slides.md'), '# Two\n')],
    ['a data file deep down changes', () => writeFileSync(join(deck, 'data/mechanisms/kprobe.yaml'), 'id: k\n')],
    ['a file comes', () => writeFileSync(join(deck, 'data/mechanisms/uprobe.yaml'), '')],
    ['a file goes', () => rmSync(join(deck, 'data/mechanisms/kprobe.yaml'))],
    [
      'a file gets another name',
      () => renameSync(join(deck, 'data/mechanisms/kprobe.yaml'), join(deck, 'data/mechanisms/uprobe.yaml')),
    ],
    ['the packages change', () => writeFileSync(join(deck, 'package-lock.json'), '{}')],
  ]

  test.for(changes)('is another when %s', ([, change]) => {
    const before = inputHash(deck)
    change()
    expect(inputHash(deck)).not.toBe(before)
  })

  test('is another for another base', () => {
    expect(inputHash(deck, { base: '/talk/' })).not.toBe(inputHash(deck))
  })

  test('is another for paper alone', () => {
    expect(inputHash(deck, { forPaper: true })).not.toBe(inputHash(deck))
  })

  test('is the same for print after any change of the data, which are served beside it', () => {
    const before = inputHash(deck, { forPaper: true })
    writeFileSync(join(deck, 'data/mechanisms/kprobe.yaml'), 'id: k\n')
    expect(inputHash(deck, { forPaper: true })).toBe(before)
    mkdirSync(join(deck, 'src'))
    writeFileSync(join(deck, 'src/fault.ts'), '')
    expect(inputHash(deck, { forPaper: true })).not.toBe(before)
  })

  test('is the same for what the deck is not made of, and for a file that is only written again', () => {
    const before = inputHash(deck)
    writeFileSync(join(deck, 'README.md'), 'Read me')
    writeFileSync(join(deck, 'slides.md'), '# One\n')
    expect(inputHash(deck)).toBe(before)
  })
})

test('ensureBuild({ deck }) gives back the build that is there when nothing has changed', async () => {
  const folder = join(deck, '.cache/deck', inputHash(deck))
  mkdirSync(folder, { recursive: true })
  expect(await ensureBuild({ deck })).toBe(folder)
})

test('ensureBuild({ forPaper }) takes a whole build where there is one, and never the other way round', async () => {
  const [paper, whole] = [true, false].map(forPaper => join(deck, '.cache/deck', inputHash(deck, { forPaper }))) as [
    string,
    string,
  ]
  mkdirSync(whole, { recursive: true })
  expect(await ensureBuild({ deck, forPaper: true })).toBe(whole)
  mkdirSync(paper)
  expect([await ensureBuild({ deck, forPaper: true }), await ensureBuild({ deck })]).toEqual([paper, whole])
})

test("ensureBuild({ deck }) says which letter of the folder's path stands in the way", async () => {
  for (const letter of ['#', '?', "'", '"', '\\'])
    await expect(ensureBuild({ deck: `/home/talk${letter}1` })).rejects.toThrow(
      `/home/talk${letter}1 cannot be built below a folder with ${letter} in its name`,
    )
})

describe('replaceFile(file, content)', () => {
  test('makes the folder, writes the file, and leaves nothing beside it', async () => {
    await replaceFile(join(deck, 'out/talk.pdf'), 'new')
    expect(readFileSync(join(deck, 'out/talk.pdf'), 'utf8')).toBe('new')
    expect(readdirSync(join(deck, 'out'))).toEqual(['talk.pdf'])
  })
})

describe('replaceFolder(folder, fill)', () => {
  const fillWith = (name: string) => async (folder: string) => {
    mkdirSync(folder)
    writeFileSync(join(folder, name), '')
  }

  test("puts the new folder in the old one's place", async () => {
    const folder = join(deck, 'dist')
    await replaceFolder(folder, fillWith('old'))
    await replaceFolder(folder, fillWith('new'))
    expect(readdirSync(folder)).toEqual(['new'])
    expect(readdirSync(deck)).toEqual(['data', 'dist', 'slides.md'])
  })

  test('keeps the old one when filling fails', async () => {
    const folder = join(deck, 'dist')
    await replaceFolder(folder, fillWith('old'))
    await expect(replaceFolder(folder, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(existsSync(join(folder, 'old'))).toBe(true)
    expect(readdirSync(deck)).toEqual(['data', 'dist', 'slides.md'])
  })
})
