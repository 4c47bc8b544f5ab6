import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDict, PDFDocument, PDFHexString, PDFName, PDFString } from '@cantoo/pdf-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDeck, readTalk } from '../../src/build/read-deck.ts'
import { notesHtml } from '../../src/build/read-handout.ts'
import { readBookmarks } from '../pdf/read-bookmarks.ts'
import { type PdfPage, readPages } from '../pdf/read-pages.ts'
import { type Ended, runScript } from './run.ts'

const deck = readDeck()

let folder: string
let ended: Ended
let document: PDFDocument
let pages: readonly PdfPage[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pt-regs-handout-'))
  const file = join(folder, 'handout.pdf')
  ended = await runScript('handout.ts', '--json', '--output', file)
  const bytes = readFileSync(file)
  document = await PDFDocument.load(bytes, { updateMetadata: false })
  pages = await readPages(bytes)
})

afterAll(() => rmSync(folder, { recursive: true }))

/** All dictionaries of the PDF whose `key` is `name`. */
function having(key: string, name: string): readonly PDFDict[] {
  return document.context
    .enumerateIndirectObjects()
    .map(([, object]) => object)
    .filter(
      (object): object is PDFDict => object instanceof PDFDict && object.get(PDFName.of(key)) === PDFName.of(name),
    )
}

function words(text: string): string {
  return text.replaceAll(':', '').replace(/\s+/g, ' ').trim()
}

describe('npm run handout', () => {
  test('prints JSON alone, and leaves nothing but the PDF', () => {
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(ended.stdout)).toEqual({
      arch: deck.arch,
      file: join(folder, 'handout.pdf'),
      paper: 'a4',
      pages: pages.length,
    })
    expect(readdirSync(folder)).toEqual(['handout.pdf'])
    expect([document.getPage(0).getWidth(), document.getPage(0).getHeight()].map(Math.round)).toEqual([595, 842])
  })

  test('has a bookmark for every slide but the list of sources, none twice, each to the page where its heading stands', () => {
    const bookmarks = readBookmarks(document).flatMap(it => [it, ...it.children])
    const titles = bookmarks.map(it => it.title)
    expect(new Set(titles).size).toBe(titles.length)
    expect(titles.length).toBeGreaterThanOrEqual(readTalk().slides.length)
    for (const { title, page } of bookmarks) expect(words(pages[page]!.words), title).toContain(words(title))
  })

  test('has contents whose page numbers are true', () => {
    const contents = pages.find(
      page => page.words.includes('How to read the diagrams') && page.words.includes('Colophon'),
    )!
    const listed = readBookmarks(document)
      .flatMap(it => [it, ...it.children])
      .filter(
        ({ title }) => title !== 'Contents' && contents.words.includes(`${title} `) && !title.startsWith('pt_regs'),
      )
    expect(listed.length).toBeGreaterThanOrEqual(readTalk().slides.length - 2)
    for (const { title, page } of listed) expect(contents.words, title).toContain(`${title} ${page + 1}`)
  })

  test('tells every slide in reading order: its headline, the sentences of its steps, its notes', () => {
    const all = words(pages.map(page => page.words).join(' '))
    const headlines = readBookmarks(document).flatMap(it => it.children.map(child => child.title))
    const places = headlines.map(headline => all.lastIndexOf(words(headline)))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(headlines.length).toBeGreaterThan(20)
  })

  test('is tagged: language, headings, tables with header cells, and words for every figure', () => {
    expect(document.getLanguage()).toBe('en')
    expect(having('Type', 'StructTreeRoot')).toHaveLength(1)
    for (const tag of ['H1', 'H2', 'H3', 'Table', 'TH', 'TD', 'P', 'Link'])
      expect(having('S', tag).length, tag).toBeGreaterThan(0)
    const alts = having('S', 'Figure').map(figure => {
      const alt = figure.lookup(PDFName.of('Alt'))
      return alt instanceof PDFHexString || alt instanceof PDFString ? alt.decodeText() : ''
    })
    expect(alts.filter(alt => alt === '')).toEqual([])
    // A slide's last step, large, and each step in its strip.
    const staged = deck.order.flatMap(id => (deck.scenes[id]!.slot ? [deck.scenes[id]!.steps.at(-1)!.caption] : []))
    expect(staged.filter(says => !alts.includes(says))).toEqual([])
  })

  test('embeds every face as a face, and no page is blank or cut at its edge', () => {
    expect(having('Type', 'Font').filter(face => face.get(PDFName.of('Subtype')) === PDFName.of('Type3'))).toEqual([])
    expect(pages.flatMap(({ words: said }, i) => (said.length < 80 ? [i + 1] : []))).toEqual([])
    expect(
      pages.flatMap(({ width, texts }, i) =>
        texts.filter(it => it.left < 0 || it.right > width).map(it => `page ${i + 1}: ${it.text}`),
      ),
    ).toEqual([])
  })

  test('prints the address of every source that a slide cites', () => {
    const all = pages
      .map(page => page.words)
      .join('')
      .replaceAll(' ', '')
    const cited = deck.order.flatMap(id => deck.scenes[id]!.citations.flatMap(cite => cite.url ?? []))
    expect(cited.filter(url => !all.includes(url.replaceAll(' ', '')))).toEqual([])
  })

  test('prints on US Letter too, and on nothing else', async () => {
    const file = join(folder, 'letter.pdf')
    expect(await runScript('handout.ts', '--paper', 'letter', '--output', file)).toMatchObject({ code: 0 })
    const letter = await PDFDocument.load(readFileSync(file), { updateMetadata: false })
    expect([letter.getPage(0).getWidth(), letter.getPage(0).getHeight()].map(Math.round)).toEqual([612, 792])
    // Letter is the shorter paper, and the contents of the talk take one page of it, too.
    expect(readBookmarks(letter).find(it => it.title === 'How to read the diagrams')!.page).toBe(2)
    // Neither is dated by the clock.
    expect(letter.getModificationDate()).toEqual(document.getModificationDate())
    rmSync(file)
    expect(await runScript('handout.ts', '--paper', 'a5')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a4'),
    })
  })
})

describe('notesHtml(note)', () => {
  test('makes paragraphs, and of each [click] the number of the step that it brings', () => {
    expect(notesHtml('First. [click] Then *this*. [click:2] And that.')).toBe(
      '<p>First. <span data-click="2"></span>Then <i>this</i>. <span data-click="3"></span>And that.</p>\n',
    )
  })
})
