import type { Browser, Page } from 'playwright-chromium'
import { launchChromium } from './launch.ts'
import { buildDeck, type BuildOptions } from '../build/build-deck.ts'
import { VIEWPORT } from './print-viewport.ts'
import { serveDeck } from '../server/serve-deck.ts'

/** How long a Chromium may take to close, ms. */
const CLOSING_MS = 5000

/**
 * Build the deck if need be, serve it, and open an empty page of Chromium to look at it; close all of it in the end.
 *
 * While the deck is being built, Chromium starts.
 *
 * @param build - which deck, and how it is built.
 * @param use - given the page, and the address where the deck is served, without a slash at the end.
 * @returns what `use` returns.
 * @throws Error when the deck does not build, when Chromium does not start or ends too early, and what `use` throws.
 */
export async function withDeckPage<T>(
  build: BuildOptions,
  use: (page: Page, origin: string) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  const signal = AbortSignal.any([stop.signal, ...(build.signal ? [build.signal] : [])])
  const building = buildDeck({ ...build, signal }).then(folder => serveDeck(folder))
  const starting = launchChromium(signal).then(async browser => ({ browser, page: await openPage(browser) }))
  try {
    const [{ page }, { origin }] = await Promise.all([starting, building])
    return await Promise.race([use(page, origin), untilGone(page)])
  } catch (error) {
    build.signal?.throwIfAborted()
    stop.abort()
    const isGone =
      error instanceof Error &&
      /^(?:[\w.]+: )?(?:Target (?:page, context or browser has been closed|crashed|closed)|Page crashed|Browser closed)/i.test(
        error.message,
      )
    if (isGone)
      throw new Error(
        'Chromium ended before the job was done; nothing was written. Close some programs if memory is short, and run the command again',
        { cause: error },
      )
    throw error
  } finally {
    const [chromium, deck] = await Promise.allSettled([starting, building])
    await Promise.all([
      chromium.status === 'fulfilled' && Promise.race([chromium.value.browser.close(), patience(CLOSING_MS)]),
      deck.status === 'fulfilled' && deck.value.close(),
    ])
  }
}

/** Fails when Chromium is gone, or what draws the page is: what was asked of it then is never answered. */
function untilGone(gone: Browser | Page): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(new Error('Target crashed'))
    if ('context' in gone) {
      gone.on('crash', fail)
      gone.context().browser()!.on('disconnected', fail)
    } else {
      gone.on('disconnected', fail)
    }
  })
}

function patience(ms: number): Promise<void> {
  return new Promise(resolve => void setTimeout(resolve, ms).unref())
}

/**
 * Find something out once Chromium is on its way: to load what reads slides.md takes as long as Chromium takes to
 * start.
 *
 * @param find - loads modules and reads files.
 * @returns what was found; a failure is reported when it is awaited.
 */
export function whileChromiumStarts<T>(find: () => Promise<T>): Promise<T> {
  const found = import('playwright-chromium').then(find)
  found.catch(() => undefined)
  return found
}

/** A new page, empty, with a renderer of its own. */
export function openPage(browser: Browser): Promise<Page> {
  return Promise.race([browser.newPage({ viewport: VIEWPORT }), untilGone(browser)])
}
