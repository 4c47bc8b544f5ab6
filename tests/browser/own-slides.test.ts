import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-chromium'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeckCopy } from '../../scripts/bench/copy-deck.ts'
import { copyDeck } from '../../scripts/bench/copy-deck.ts'
import { buildDeck } from '../../src/build/build-deck.ts'
import { checkAll } from '../../src/build/check-all.ts'
import { packDeck } from '../../src/build/pack-html.ts'
import { faultLine } from '../../src/errors/fault.ts'
import { readLook } from '../../src/look/read-look.ts'
import { makeFigures } from '../../src/figures/make-figures.ts'
import { exportDeck } from '../../src/print/export-deck.ts'
import { exportHandout } from '../../src/print/export-handout.ts'
import { drawDeck } from '../../src/print/print-deck.ts'
import { layOutForScreen } from '../../src/chromium/print-viewport.ts'
import { auditSlides } from '../../src/rehearse/audit-slide.ts'
import { faintTexts } from '../../src/rehearse/rehearse-talk.ts'
import { serveDeck } from '../../src/server/serve-deck.ts'
import { readPages } from '../pdf/read-pages.ts'
import { englishIn } from '../words/english-in.ts'
import { useOpenDeck } from './support/open-deck.ts'

/** Slides without a scene: pictures, code, a list with clicks, a layout of Slidev's, a table, one of our layouts. */
const OWN = `---
routeAlias: acme
budget: 20
---

# Our own probe in one picture

<img src="/acme.svg" alt="A green sign" style="width: 120px">

- the first

<v-clicks>

- the second
- the third

</v-clicks>

\`\`\`c
/* a remark */
int acme_probe(struct pt_regs *regs)
{
        return regs->ip ? 0x10 : printk("none");
}
\`\`\`

<!--
Here is ours, and it is not much, but it does all that we ask of it. [click] The second thing. [click] The third.
-->

---
layout: two-cols
budget: 10
---

# Left of a table

![A green square](./own/acme.png)

::right::

| probe | hits |
| --- | --- |
| acme | 12 |

---
layout: words
overline: [ours]
budget: 10
---

# Words of our own

- **One.** Said at once. *Done*

`
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="80"><rect width="240" height="80" fill="#0a0"/></svg>'
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC'

const open = useOpenDeck()
const out = mkdtempSync(join(tmpdir(), 'pt-regs-own-'))
let deck: DeckCopy
/** The first of the three slides, from 1. */
let first: number

beforeAll(async () => {
  deck = copyDeck()
  deck.edit('public/acme.svg', () => SVG)
  mkdirSync(join(deck.folder, 'own'))
  writeFileSync(join(deck.folder, 'own/acme.png'), Buffer.from(PNG, 'base64'))
  deck.edit('slides.md', text =>
    text
      .replace('---\nlayout: chapter\nscene: problems', it => OWN + it)
      .replace(/^lang: en$/m, 'lang: de')
      .replace(/^author: /m, it => `look: looks/plain.yaml\nlogo: { file: /acme.svg, alt: Acme }\n${it}`),
  )
  const before = deck.text('slides.md').split(OWN)[0]!
  first = before.match(/^layout: /gm)!.length + 1
  // One whole build serves all that follows.
  await buildDeck({ deck: deck.folder })
})

afterAll(() => {
  deck.remove()
  rmSync(out, { recursive: true })
})

/** What a page shows of the first slide, once it has so many items in its list: headline, items, code and pictures. */
async function shown(page: Page, slide: string, items: number) {
  await page.waitForFunction(
    ([slide, items]) =>
      [...document.querySelectorAll(`${slide} li`)].filter(it =>
        it.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
      ).length === items,
    [slide, items] as const,
  )
  return page.locator(slide).evaluate(element => {
    const isSeen = (it: Element) => it.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    return {
      headline: element.querySelector('h1')!.textContent,
      items: [...element.querySelectorAll('li')].filter(isSeen).map(it => it.textContent!.trim()),
      code: element.querySelector('pre')!.textContent!.includes('int acme_probe(struct pt_regs *regs)'),
      picture: [...element.querySelectorAll('img')].every(it => it.complete && it.naturalWidth > 0),
    }
  })
}

const SHOWN = { headline: 'Our own probe in one picture', code: true, picture: true }
const ITEMS = ['the first', 'the second', 'the third']

