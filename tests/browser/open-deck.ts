import type { Browser, Page } from 'playwright-chromium'
import type { DeckServer } from '../../src/server/serve-deck.ts'
import { afterAll, beforeAll } from 'vitest'
import { launchChromium } from '../../src/chromium/launch.ts'
import { ensureBuild } from '../../src/build/build-deck.ts'
import { serveDeck } from '../../src/server/serve-deck.ts'

/** The built deck, served, and one Chromium for a whole file of tests. */
export type OpenDeck = {
  readonly origin: string
  /** A new page, and what went wrong in it so far: console errors, exceptions, requests that leave the machine. */
  readonly newPage: (options?: Parameters<Browser['newPage']>[0]) => Promise<{ page: Page; wrong: readonly string[] }>
}

/** Open the deck before the tests of a file, and close it after them. */
export function useOpenDeck(): OpenDeck {
  let browser: Browser
  let served: DeckServer
  beforeAll(async () => {
    ;[browser, served] = await Promise.all([launchChromium(), ensureBuild().then(folder => serveDeck(folder))])
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await served?.close()
  })
  return {
    get origin() {
      return served.origin
    },
    async newPage(options) {
      const context = await browser.newContext({ viewport: { width: 980, height: 552 }, ...options })
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
