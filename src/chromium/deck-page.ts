import type { Browser, CDPSession, Page } from 'playwright-chromium'
import { launchChromium } from './launch.ts'
import { buildDeck, type BuildOptions } from '../build/build-deck.ts'
import { VIEWPORT } from './print-viewport.ts'
import { serveDeck } from '../server/serve-deck.ts'
import { SlideFault } from './slide-fault.ts'

/** How long a Chromium may take to close, ms. */
const CLOSING_MS = 5000

/** How often Chromium is asked whether it is still there, and how long it may take to answer, ms. */
const [HEARTBEAT_MS, SILENCE_MS] = [2000, 20_000]

/**
 * Build the deck if need be, serve it, and open an empty page of Chromium to look at it; close all of it in the end.
 *
 * While the deck is being built, Chromium starts.
 *
 * @param build - which deck, and how it is built.
 * @param use - given the page, and the address where the deck is served, without a slash at the end.
 * @returns what `use` returns.
 * @throws DataError with the line of a slide that `use` finds not to be drawn; Error when the deck does not build, when
 *   Chromium does not start or ends too early, and what `use` throws.
 */
export async function withDeckPage<T>(
  build: BuildOptions,
  use: (page: Page, origin: string) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  const signal = AbortSignal.any([stop.signal, ...(build.signal ? [build.signal] : [])])
  build.progress?.('Starting Chromium …')
  const building = buildDeck({ ...build, signal }).then(folder => serveDeck(folder))
  const starting = launchChromium(signal).then(async browser => {
    const silent = untilSilent(browser, stop.signal)
    return { browser, silent: () => silent, page: await Promise.race([openPage(browser), silent]) }
  })
  try {
    const [{ page, silent }, { origin }] = await Promise.all([starting, building])
    build.progress?.('Drawing …')
    return await Promise.race([use(page, origin), untilGone(page), silent()])
  } catch (error) {
    build.signal?.throwIfAborted()
    stop.abort()
    if (error instanceof SlideFault) return await throwSlideFault(error, build)
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
    stop.abort()
    const [chromium, deck] = await Promise.allSettled([starting, building])
    await Promise.all([
      chromium.status === 'fulfilled' && Promise.race([chromium.value.browser.close(), patience(CLOSING_MS)]),
      deck.status === 'fulfilled' && deck.value.close(),
    ])
  }
}

/** Say in which file and on which line the slide stands that was not drawn. */
async function throwSlideFault({ slide, message }: SlideFault, { deck, slides }: BuildOptions): Promise<never> {
  const { faultOfDrawnSlide } = await import('../build/bodies/drawn-slide.ts')
  throw faultOfDrawnSlide(slide, message, { deck, slides })
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

/** Fails when Chromium is there and answers no more, as one that is stopped. Its pages may be busy for longer. */
async function untilSilent(browser: Browser, signal: AbortSignal): Promise<never> {
  let asking: Promise<CDPSession> | undefined
  while (!signal.aborted) {
    asking ??= browser.newBrowserCDPSession()
    const answer = asking
      .then(it => it.send('Browser.getVersion'))
      .then(
        () => true,
        () => true, // It is gone, which others tell.
      )
    if (!(await Promise.race([answer, patience(SILENCE_MS).then(() => false)])) && !signal.aborted)
      throw new Error(
        `Chromium has not answered for ${SILENCE_MS / 1000} s; nothing was written. Close some programs if memory is short, and run the command again`,
      )
    await patience(HEARTBEAT_MS)
  }
  return new Promise(() => undefined)
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
