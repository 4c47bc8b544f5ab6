import type { BrowserContext, Page } from 'playwright-chromium'
import type { TalkWindow } from '../../../scripts/bench/talk-window.ts'
import { openWindow } from '../../../scripts/bench/talk-window.ts'
import { readDeck } from '../../../src/build/read-deck.ts'
import { sceneForArch } from '../../../src/deck/scene-for-arch.ts'
import { type OpenDeck, useOpenDeck } from './open-deck.ts'

/** A step of the talk, and what a window shows at it. */
export type Place = { readonly id: string; readonly no: number; readonly step: number; readonly what: string }

export const deck = readDeck()

/** Every step of the talk, in order. */
export const walk: readonly Place[] = deck.order.flatMap((id, i) =>
  sceneForArch(deck, id, deck.arch).steps.map(({ caption }, step) => ({
    id,
    no: i + 1,
    step,
    what: `${i + 1} ${caption}`,
  })),
)

/** Wait until all windows show a step. */
export const both = (windows: readonly TalkWindow[], { what }: { what: string }): Promise<unknown> =>
  Promise.all(windows.map(it => it.waitFor(what)))

/** Go to an address as somebody does who types it. */
export const hash = (page: Page, to: string): Promise<void> => page.evaluate(it => location.assign(it), to)

/** The windows of the talk, for a file of tests. */
export type Windows = {
  readonly open: OpenDeck
  readonly newContext: () => Promise<BrowserContext>
  /** The audience's window and the speaker's, as `npm start` names their addresses, when both show the beginning. */
  readonly openBoth: (
    context: BrowserContext,
    said: string[],
    origin?: string,
  ) => Promise<readonly [TalkWindow, TalkWindow]>
}

export function useWindows(): Windows {
  const open = useOpenDeck()
  return {
    open,
    async newContext() {
      const { page } = await open.newPage({ viewport: { width: 1280, height: 720 } })
      await page.close()
      return page.context()
    },
    async openBoth(context, said, origin = open.origin) {
      const audience = await openWindow(context, `${origin}/#/1`, text => said.push(text))
      const presenter = await openWindow(context, `${origin}/#/presenter/1`, text => said.push(text))
      await both([audience, presenter], walk[0]!)
      return [audience, presenter]
    },
  }
}
