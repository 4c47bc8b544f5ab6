import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-chromium'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildDeck } from '../../src/build/build-deck.ts'
import { readDeckHead } from '../../src/build/pdf-metadata.ts'
import { readDeck } from '../../src/build/read-deck.ts'
import { readImprint } from '../../src/build/read-imprint.ts'
import { root } from '../../src/files/root.ts'
import { drawDeck } from '../../src/print/print-deck.ts'
import { serveDeck, type DeckServer } from '../../src/server/serve-deck.ts'
import { runScript } from '../scripts/run.ts'
import { useOpenDeck } from './support/open-deck.ts'

/** A deck in a folder of its own, with a dataset that has no registers, no arches and one release. */
const folder = join(root, 'examples/network-receive')
const slides = 'examples/network-receive/slides.md'
const deck = readDeck(folder)

/** What each step shows, by slide and step. */
const steps = deck.order.flatMap((id, i) =>
  deck.scenes[id]!.slot === undefined
    ? []
    : deck.scenes[id]!.steps.map(({ boxes }, step) => ({ slide: `${i + 1}`, step: `${step}`, boxes })),
)

/** Where its headmatter says that it is published. */
const SITE = 'https://example.org/network-receive/'

/** Words that such a deck may have nowhere. */
const FOREIGN = /\bregisters?\b|pt_regs|\barch(?:es)?\b|architecture|x86|arm64|\bany\b.*7\.2\.13/i

const open = useOpenDeck()
const out = mkdtempSync(join(tmpdir(), 'pt-regs-other-'))
let served: DeckServer

beforeAll(async () => {
  served = await serveDeck(await buildDeck({ deck: folder }))
})
afterAll(async () => {
  await served.close()
  rmSync(out, { recursive: true })
})

/** The first word that a page may not have, to the eye or to a screen reader. */
async function foreignOn(page: Page): Promise<string | undefined> {
  const said = await page.evaluate(() => [
    document.body.textContent,
    ...[...document.querySelectorAll('[aria-label], [title], [alt]')].flatMap(it =>
      ['aria-label', 'title', 'alt'].map(name => it.getAttribute(name) ?? ''),
    ),
  ])
  return FOREIGN.exec(said.join('\n'))?.[0]
}

