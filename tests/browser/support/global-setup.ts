import type { TestProject } from 'vitest/node'
import { buildDeck } from '../../../src/build/build-deck.ts'
import { launchChromiumServer } from '../../../src/chromium/launch.ts'
import { serveDeck } from '../../../src/server/serve-deck.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built deck is served, without a slash at the end. */
    deckOrigin: string
    /** Where the Chromium is that all files share. */
    chromiumEndpoint: string
  }
}

/** Build the deck, serve it, and start a Chromium, once for all test files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [chromium, served] = await Promise.all([launchChromiumServer(), buildDeck().then(it => serveDeck(it))])
  project.provide('deckOrigin', served.origin)
  project.provide('chromiumEndpoint', chromium.wsEndpoint())
  return async () => {
    await Promise.all([chromium.close(), served.close()])
  }
}
