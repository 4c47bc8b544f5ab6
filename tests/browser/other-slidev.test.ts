import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-chromium'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { copyDeck, type DeckCopy } from '../../scripts/bench/copy-deck.ts'
import { drawDeck } from '../../src/print/print-deck.ts'
import { serveDeck } from '../../src/server/serve-deck.ts'
import { sample } from '../sample.ts'
import { runScriptIn } from '../scripts/run.ts'
import { useOpenDeck } from './support/open-deck.ts'

/** The plugins that change what Slidev's text says, each with a text that it looks for and one that means the same. */
const TEXTS = [
  ['single-slides-chunk', 'async () => {', 'async() => {'],
  ['no-slide-transitions', 'route === currentSlideRoute', 'currentSlideRoute === route'],
  ['drop-unused-slidev', 'import { parseRangeString }', 'import { parseRangeString as parseRangeString }'],
  ['drop-unused-slidev', 'import { annotate }', 'import { annotate as annotate }'],
  ['drop-unused-slidev', 'import { createDrauu }', 'import { createDrauu as createDrauu }'],
] as const

/** All plugins without which a deck is built as Slidev builds it, the last one without changing a text. */
const GAINS = ['no-slide-transitions', 'drop-unused-slidev', 'single-slides-chunk', 'eager-compile']

const SETUP = 'setup/vite-plugins.ts'

const open = useOpenDeck()
let deck: DeckCopy
let setup: string
let expected: readonly string[]

beforeAll(async () => {
  deck = copyDeck()
  setup = readFileSync(join(deck.folder, SETUP), 'utf8')
  expected = await seen(inject('deckOrigin'))
})

afterAll(() => deck.remove())

/** What a deck shows: some steps, one after the other, the presenter's page, and how many pages it has on paper. */
async function seen(origin: string): Promise<readonly string[]> {
  const { page, wrong } = await open.newPage()
  await page.goto(`${origin}/#/8`)
  await page.waitForSelector('html[data-loaded]')
  const texts: string[] = []
  for (let step = 0; step < 12; step++) {
    texts.push(await shown(page))
    const before = page.url()
    await page.keyboard.press('PageDown')
    await page.waitForFunction(url => location.href !== url, before)
  }
  await page.goto(`${origin}/#/presenter/4`)
  await page.waitForSelector('html[data-loaded]')
  texts.push(await page.locator('.speaker-notes').innerText())
  await drawDeck(page, origin)
  texts.push(String(await page.locator('.print-slide-container').count()))
  await page.context().close()
  return [...texts, ...wrong]
}

/**
 * What stands on the slide on show, once it is drawn: its headline, what its step says, and each box with its state.
 */
async function shown(page: Page): Promise<string> {
  const slide = page.locator('#slide-content .slidev-page:not([style*="display: none"])')
  await slide.locator('h1').waitFor()
  await page.waitForFunction(
    slide => !slide!.querySelector('svg[data-diagram]:not([data-settled])'),
    await slide.elementHandle(),
  )
  return slide.evaluate(it =>
    [
      location.hash,
      it.querySelector('h1')!.textContent,
      it.querySelector('svg[data-diagram]')?.getAttribute('aria-label'),
      ...[...it.querySelectorAll('[data-mechanism]')].map(
        box => `${box.getAttribute('data-mechanism')} ${box.getAttribute('data-state')}`,
      ),
    ].join('\n'),
  )
}

/** Build the copy as a person does, with another setup: what the build said, and what the deck shows. */
async function builtWith(
  change: (setup: string) => string,
): Promise<{ readonly said: readonly string[]; readonly shows: readonly string[] }> {
  deck.edit(SETUP, () => change(setup))
  const out = join(deck.folder, 'dist')
  const { code, stderr } = await runScriptIn(deck.folder, 'build.ts', '--out', out)
  expect(code, stderr).toBe(0)
  const served = await serveDeck(out)
  const shows = await seen(served.origin)
  await served.close()
  rmSync(out, { recursive: true })
  return { said: stderr.split('\n').filter(Boolean), shows }
}

/** The setup without a plugin, and with another before those left; the build ends where the plugin is not there. */
const without = (setup: string, plugin: string, other = '') => `${setup.replace('export default ', 'const theirs = ')}
export default (options: Parameters<typeof theirs>[0]) => {
  const all = theirs(options) as { name: string }[]
  const left = all.filter(it => it.name !== '${plugin}')
  if (left.length === all.length) throw new Error('there is no plugin ${plugin}')
  return [${other && `${other}, `}...left]
}
`

describe('a deck on another Slidev', () => {
  test('works without any of what our plugins gain, and the build says so in a line each', async () => {
    const other = `{
      name: 'other-slidev',
      enforce: 'pre',
      transform: (code: string, id: string) =>
        /\\/@slidev\\/(?:client\\/|slides$)/.test(id) ? ${JSON.stringify(TEXTS.map(([, theirs, same]) => [theirs, same]))}.reduce((text, [theirs, same]) => text.replace(theirs!, same!), code) : undefined,
    }`
    // The last plugin changes no text of Slidev's; so it is taken out.
    const { said, shows } = await builtWith(text => without(text, 'eager-compile', other))
    expect(said.map(it => /^\[plugin ([\w-]+)\] Slidev /.exec(it)?.[1] ?? it).toSorted()).toEqual(
      TEXTS.map(([plugin]) => plugin).toSorted(),
    )
    expect(shows).toEqual(expected)
  })

  // Above none is there; one that is there changes nothing in what the others do, but that takes a build each to see.
  test.for(sample(GAINS, 0))('works without %s alone', { tags: ['sampled'] }, async plugin => {
    const { said, shows } = await builtWith(text => without(text, plugin))
    expect(said).toEqual([])
    expect(shows).toEqual(expected)
  })
})
