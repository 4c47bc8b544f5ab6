import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readValidDeck } from '../../src/build/read-deck.ts'
import { root } from '../../src/files/root.ts'
import { makePages, type SiteFiles } from '../../src/site/make-pages.ts'
import { englishIn } from '../words/english-in.ts'

const SITE = 'https://example.org/talk/'
const { slides } = readValidDeck()
let deck: string
let files: SiteFiles
const text = (file: string) => files.get(file) as string

/** What a whole site has of each arch beside its pages. */
const printed = ['x86-64', 'arm64'].map(arch => ({
  arch,
  name: arch,
  slides: `pdf/${arch}.pdf`,
  handout: `pdf/${arch}-handout.pdf`,
}))

/** The talk with an address. */
beforeAll(async () => {
  deck = mkdtempSync(join(tmpdir(), 'pt-regs-pages-'))
  cpSync(join(root, 'data'), join(deck, 'data'), { recursive: true })
  cpSync(join(root, 'looks'), join(deck, 'looks'), { recursive: true })
  const talk = readFileSync(join(root, 'slides.md'), 'utf8')
  writeFileSync(join(deck, 'slides.md'), talk.replace('---\n', `---\nsiteUrl: ${SITE}\n`))
  files = await makePages({ deck, slides: 'slides.md', withoutNotes: false, printed })
})
afterAll(() => rmSync(deck, { recursive: true }))

describe('makePages(options)', () => {
  test('has a page for each slide, and lists every page in the sitemap by its whole address', () => {
    const pages = [...files.keys()].filter(it => it.endsWith('index.html'))
    expect(pages).toEqual(expect.arrayContaining(slides.slides.map(it => `slides/${it.id}/index.html`)))
    const listed = [...text('sitemap.xml').matchAll(/<loc>(.*?)<\/loc>/g)].map(it => it[1]!)
    const written = pages.map(it => SITE + it.replace('index.html', ''))
    expect(listed.map(decodeURIComponent).toSorted()).toEqual([SITE, ...written].toSorted())
    expect(listed.filter(it => !/^[\w:/.()%~!*'-]+$/.test(it))).toEqual([])
  })

  test('names the address of each page, and gives the line that embeds what is on it', () => {
    const page = text('slides/kprobe/index.html')
    expect(page).toContain(`<link rel="canonical" href="${SITE}slides/kprobe/">`)
    expect(page).toContain(`&lt;iframe src=&quot;${SITE}#/kprobe&quot;`)
    expect(text('mechanism/rethook/index.html')).toContain(`&lt;iframe src=&quot;${SITE}#/mechanism/rethook?arch=`)
  })

  test('offers what is printed from the start page, and a picture for previews of each page', () => {
    for (const { slides, handout } of printed)
      for (const file of [slides, handout]) expect(text('start/index.html')).toContain(`href="../${file}"`)
    expect(text('start/index.html')).toContain('href="../figures/"')
    const picture = (id: string) => `<meta property="og:image" content="${SITE}previews/${id}.png">`
    expect(text('slides/kprobe/index.html')).toContain(picture('kprobe'))
    expect(text('mechanism/rethook/index.html')).toContain(picture(slides.slides[0]!.id))
  })

  test('loads no script', () => {
    const withScripts = [...files].filter(([name, it]) => name.endsWith('.html') && (it as string).includes('<script'))
    expect(withScripts.map(([name]) => name)).toEqual([])
  })
})

describe('of a German talk', () => {
  let german: SiteFiles
  beforeAll(async () => {
    const talk = readFileSync(join(deck, 'slides.md'), 'utf8')
    const slide = '\nlayout: mechanism\nscene: rethook\n'
    expect(talk).toContain(slide)
    const english = talk.replace(/^lang: en$/m, 'lang: de').replace(slide, `${slide}lang: en\n`)
    writeFileSync(join(deck, 'slides.md'), english)
    german = await makePages({ deck, slides: 'slides.md', withoutNotes: false })
  })

  /** What a page says without the dataset: whose sentences, and a slide that says so, are English. */
  const ownWords = (html: string) =>
    html.replaceAll(
      /<head>[^]*<\/head>(?=\s*<body>[^]*<main class="answer")|<(p|dd|section)\b[^>]* lang="en"[^]*?<\/\1>/g,
      '',
    )

  test('all pages are German', () => {
    const pages = [...german].filter(([name]) => name.endsWith('.html')) as [string, string][]
    expect(pages.length).toBeGreaterThan(100)
    expect(pages.filter(([, html]) => !html.includes('<html lang="de">')).map(([name]) => name)).toEqual([])
    expect(englishIn(pages.map(([, html]) => ownWords(html)).join('\n'), deck)).toEqual([])
    expect(german.get('start/index.html')).toContain('Leseansicht')
    expect(german.get('answers/index.html')).toMatch(/Alle Antworten[^]*seit 2\.6\.9/)
    expect(german.get('mechanism/rethook/index.html')).toMatch(/seit 5\.18[^]*Steht auf[^]*Gibt weiter/)
    expect(german.get('read/index.html')).toMatch(/nie geschrieben[^]*Link zu dieser Folie/)
  })

  test('a slide that names a language has its page in it', () => {
    const page = german.get('slides/rethook/index.html') as string
    expect(page).toContain('<section id="rethook" class="reading-slide" lang="en"')
    const [section] = /<section id="rethook"[^]*<\/section>/.exec(page)!
    expect(section).toContain('Open in the deck')
    expect(section).toContain('made up, __KERNEL_DS')
    expect(section).not.toMatch(/erfunden|In den Folien/)
  })
})
