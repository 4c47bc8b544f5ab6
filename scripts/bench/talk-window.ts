import type { BrowserContext, Page } from 'playwright-chromium'

/** What a window showed, and from when, ms since 1970. Empty: nothing that is part of the talk. */
export type Shown = { readonly at: number; readonly what: string }

/** A window of the talk, as the audience or the speaker has it. */
export type TalkWindow = {
  readonly page: Page
  /** What the document on show has shown so far. */
  readonly shown: () => Promise<readonly Shown[]>
  /** Wait until the window shows it; the error says what it showed instead. */
  readonly waitFor: (what: string) => Promise<void>
  /** Have it do nothing at all, as a tab does that the browser has put to sleep; what it gives wakes it. */
  readonly sleep: () => Promise<() => Promise<void>>
}

/** How long a window may take to show what it is asked for before the walk gives up, ms. */
const PATIENCE = 60_000

/**
 * Open a window of the talk, which keeps a diary of what it shows.
 *
 * @param context - the windows of one context share the state of the talk.
 * @param address - of the deck, whole.
 * @param said - receives the page's console messages, errors and failed requests.
 * @returns the window, once its page has loaded.
 */
export async function openWindow(
  context: BrowserContext,
  address: string,
  said: (text: string) => void,
): Promise<TalkWindow> {
  const page = await context.newPage()
  page.on('console', message => said(message.text()))
  page.on('pageerror', error => said(error.message))
  await page.addInitScript(keepDiary)
  const cdp = await context.newCDPSession(page)
  await page.goto(address)
  await cdp.send('Debugger.enable')
  return {
    page,
    sleep: async () => {
      const asleep = new Promise(resolve => cdp.once('Debugger.paused', resolve))
      const sleeping = cdp.send('Runtime.evaluate', { expression: 'debugger' })
      await asleep
      return async () => {
        await cdp.send('Debugger.resume')
        await sleeping
      }
    },
    shown: () => page.evaluate(() => window.diary),
    waitFor: what =>
      page
        .waitForFunction(it => window.diary.at(-1)?.what === it, what, { timeout: PATIENCE, polling: 20 })
        .then(
          () => undefined,
          async (error: unknown) => {
            throw new Error(
              `the window shows ${await page.evaluate(() => window.diary.at(-1)?.what ?? 'nothing')} instead of ${what}`,
              { cause: error },
            )
          },
        ),
  }
}

declare global {
  interface Window {
    diary: Shown[]
  }
}

/**
 * What is on show as text: slide number, caption of the step, and the question of an answer that is shown over it. Runs
 * in the page.
 */
function keepDiary(): void {
  const diary: Shown[] = []
  window.diary = diary
  function look() {
    const slide = document.querySelector('#slide-content .slidev-page:not([style*="display: none"])')
    const says = slide?.querySelector('[data-step-caption]')?.getAttribute('data-step-caption')
    const question = document.querySelector('[data-answer]')?.getAttribute('data-question')
    const answer = question === null || question === undefined ? '' : ` | ${question}`
    const what = says ? `${slide!.getAttribute('data-slidev-no')} ${says}${answer}` : ''
    if (what !== (diary.at(-1)?.what ?? '')) diary.push({ at: performance.timeOrigin + performance.now(), what })
  }
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ['style', 'data-step-caption', 'data-question'],
  })
}
