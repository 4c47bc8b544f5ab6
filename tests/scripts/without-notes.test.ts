import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseSync } from '@slidev/parser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../src/files/root.ts'
import { runScript } from './run.ts'

/** The notes in pieces of a few words, as they would stand in a file: long enough that nothing else says the same. */
const pieces = parseSync(readFileSync(join(root, 'slides.md'), 'utf8'), 'slides.md')
  .slides.flatMap(({ note }) => (note ?? '').split(/\[click\]|[.,:;!?"'’()\n]/))
  .map(it => it.trim())
  .filter(it => it.split(' ').length >= 5)

let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pt-regs-notes-'))
  expect(await runScript('build.ts', '--without-notes', '--out', join(folder, 'dist'))).toMatchObject({ code: 0 })
  expect(await runScript('single-file.ts', '--without-notes', '--output', join(folder, 'talk.html'))).toMatchObject({
    code: 0,
  })
})

afterAll(() => rmSync(folder, { recursive: true }))

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