describe('slides without a scene', () => {
  test('are without fault to npm run check, which finds a picture that is missing or elsewhere', () => {
    expect(checkAll(deck.folder).faults.map(faultLine)).toEqual([])
    const bad = copyDeck()
    bad.edit('slides.md', text =>
      text.replace(
        '---\nlayout: chapter\nscene: problems',
        it =>
          OWN.replace('./own/acme.png', 'https://acme.example/a.png').replace('layout: two-cols', 'layout: two-clos') +
          it,
      ),
    )
    const faults = checkAll(bad.folder).faults.map(faultLine)
    bad.remove()
    expect(faults).toEqual([
      expect.stringMatching(/there is no layout two-clos; did you mean two-cols\?/),
      expect.stringMatching(/^slides\.md:\d+:1: the slide shows \/acme\.svg, and there is no public\/acme\.svg/),
      expect.stringMatching(/the slide shows https:\/\/acme\.example\/a\.png; put the picture into public\//),
    ])
  })

  test('are shown click by click, by name or number, to the audience and in the presenter', async () => {
    const { origin, close } = await serveDeck(await buildDeck({ deck: deck.folder }))
    const { page, wrong } = await open.newPage({ viewport: { width: 1400, height: 900 } })
    await page.goto(`${origin}/#/acme`)
    const own = `#slideshow [data-slidev-no="${first}"]`
    await page.locator(`${own} pre`).waitFor()
    const seen = [await shown(page, own, 1)]
    for (let click = 1; click <= 2; click++) {
      await page.keyboard.press('PageDown')
      await page.waitForURL(`${origin}/#/${first}?clicks=${click}`)
      seen.push(await shown(page, own, click + 1))
    }
    await page.keyboard.press('PageDown')
    await page.waitForURL(`${origin}/#/${first + 1}`)
    await page.keyboard.press('PageUp')
    await page.waitForURL(`${origin}/#/${first}?clicks=2`)
    expect(seen).toEqual([1, 2, 3].map(count => ({ ...SHOWN, items: ITEMS.slice(0, count) })))

    await page.goto(`${origin}/#/presenter/${first}?clicks=1`)
    await page.reload()
    await page.locator('.presenter-next').filter({ hasText: 'Schritt 3 von 3' }).waitFor()
    expect(await shown(page, `.presenter-now [data-slidev-no="${first}"]`, 2)).toEqual({
      ...SHOWN,
      items: ITEMS.slice(0, 2),
    })
    expect(await shown(page, `.presenter-preview [data-slidev-no="${first}"]`, 3)).toEqual({ ...SHOWN, items: ITEMS })
    // All around the slides is in the deck's language, too.
    const around = await page.evaluate(() =>
      ['.presenter-bar', '.presenter-next > p', '.presenter-foot']
        .map(it => document.querySelector<HTMLElement>(it)!.innerText)
        .join('\n'),
    )
    expect(around).toMatch(/Folie bis[^]*weiter[^]*alle Tasten/)
    expect(englishIn(around, deck.folder)).toEqual([])
    expect(await page.title()).toMatch(/^Sprecher · /)
    await page.keyboard.press('g')
    expect(await page.locator('#slidev-goto-input').getAttribute('placeholder')).toBe('Nummer oder Titel')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    expect(englishIn(await page.locator('.key-help').innerText(), deck.folder)).toEqual([])

    // The explorer answers in it; what the dataset says itself is marked as English.
    await page.goto(`${origin}/#/ask?q=who+reads+cs`)
    await page.reload()
    await page.locator('.explorer-words h2', { hasText: 'cs' }).waitFor()
    const answer = await page.locator('.explorer').evaluate(explorer => {
      for (const it of explorer.querySelectorAll('[lang="en"]')) it.remove()
      const labels = [...explorer.querySelectorAll('[aria-label]')].map(it => it.getAttribute('aria-label'))
      return [explorer.textContent, ...labels].join('\n')
    })
    expect(answer).toMatch(/Leser|liest[^]*Gelesen von[^]*Die Bühne in/)
    expect(englishIn(answer, deck.folder)).toEqual([])
    expect(wrong).toEqual([])
    await page.context().close()
    await close()
  })

  test('are in the PDF, a page for each step', async () => {
    const [exported] = await exportDeck({
      deck: deck.folder,
      plan: () => Promise.resolve({ arches: ['x86-64'], slides: [first, first + 1, first + 2], metadata: metadata() }),
      fileOf: () => join(out, 'talk.pdf'),
    })
    const texts = (await readPages(readFileSync(exported!.file))).map(it => it.words)
    expect(texts).toHaveLength(5)
    expect(texts.slice(0, 3).map(text => ITEMS.filter(it => text.includes(it)))).toEqual([
      ITEMS.slice(0, 1),
      ITEMS.slice(0, 2),
      ITEMS,
    ])
    expect(texts[2]).toContain('acme_probe')
    expect(texts[3]).toContain('Left of a table')
    expect(texts[4]).toContain('Said at once.')
  })

  test('are in the handout as they look, with their notes', async () => {
    const { file } = await exportHandout({
      deck: deck.folder,
      paper: 'a4',
      plan: () => Promise.resolve({ arch: 'x86-64', metadata: metadata() }),
      fileOf: () => join(out, 'handout.pdf'),
    })
    const texts = (await readPages(readFileSync(file))).map(it => it.words)
    const page = texts.findLast(it => it.includes('acme_probe'))!
    expect(page).toContain('the third')
    expect(page).toContain('Here is ours')
    expect(texts.join(' ')).not.toContain('<img')
    expect(texts.join(' ')).not.toContain('v-click')
    expect(englishIn(texts.join(' '), deck.folder)).toEqual([])
    expect(texts[1]).toContain('Inhalt')
  })

  test('are in the single file, pictures and all', async () => {
    const file = join(out, 'talk.html')
    writeFileSync(file, await packDeck(await buildDeck({ deck: deck.folder })))
    const { page, wrong } = await open.newPage()
    const { href } = pathToFileURL(file)
    await page.goto(`${href}#/${first}?clicks=2`)
    await page.locator(`#slideshow [data-slidev-no="${first}"] pre`).waitFor()
    expect(await shown(page, `#slideshow [data-slidev-no="${first}"]`, 3)).toEqual({ ...SHOWN, items: ITEMS })
    expect(wrong).toEqual([`a request leaves the machine: ${href}`])
    await page.context().close()
  })

  test('are German, as are all slides and their descriptions, where the headmatter says so', async () => {
    const { origin, close } = await serveDeck(await buildDeck({ deck: deck.folder }))
    const { page } = await open.newPage()
    await drawDeck(page, origin, { final: true })
    const seen = await page.evaluate(() => {
      const labels = [...document.querySelectorAll('[aria-label]')].map(it => it.getAttribute('aria-label'))
      return { lang: document.documentElement.lang, words: [document.body.textContent, ...labels].join('\n') }
    })
    await page.context().close()
    await close()
    expect(seen.lang).toBe('de')
    expect(englishIn(seen.words, deck.folder)).toEqual([])
    for (const word of ['hässlich', 'nie geschrieben', 'aus einer Exception', 'auf jeder Architektur'])
      expect(seen.words).toContain(word)
  })

  test('have the look and the logo that the headmatter names', async () => {
    const { page } = await open.newPage({ colorScheme: 'light' })
    await page.goto(`${pathToFileURL(join(out, 'talk.html')).href}#/1`)
    const title = page.locator('#slideshow [data-slidev-no="1"]')
    await title.locator('.title-logo').waitFor()
    const { faces, light } = readLook('looks/plain.yaml').value!
    expect(
      await title.evaluate(async element => {
        await document.fonts.ready
        const styleOf = (selector: string) => getComputedStyle(element.querySelector(selector)!)
        const logo = element.querySelector<HTMLImageElement>('.title-logo')!
        return {
          families: ['h1', 'h2'].map(it => styleOf(it).fontFamily.split(',')[0]),
          loaded: [...document.fonts].some(it => it.weight === '700' && it.status === 'loaded'),
          paper: getComputedStyle(element.querySelector('.slide')!).backgroundColor,
          logo: [logo.alt, logo.naturalWidth],
          byline: element.querySelector('.byline')!.textContent,
        }
      }),
    ).toEqual({
      families: [`"${faces.headline.family}"`, `"${faces.headline.family}"`],
      loaded: true,
      paper: `rgb(${light.paper
        .match(/\w\w/g)!
        .map(it => Number.parseInt(it, 16))
        .join(', ')})`,
      logo: ['Acme', 240],
      byline: 'Florent Revest, Linux Plumbers Conference, November 2023',
    })
    await page.context().close()
  })

  test('are figures, with their pictures in them', async () => {
    const order = Array.from({ length: first + 2 }, (_, i) => (i + 1 === first ? 'acme' : `slide-${i + 1}`))
    const figures = await makeFigures({
      deck: deck.folder,
      arch: 'x86-64',
      order,
      scene: 'acme',
      title: 'A talk',
      look: readLook('looks/plain.yaml').value!,
      folder: join(out, 'figures'),
    })
    expect(figures.map(it => it.svg)).toEqual(['acme-1.svg', 'acme-2.svg', 'acme-3.svg'])
    const svg = readFileSync(join(out, 'figures/acme-3.svg'), 'utf8')
    expect(readFileSync(join(out, 'figures/index.html'), 'utf8')).toContain('color: light-dark(#17191c, #f0f1f2)')
    expect(svg).toContain('data:image/svg+xml;base64,')
    const words = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(it => it[1]!.trim())
    expect(words).toEqual(expect.arrayContaining(['Our own probe in one picture', '•', ...ITEMS]))
    expect(words.join('')).toContain('acme_probe')
  })

  test.for([false, true])('are looked at by npm run rehearse as all slides are, dark: %s', async dark => {
    const { origin, close } = await serveDeck(await buildDeck({ deck: deck.folder }))
    const { page } = await open.newPage()
    await drawDeck(page, origin, { slides: [first, first + 1, first + 2], keepAll: true, dark })
    await layOutForScreen(page)
    const look = async () => {
      return (await auditSlides(page)).flatMap(it =>
        [...it.faults, ...faintTexts(it)].map(({ problem }) => `${it.id}: ${problem}`),
      )
    }
    const sound = await look()
    // Twenty words of code that are too small and too faint are two findings, a step.
    await page.addStyleTag({ content: 'pre span { font-size: 11px; color: #999 !important }' })
    const spoilt = await look()
    await page.context().close()
    await close()
    expect(sound).toEqual([])
    expect(spoilt.filter(it => it.startsWith(`0${first}-01`)).map(it => it.replace(/".*"/, '…'))).toEqual([
      expect.stringMatching(/: … is set in 11\.0 px/),
      ...(dark ? [] : [expect.stringMatching(/: … has a contrast of \d\.\d+, 4\.5 is the least/)]),
    ])
  })
})

/** Code that is read without fault and fails when it runs, each with what it says. */
const FAILING: readonly (readonly [body: string, says: RegExp])[] = [
  ['{{ $slidev.nope.nope }}', /TypeError: .*undefined/],
  ['<script setup>\nthrow new RangeError("in the set-up")\n</script>\n\nwords', /RangeError: in the set-up/],
  ['<p :title="$frontmatter.nope.nope">words</p>', /TypeError: .*undefined/],
  ['<p v-for="it in $nav.nope.nope">{{ it }}</p>', /TypeError: .*undefined/],
  ['words\n\n<Failing />', /Error: in a component/],
  ['<Failing late />', /Error: when it is mounted/],
  ['<component :is="(() => { throw \'a word\' })()" />', /cannot be drawn: a word/],
]
const FAILING_COMPONENT = `<script setup lang="ts">
import { onMounted } from 'vue'
const props = defineProps<{ late?: boolean }>()
if (!props.late) throw new Error('in a component')
onMounted(() => { throw new Error('when it is mounted') })
</script>

<template><p>words</p></template>
`

describe('a slide whose code fails when it runs', () => {
  let failing: DeckCopy
  const slides = 'failing.md'
  beforeAll(() => {
    failing = copyDeck()
    failing.edit('components/Failing.vue', () => FAILING_COMPONENT)
    const [head] = /^---\n[^]*?\n---\n/.exec(failing.text('slides.md'))!
    const blocks = FAILING.map(([body], i) => `---\nlayout: default\n---\n\n# Slide ${i + 2}\n\n${body}\n`)
    const first = head
      .replace(/^(?:layout|scene|budget): .*\n/gm, '')
      .replace('duration:', 'layout: default\nduration:')
    failing.edit(slides, () => `${first}\n# Sound\n\nwords\n\n${blocks.join('\n')}`)
  })
  afterAll(() => failing.remove())

  test('says so on the slide, and why', async () => {
    const { origin, close } = await serveDeck(await buildDeck({ deck: failing.folder, slides, forPrint: true }))
    const { page } = await open.newPage()
    const error = await drawDeck(page, origin, { final: true }).catch((it: unknown) => it)
    const said = await page.locator('[data-slide-fault]').allTextContents()
    await page.context().close()
    await close()
    expect(error).toMatchObject({ name: 'SlideFault', slide: 2 })
    expect(said).toEqual(
      FAILING.map(([, says], i) => expect.stringMatching(new RegExp(`^Slide ${i + 2} .*${says.source}`))),
    )
  })

  test('ends an export and a handout with its line, and nothing is written', async () => {
    const line = failing.text(slides).split('\n').indexOf('# Slide 2') + 1
    const build = { deck: failing.folder, slides }
    const file = join(out, 'failing.pdf')
    const fault = `${slides}:${line}:1: Slide 2 cannot be drawn: TypeError`
    const arches = { arches: ['x86-64'], metadata: metadata() }
    await expect(exportDeck({ ...build, plan: () => Promise.resolve(arches), fileOf: () => file })).rejects.toThrow(
      fault,
    )
    const arch = { arch: 'x86-64', metadata: metadata() }
    await expect(
      exportHandout({ ...build, paper: 'a4', plan: () => Promise.resolve(arch), fileOf: () => file }),
    ).rejects.toThrow(fault)
    expect(existsSync(file)).toBe(false)
  })
})

function metadata() {
  return { title: 'A talk', author: undefined, subject: undefined, language: 'en', date: new Date(0) }
}
