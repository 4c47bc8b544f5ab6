import type { BrowserContext, Page } from 'playwright-chromium'
import { describe, expect, test } from 'vitest'
import { openWindow } from '../../scripts/bench/talk-window.ts'
import { both, deck, hash, useWindows, walk } from './support/talk-windows.ts'

declare global {
  interface Window {
    /** What moves the mouse again and again, as if somebody did. */
    pointing: ReturnType<typeof setInterval>
  }
}

const { open, newContext, openBoth } = useWindows()

/** Keep the user of each window from being idle: what can wait is not loaded. */
const keepPointing = (context: BrowserContext) =>
  context.addInitScript(() => {
    window.pointing = setInterval(() => dispatchEvent(new MouseEvent('mousemove')), 100)
  })

/** What a window shows, and what it says that it shows. */
const shown = (page: Page) =>
  page.evaluate(() => {
    const slide = document.querySelector('#slide-content .slidev-page:not([style*="display: none"])')!
    return {
      address: location.hash,
      arch: slide.querySelector('[data-arch]')?.getAttribute('data-arch'),
      corner: slide.querySelector('.slide-viewpoint')?.textContent,
      menus: [...document.querySelectorAll<HTMLSelectElement>('.show-menu select')].map(it => it.value),
      over: document.querySelectorAll('dialog:modal, .explorer-veil.is-open, .own-sources').length,
    }
  })

describe('two windows', () => {
  test('load the rest while the user is idle; until then any slide can be reached, and none is empty', async () => {
    const context = await newContext()
    await keepPointing(context)
    const said: string[] = []
    const windows = await openBoth(context, said)
    const isLoaded = () =>
      Promise.all(windows.map(({ page }) => page.evaluate(() => document.documentElement.hasAttribute('data-loaded'))))
    for (let no = deck.order.length; no > 0; no--) {
      await hash(windows[0].page, `#/${no}`)
      await both(
        windows,
        walk.find(it => it.no === no)!,
      )
    }
    expect(await isLoaded()).toEqual([false, false])
    expect((await Promise.all(windows.map(it => it.shown()))).flat().filter(it => it.what === '')).toEqual([])
    for (const { page } of windows) await page.evaluate(() => clearInterval(window.pointing))
    await Promise.all(windows.map(({ page }) => page.waitForSelector('html[data-loaded]')))
    expect(said).toEqual([])
    await context.close()
  })

  test('load the rest in a hidden window too, in which the browser draws no frames', async () => {
    const context = await newContext()
    const said: string[] = []
    await context.addInitScript(() => {
      window.requestAnimationFrame = () => 0
    })
    const { page } = await openWindow(context, `${open.origin}/#/presenter/1`, text => said.push(text))
    await page.waitForSelector('html[data-loaded]')
    expect(await page.locator('link[rel="icon"]').getAttribute('href')).toMatch(/^data:image\/png/)
    expect(said).toEqual([])
    await context.close()
  })
})

describe('where the server is gone before the rest is loaded', () => {
  const WORDS = 'This could not be loaded'

  test('what needs more says so; slide, menus and address stay as they were in both windows, and the talk goes on', async () => {
    const context = await newContext()
    await keepPointing(context)
    const windows = await openBoth(context, [])
    const [room, speaker] = windows.map(it => it.page) as [Page, Page]
    const at = walk.find(it => it.id === 'rethook' && it.step === 0)!
    await hash(room, `#/${at.no}`)
    await both(windows, at)
    const before = [await shown(room), await shown(speaker)]
    await context.route('**/*', route => route.abort())
    for (const [key, page] of [
      ['a', room],
      ['a', speaker],
      ['r', speaker],
      ['k', room],
      ['?', room],
      ['m', speaker],
      ['/', room],
      ['e', speaker],
    ] as const) {
      await page.keyboard.press(key)
      await page.getByRole('status').filter({ hasText: WORDS }).waitFor()
      await expect.poll(async () => [await shown(room), await shown(speaker)], { message: key }).toEqual(before)
      await page.evaluate(() => document.querySelector('.said-over-slide')?.remove())
    }
    await speaker.keyboard.press('PageDown')
    await both(windows, walk[walk.indexOf(at) + 1]!)
    await context.close()
  })

  test('an address that names an arch or a release shows the slide without it, and loses the name', async () => {
    const { page, wrong } = await open.newPage()
    const asked = new Set<string>()
    page.on('request', it => asked.add(it.url()))
    await keepPointing(page.context())
    const { no } = walk.find(it => it.id === 'kprobe')!
    await page.goto(`${open.origin}/#/${no}`)
    await page.waitForSelector(`#slide-content [data-slidev-no="${no}"] svg[data-diagram][data-settled]`)
    const first = new Set(asked)
    const without = await shown(page)
    await page.goto('about:blank')
    await page.route('**/*', route => (first.has(route.request().url()) ? route.continue() : route.abort()))
    for (const query of ['arch=arm64', 'release=6.8', 'arch=arm64&release=6.8']) {
      await page.goto(`${open.origin}/#/${no}?${query}`)
      await page.getByRole('status').filter({ hasText: WORDS }).waitFor()
      await expect.poll(() => shown(page), { message: query }).toEqual(without)
      await page.goto('about:blank')
    }
    expect(wrong.filter(it => !it.includes('Failed to load resource'))).toEqual([])
    await page.context().close()
  })
})
