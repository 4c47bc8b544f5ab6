import { type Browser, chromium, type Page } from 'playwright-chromium'
import { afterAll, beforeAll, inject } from 'vitest'

/** The longest that a page may take for anything; it only ends what hangs. */
const LIMIT_MS = 120_000

/** The built deck as it is served to all tests, and their Chromium. */
export type OpenDeck = {
  readonly origin: string
  /** A new page, and what went wrong in it so far: console errors, exceptions, requests that leave the machine. */
  readonly newPage: (options?: Parameters<Browser['newPage']>[0]) => Promise<{ page: Page; wrong: readonly string[] }>
}

/** Connect a file of tests to the Chromium that all files share; its pages are closed when its tests are done. */
export function useChromium(): { readonly browser: Browser } {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.connect(inject('chromiumEndpoint'))
  })
  afterAll(() => browser?.close())
  return {
    get browser() {
      return browser
    },
  }
}

/** The built deck for a file of tests. */
export function useOpenDeck(): OpenDeck {
  const chromium = useChromium()
  return {
    get origin() {
      return inject('deckOrigin')
    },
    async newPage(options) {
      const context = await chromium.browser.newContext({ viewport: { width: 980, height: 552 }, ...options })
      context.setDefaultTimeout(LIMIT_MS)
      const page = await context.newPage()
      const wrong: string[] = []
      page.on('console', message => {
        if (message.type() === 'error' || message.type() === 'warning') wrong.push(message.text())
      })
      page.on('pageerror', error => wrong.push(error.message))
      page.on('request', request => {
        const { protocol, hostname } = new URL(request.url())
        if (protocol !== 'data:' && hostname !== '127.0.0.1' && hostname !== 'localhost')
          wrong.push(`a request leaves the machine: ${request.url()}`)
      })
      return { page, wrong }
    },
  }
}
