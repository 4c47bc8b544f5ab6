import type { BrowserContext, Page } from 'playwright-chromium'
import type { Deck } from '../../src/deck/deck.ts'

/** How long another arch, and another release, take to be seen in each window, at worst; ms from the key. */
export type SwitchRow = {
  /** The scene with the most on the stage. */
  readonly scene: string
  readonly switches: number
  /** In the window in which the key was pressed, and in the speaker's, which hears of it. */
  readonly here: { readonly archMs: number; readonly releaseMs: number }
  readonly there: { readonly archMs: number; readonly releaseMs: number }
  readonly reloads: number
}

/** How many releases are gone through; all arches are. */
const RELEASES = 24

/** The text on the slide on show that names arch and release. */
const DESCRIBED = '.slidev-page:not([style*="display: none"]) .slide-viewpoint'

/**
 * Switch arch and release on a slide by their keys, and see how soon both windows have drawn it.
 *
 * @param context - where both windows are opened.
 * @param origin - where the deck is served, no slash at the end.
 * @param deck - the deck that is served.
 * @param scene - the id of the scene whose slide is on show.
 * @returns the times, ms.
 */
export async function benchSwitch(
  context: BrowserContext,
  origin: string,
  deck: Deck,
  scene: string,
): Promise<SwitchRow> {
  const at = `${deck.order.indexOf(scene) + 1}?clicks=${deck.scenes[scene]!.steps.length - 1}`
  const audience = await context.newPage()
  await audience.goto(`${origin}/#/${at}`)
  // A window of its own: a tab behind another draws when it likes.
  const [speaker] = await Promise.all([
    audience.waitForEvent('popup'),
    audience.evaluate(url => void open(url, '', 'popup'), `${origin}/#/presenter/${at}`),
  ])
  const windows = [audience, speaker] as const
  let loads = 0
  for (const page of windows) page.on('load', () => loads++)
  for (const page of windows) await page.waitForSelector('html[data-loaded]')
  const opened = loads
  const switchBy = async (key: string, times: number) => {
    const all: (readonly [number, number])[] = []
    // The first one loads what there is to switch to.
    for (let i = 0; i <= times; i++) {
      await Promise.all(windows.map(watch))
      await audience.keyboard.press(key)
      const from = await audience.evaluate(() => window.switched.pressed)
      const [here, there] = (await Promise.all(windows.map(it => it.evaluate(() => window.switched.drawn)))) as [
        number,
        number,
      ]
      if (i > 0) all.push([here - from, there - from])
    }
    return [0, 1].map(window => Math.max(...all.map(it => it[window]!))) as [number, number]
  }
  const [archHere, archThere] = await switchBy('a', 2 * deck.arches.length)
  const [releaseHere, releaseThere] = await switchBy('r', RELEASES)
  return {
    scene,
    switches: 2 * deck.arches.length + RELEASES,
    here: { archMs: archHere, releaseMs: releaseHere },
    there: { archMs: archThere, releaseMs: releaseThere },
    reloads: loads - opened,
  }
}

/** Record in a page when a key was pressed, and when it had drawn a slide that names another arch or release. */
function watch(page: Page): Promise<void> {
  return page.evaluate(selector => {
    const described = () => [...document.querySelectorAll(selector)].map(it => it.textContent).join()
    const before = described()
    window.switched = {
      pressed: new Promise(resolve =>
        addEventListener('keydown', ({ timeStamp }) => resolve(performance.timeOrigin + timeStamp), {
          once: true,
          capture: true,
        }),
      ),
      drawn: new Promise(resolve => {
        const look = () => {
          // The frame after the one in which it is there begins when that one has been drawn.
          if (described() !== before) requestAnimationFrame(now => resolve(performance.timeOrigin + now))
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
    }
  }, DESCRIBED)
}

declare global {
  /** Both in ms since 1970. */
  interface Window {
    switched: { readonly pressed: Promise<number>; readonly drawn: Promise<number> }
  }
}
