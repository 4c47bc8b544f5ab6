import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDict, PDFDocument, PDFHexString, PDFName, PDFString } from '@cantoo/pdf-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sceneForArch } from '../../src/deck/scene-for-arch.ts'
import { root } from '../../src/files/root.ts'
import { type DeckCopy, copyDeck } from '../../scripts/bench/copy-deck.ts'
import { buildDeck } from '../../src/build/build-deck.ts'
import { readDeck } from '../../src/build/read-deck.ts'
import { readBookmarks } from '../pdf/read-bookmarks.ts'
import { type Ended, run, runScript, runScriptIn } from './run.ts'

let folder: string
let copy: DeckCopy
let steps: PDFDocument
let ended: Ended

/** Print as of a fixed date: a copy of the deck has no commit to take one from. */
const printed = (deck: string, name: string, ...args: readonly string[]) =>
  run(process.execPath, [join(deck, 'scripts', `${name}.ts`), ...args], {
    SOURCE_DATE_EPOCH: '0',
    NODE_COMPILE_CACHE: join(deck, '.cache/node'),
  })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pt-regs-export-'))
  copy = copyDeck()
  await buildDeck()
  ended = await printed(root, 'export', '--json', '--output', join(folder, 'talk.pdf'))
  steps = await PDFDocument.load(readFileSync(join(folder, 'talk.pdf')), { updateMetadata: false })
})

afterAll(() => {
  copy.remove()
  rmSync(folder, { recursive: true })
})

/** All dictionaries of a PDF with this `/Type`. */
function ofType(document: PDFDocument, type: string): readonly PDFDict[] {
  return document.context
    .enumerateIndirectObjects()
    .map(([, object]) => object)
    .filter(
      (object): object is PDFDict => object instanceof PDFDict && object.get(PDFName.of('Type')) === PDFName.of(type),
    )
}