describe('a deck in a folder of its own, without registers and arches', () => {
  test('shows each step, and nothing of what its dataset does not have', async () => {
    const { page, wrong } = await open.newPage()
    await drawDeck(page, served.origin, { keepAll: true })
    const drawn = await page.evaluate(() =>
      [...document.querySelectorAll('.print-slide-container svg[data-diagram]')].map(svg => ({
        slide: svg.closest('.print-slide-container')!.id.split('-')[0],
        step: svg.getAttribute('data-step'),
        boxes: Object.fromEntries(
          [...svg.querySelectorAll('[data-mechanism]:not([data-state="hidden"])')].map(box => [
            box.getAttribute('data-mechanism'),
            box.getAttribute('data-state'),
          ]),
        ),
      })),
    )
    expect(drawn).toEqual(steps.map(it => ({ ...it, slide: it.slide.padStart(3, '0') })))
    expect([await foreignOn(page), await page.locator('.counted').count()]).toEqual([undefined, 0])
    expect(wrong).toEqual([])
    await page.context().close()
  })

  test('has no key, menu or section for what there is not', async () => {
    const { page, wrong } = await open.newPage({ reducedMotion: 'reduce' })
    await page.goto(`${served.origin}/#/3`)
    await page.locator('#slideshow > [data-slidev-no="3"]:not([data-waiting]) svg[data-settled]').waitFor()
    const before = page.url()
    for (const key of ['a', 'r']) await page.keyboard.press(key)
    expect([page.url(), await page.locator('dialog, .show-menu').count()]).toEqual([before, 0])
    await page.keyboard.press('?')
    await page.locator('.key-help').waitFor()
    expect(await foreignOn(page)).toBeUndefined()
    await page.keyboard.press('?')
    await page.locator('.key-help').waitFor({ state: 'detached' })

    await page.keyboard.press('/')
    await page.locator('.explorer-search input:focus').waitFor()
    await page.keyboard.type('how nic to tcp')
    await page.locator('.explorer-hops li').nth(4).waitFor()
    expect(await page.locator('.explorer-words h2').textContent()).toMatch(/^Network card to TCP/)
    expect([await foreignOn(page), await page.locator('.explorer-time').count()]).toEqual([undefined, 0])
    // A page that is loaded again: an open explorer keeps the address that of its own answer.
    await page.goto('about:blank')
    await page.goto(`${served.origin}/#/mechanism/xdp`)
    await page.locator('.explorer-classes li').waitFor()
    expect(await page.locator('.explorer-classes').innerText()).toBe('frame')
    expect(await foreignOn(page)).toBeUndefined()

    await page.goto(`${served.origin}/#/presenter/3`)
    await page.locator('.presenter-foot').waitFor()
    expect([await foreignOn(page), await page.locator('.show-menu').count()]).toEqual([undefined, 0])

    await page.goto(`${served.origin}/#/handout`)
    await page.locator('[data-handout] .colophon').waitFor()
    expect(await foreignOn(page)).toBeUndefined()
    expect(wrong).toEqual([])
    await page.context().close()
  })

  test('is exported, drawn, packed and rehearsed by the same commands', async () => {
    const json = async (script: string, ...args: string[]) => {
      const { code, stdout, stderr } = await runScript(script, '--slides', slides, '--json', ...args)
      expect([code, stderr.replace(/^.* …$/gm, '').trim()], script).toEqual([0, ''])
      return JSON.parse(stdout) as unknown
    }
    const pdf = join(out, 'talk.pdf')
    expect(await json('export.ts', '--range', '2-3', '--output', pdf)).toEqual([{ file: pdf, pages: 4 }])
    const file = join(out, 'talk.html')
    expect(await json('single-file.ts', '--output', file)).toMatchObject({ file })
    expect(readFileSync(file, 'utf8')).toContain('how Linux receives a packet')
    const { page, wrong } = await open.newPage({ offline: true })
    const { href } = pathToFileURL(file)
    await page.goto(`${href}#/merge`)
    await page.locator('[data-mechanism="gro"][data-state="new"]').waitFor({ state: 'attached' })
    // The file itself, and nothing else.
    expect(wrong).toEqual([`a request leaves the machine: ${href}`])
    await page.context().close()
    expect(await json('rehearse.ts')).toMatchObject({ ok: true, faults: [] })
    expect(await json('ask.ts', 'how nic to tcp')).toMatchObject({ reply: '1 way from Network card to TCP in 7.2.13' })
    // What is about registers or arches says why it has nothing to do.
    for (const [script, why] of [
      ['hazards.ts', /is about registers, and examples\/network-receive\/data\/ has none/],
      ['data.ts', /is about registers/],
      ['arch.ts', /takes no --slides: it is about architectures/],
    ] as const)
      expect(await runScript(script, '--slides', slides)).toMatchObject({ code: 2, stderr: expect.stringMatching(why) })
  })

  test('is built with all that needs Chromium: PDF, handout, figures, and a picture of each slide for previews', async () => {
    const site = join(out, 'site')
    const { code, stderr } = await runScript('build.ts', '--slides', slides, '--full', '--out', site)
    expect([code, stderr.replace(/^.* …$/gm, '').trim()]).toEqual([0, ''])
    const text = (file: string) => readFileSync(join(site, file), 'utf8')
    for (const file of ['pdf/network-receive.pdf', 'pdf/network-receive-handout.pdf']) {
      expect(text(file).slice(0, 5)).toBe('%PDF-')
      expect(text('start/index.html')).toContain(`href="../${file}"`)
    }
    expect(text('start/index.html')).toContain('href="../figures/"')
    expect(text('figures/index.html')).toContain(`&lt;img src=&quot;${SITE}figures/poll-1.svg&quot;`)
    // Width and height stand in the head of a PNG.
    const sizes = readdirSync(join(site, 'previews')).map(it => {
      const png = readFileSync(join(site, 'previews', it))
      return [it, png.readUInt32BE(16), png.readUInt32BE(20)]
    })
    expect(sizes).toEqual(deck.order.map(id => [`${id}.png`, 980, 552]).toSorted())
    for (const [page, id] of [
      ['index.html', deck.order[0]!],
      ['start/index.html', deck.order[0]!],
      ['slides/poll/index.html', 'poll'],
    ] as const)
      expect(text(page)).toContain(`<meta property="og:image" content="${SITE}previews/${id}.png">`)
  })

  test('has its address as a code on the last slide, on light and on dark, and on the cover of its handout', async () => {
    const { page, wrong } = await open.newPage({ reducedMotion: 'reduce' })
    const code = page.getByRole('img', { name: `The address of this talk: ${SITE}` })
    await page.goto(`${served.origin}/#/${deck.order.length}`)
    await code.filter({ visible: true }).waitFor()
    const { path } = readImprint(readDeckHead(folder).headmatter, folder).site!.code
    expect(await code.locator('path').getAttribute('d')).toBe(path)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await expect
        .poll(() =>
          code.evaluate(it => {
            const lightness = (colour: string) => Number(/\d+/.exec(colour)![0])
            const [ink, paper] = [getComputedStyle(it.querySelector('path')!).fill, getComputedStyle(it.parentElement!)]
            return lightness(paper.backgroundColor) - lightness(ink)
          }),
        )
        .toBeGreaterThan(150)
    }
    await page.goto(`${served.origin}/#/1`)
    await page.locator('#slideshow > [data-slidev-no="1"]:not([data-waiting])').waitFor()
    expect(await code.filter({ visible: true }).count()).toBe(0)
    await page.goto(`${served.origin}/#/handout`)
    await page.locator('.cover').getByRole('img', { name: SITE }).waitFor()
    expect(wrong).toEqual([])
    await page.context().close()
  })
})
