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

describe('two windows', () => {
  test('load the rest while the user is idle; until then any slide can be reached, and none is empty', async () => {
    const context = await newContext()
    await context.addInitScript(() => {
      window.pointing = setInterval(() => dispatchEvent(new MouseEvent('mousemove')), 100)
    })
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