describe('npm run export', () => {
  test('prints JSON alone, and leaves nothing but the PDF', () => {
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(ended.stdout)).toEqual([
      { arch: expect.any(String), file: join(folder, 'talk.pdf'), pages: steps.getPageCount() },
    ])
    expect(readdirSync(folder)).toEqual(['talk.pdf'])
  })

  test('bookmarks every slide, and every page of it', () => {
    const bookmarks = readBookmarks(steps)
    const pages = bookmarks.flatMap(({ page, children }) =>
      children.length > 0 ? children.map(child => child.page) : [page],
    )
    expect(pages).toEqual(steps.getPageIndices())
    expect(bookmarks.every(({ page, children }) => children.length === 0 || children[0]!.page === page)).toBe(true)
  })

  test('says of each step what it shows', () => {
    const titles = readBookmarks(steps).flatMap(({ title, children }) => [title, ...children.map(child => child.title)])
    expect(titles.filter(title => /^(?:Slide|Step) \d+$/.test(title))).toEqual([])
  })

  test('has no page without content', () => {
    const short = steps.getPages().filter(({ node }) => node.normalizedEntries().Contents === undefined)
    expect(short).toEqual([])
  })

  test('is tagged, and says its language and its title', () => {
    expect(steps.catalog.lookup(PDFName.of('MarkInfo'), PDFDict).get(PDFName.of('Marked'))?.toString()).toBe('true')
    expect(ofType(steps, 'StructTreeRoot')).toHaveLength(1)
    expect(steps.getLanguage()).toBe('en')
    expect(steps.getTitle()).toContain('pt_regs')
  })

  test('tells each diagram in words: the sentence of its step', () => {
    const figures = steps.context
      .enumerateIndirectObjects()
      .map(([, object]) => object)
      .filter(
        (object): object is PDFDict =>
          object instanceof PDFDict && object.get(PDFName.of('S')) === PDFName.of('Figure'),
      )
    const alts = figures.map(figure => {
      const alt = figure.lookup(PDFName.of('Alt'))
      return alt instanceof PDFHexString || alt instanceof PDFString ? alt.decodeText() : ''
    })
    const deck = readDeck()
    const sentences = deck.order.flatMap(id =>
      deck.scenes[id]!.slot ? deck.scenes[id]!.steps.map(step => step.caption) : [],
    )
    expect(alts.filter(alt => sentences.includes(alt)).toSorted()).toEqual(sentences.toSorted())
  })

  test('has the citations as links that work', () => {
    const links = ofType(steps, 'Annot').map(link =>
      link.lookupMaybe(PDFName.of('A'), PDFDict)?.lookupMaybe(PDFName.of('URI'), PDFString)?.asString(),
    )
    const deck = readDeck()
    const wanted = new Set(
      deck.order.flatMap(id => sceneForArch(deck, id, deck.arch).citations.flatMap(cite => cite.url ?? [])),
    )
    expect([...wanted].filter(url => !links.includes(url))).toEqual([])
  })

  test('embeds every face as a face: no Type 3, which is what an unknown weight or a stroked letter becomes', () => {
    const faces = ofType(steps, 'Font')
    expect(faces.length).toBeGreaterThan(0)
    expect(faces.filter(face => face.get(PDFName.of('Subtype')) === PDFName.of('Type3'))).toHaveLength(0)
  })

  test('gives the same bytes again, from a build of what is printed, and so does the handout', async () => {
    // Where there is a whole build, as here, that is what is printed; a copy of the deck has none.
    const [talk, handout, ownHandout] = ['copy.pdf', 'copied-handout.pdf', 'handout.pdf'].map(it => join(folder, it))
    expect(await printed(copy.folder, 'export', '--output', talk!)).toMatchObject({ code: 0, stderr: '' })
    expect(readFileSync(talk!).equals(readFileSync(join(folder, 'talk.pdf')))).toBe(true)
    expect(await printed(copy.folder, 'handout', '--output', handout!)).toMatchObject({ code: 0, stderr: '' })
    expect(await printed(root, 'handout', '--output', ownHandout!)).toMatchObject({ code: 0, stderr: '' })
    expect(readFileSync(handout!).equals(readFileSync(ownHandout!))).toBe(true)
    const builds = readdirSync(join(copy.folder, '.cache/deck'))
    expect(builds).toHaveLength(1)
    expect(await buildDeck({ deck: copy.folder, forPrint: true })).toContain(builds[0])
    for (const it of [talk, handout, ownHandout]) rmSync(it!)
  })

  test('shows what the data say now where another build is there already, and tells their faults', async () => {
    const scenes = join(copy.folder, 'data/scenes.yaml')
    const before = readFileSync(scenes, 'utf8')
    const file = join(folder, 'changed.pdf')
    const exported = () => runScriptIn(copy.folder, 'export.ts', '--range', '3', '--output', file)
    writeFileSync(scenes, before.replace('view: grow', 'view: shrink'))
    expect(await exported()).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^data\/scenes\.yaml:\d+:\d+: .*view/),
    })
    expect(existsSync(file)).toBe(false)
    writeFileSync(scenes, before.replace('A program executes', 'Some process executes'))
    expect(await exported()).toMatchObject({ code: 0 })
    const [slide] = readBookmarks(await PDFDocument.load(readFileSync(file), { updateMetadata: false }))
    expect(slide!.children[0]!.title).toMatch(/^Some process executes/)
    rmSync(file)
  })

  test('--range prints these slides only, each with its steps', async () => {
    const file = join(folder, 'range.pdf')
    expect(await runScript('export.ts', '--range', '2,4-5', '--output', file)).toMatchObject({ code: 0 })
    const titles = (document: PDFDocument) =>
      readBookmarks(document).map(({ title, children }) => [title, children.length])
    const whole = titles(steps)
    expect(titles(await PDFDocument.load(readFileSync(file), { updateMetadata: false }))).toEqual([
      whole[1],
      whole[3],
      whole[4],
    ])
    rmSync(file)
  })

  test.for([
    ['0', 'names 0'],
    ['3-99', 'names 3-99'],
    ['5-4', 'names 5-4'],
    ['two', 'takes slides as in 1,4-6'],
  ])('--range %s is wrong use', async ([range, says]) => {
    const { code, stderr } = await runScript('export.ts', '--range', range!)
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(says!) })
  })

  test('--final gives each slide one page', async () => {
    const file = join(folder, 'final.pdf')
    expect(await runScript('export.ts', '--final', '--output', file)).toMatchObject({ code: 0, stderr: '' })
    const document = await PDFDocument.load(readFileSync(file), { updateMetadata: false })
    expect(document.getPageCount()).toBe(readBookmarks(steps).length)
    expect(readBookmarks(document).map(({ title }) => title)).toEqual(readBookmarks(steps).map(({ title }) => title))
    rmSync(file)
  })
})
