import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseSync } from '@slidev/parser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyDeck, type DeckCopy } from '../../scripts/bench/copy-deck.ts'
import { root } from '../../src/files/root.ts'
import { found, markDeck, type Mark } from './mark-deck.ts'
import { runScript, runScriptIn } from './run.ts'

/** The notes in pieces of a few words, as they would stand in a file: long enough that nothing else says the same. */
const pieces = parseSync(readFileSync(join(root, 'slides.md'), 'utf8'), 'slides.md')
  .slides.flatMap(({ note }) => (note ?? '').split(/\[click\]|[.,:;!?"'’()\n]/))
  .map(it => it.trim())
  .filter(it => it.split(' ').length >= 5)

let folder: string
let deck: DeckCopy
let marks: readonly Mark[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pt-regs-notes-'))
  deck = copyDeck()
  marks = markDeck(deck.folder)
  const out = ['--without-notes', '--out', join(folder, 'dist')]
  const output = ['--without-notes', '--output', join(folder, 'talk.html')]
  expect(await runScriptIn(deck.folder, 'build.ts', ...out)).toMatchObject({ code: 0 })
  expect(await runScriptIn(deck.folder, 'single-file.ts', ...output)).toMatchObject({ code: 0 })
})

afterAll(() => {
  deck.remove()
  rmSync(folder, { recursive: true })
})

describe('--without-notes', () => {
  test('leaves no word of the notes in any file', () => {
    expect(pieces.length).toBeGreaterThan(150)
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map(it => join(folder, it))
      .filter(it => statSync(it).isFile())
    const found = files.flatMap(file => {
      const text = readFileSync(file, 'utf8')
      return pieces
        .filter(it => text.includes(it) && !onSlides.includes(it))
        .map(it => `${file.slice(folder.length)}: ${it}`)
    })
    expect(found).toEqual([])
  })

  test('publishes nothing that is not meant for the public: no comment, no hidden slide, no file of an editor', () => {
    expect(marks.length).toBeGreaterThan(500)
    expect(found(marks, folder)).toEqual([])
  })

  test('is not how it is built otherwise: the notes are found where they are', async () => {
    expect(await runScript('build.ts', '--out', join(folder, 'with'))).toMatchObject({ code: 0 })
    const text = readdirSync(join(folder, 'with/assets'))
      .filter(it => it.endsWith('.js'))
      .map(it => readFileSync(join(folder, 'with/assets', it), 'utf8'))
      .join('\n')
    expect(pieces.filter(it => text.includes(it)).length).toBeGreaterThan(pieces.length * 0.9)
  })
})

/** What the slides, their data and the pages around them say themselves, and may go on saying. */
const onSlides = [
  ...readdirSync(join(root, 'components'), { recursive: true, encoding: 'utf8' })
    .filter(it => it.endsWith('.vue'))
    .map(it => readFileSync(join(root, 'components', it), 'utf8')),
  ...readdirSync(join(root, 'data'), { recursive: true, encoding: 'utf8' })
    .filter(it => it.endsWith('.yaml'))
    .map(it => readFileSync(join(root, 'data', it), 'utf8')),
  readFileSync(join(root, 'slides.md'), 'utf8').replaceAll(/<!--[\s\S]*?-->/g, ''),
].join('\n')
