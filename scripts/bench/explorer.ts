import type { BrowserContext, Page } from 'playwright-chromium'
import { withDeckPage } from '../../src/chromium/deck-page.ts'

/** How often a question is asked; the median counts. */
const RUNS = 15

/** How often the first question of all is asked, each time of a Chromium of its own. */
const FRESH_RUNS = 7

/** How many times slower than this machine the CPU is made. */
const SLOWDOWN = 4

/** The room in which the talk is shown, px. */
const VIEWPORT = { width: 1280, height: 720 }

/** What is typed behind the key that opens the search: a letter, and the last letter of a question. */
const QUESTIONS = [
  { what: 'first letter of a name', typed: '', key: 'k' },
  { what: 'who reads a register', typed: 'who reads c', key: 's' },
  { what: 'how registers get from A to B', typed: 'how trampolines to user_mod', key: 'e' },
] as const

/** A question, and how long it took from the key to the painted answer, ms, smallest first. */
export type ExplorerRow = { readonly what: string; readonly ms: readonly number[] }

/**
 * From a key to the explorer's answer on the screen, in the built deck, with the CPU slowed.
 *
 * @param progress - receives what is being measured, as a line.
 * @returns the opening, each query repeated, and the first query in fresh browsers.
 */
export async function benchExplorer(
  progress: (text: string) => void = () => undefined,
): Promise<readonly ExplorerRow[]> {
  const first: number[] = []
  for (let run = 0; run < FRESH_RUNS; run++) {
    progress(`Asking a fresh explorer, ${run + 1} of ${FRESH_RUNS} …`)
    await withDeckPage({ progress }, async (page, origin) => {
      const { open, ask } = await slowExplorer(page, origin)
      await open()
      first.push(await ask(QUESTIONS[0]))
    })
  }
  return withDeckPage({ progress }, async (page, origin) => {
    const { open, ask, leave } = await slowExplorer(page, origin)
    const opening: number[] = []
    const asked = QUESTIONS.map(() => [] as number[])
    for (let run = 0; run < RUNS; run++) {
      progress(`Asking the explorer, ${run + 1} of ${RUNS} …`)
      for (const [i, question] of QUESTIONS.entries()) {
        const ms = await open()
        if (i === 0) opening.push(ms)
        asked[i]!.push(await ask(question))
        await leave()
      }
    }
    const rows = [
      { what: 'opening it', ms: opening },
      ...QUESTIONS.map(({ what }, i) => ({ what, ms: asked[i]! })),
      { what: `${QUESTIONS[0].what}, asked first`, ms: first },
    ]
    return rows.map(({ what, ms }) => ({ what, ms: ms.toSorted((a, b) => a - b) }))
  })
}

/** What the speaker shows to the room. */
const SHOWN = ['who reads pstate on arm64 in 6.8', 'is cs valid in a kretprobe', 'how rethook to user_mode', 'fprobe']

/**
 * From Enter in the presenter to the painted answer, in the presenter and in the room, with the CPU slowed in both.
 *
 * @param progress - receives what is being measured, as a line.
 * @returns a row for each of the two windows.
 */
export async function benchRoom(progress: (text: string) => void = () => undefined): Promise<readonly ExplorerRow[]> {
  return withDeckPage({ progress }, async (page, origin) => {
    const context = await page.context().browser()!.newContext()
    const speaker = await context.newPage()
    const room = await openInWindow(context, speaker)
    for (const [page, address] of [
      [room, '#/7'],
      [speaker, '#/presenter/7'],
    ] as const) {
      await page.setViewportSize(VIEWPORT)
      await page.goto(`${origin}/${address}`)
      await page.waitForSelector('html[data-loaded]', { state: 'attached' })
      await page.waitForSelector('dialog.explorer', { state: 'attached' })
      await page.evaluate(notePaintedAnswers)
      const session = await page.context().newCDPSession(page)
      await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
    }
    const times: [number[], number[]] = [[], []]
    for (let run = 0; run < RUNS; run++) {
      progress(`Showing answers to the room, ${run + 1} of ${RUNS} …`)
      for (const question of SHOWN) {
        await speaker.keyboard.press('/')
        await speaker.waitForSelector('.explorer-veil.is-open')
        await speaker.locator('.explorer-search input').fill(question)
        await speaker.keyboard.press('Enter')
        const painted = await Promise.all([speaker, room].map(it => paintedAt(it, question)))
        const pressed = Number(await speaker.evaluate(() => document.documentElement.dataset['pressed']))
        painted.forEach((at, i) => times[i as 0 | 1].push(at - pressed))
        await speaker.keyboard.press('Escape')
        await Promise.all([speaker, room].map(it => it.waitForSelector('[data-answer]', { state: 'detached' })))
      }
    }
    return ['an answer shown, in the presenter', 'an answer shown, in the room'].map((what, i) => ({
      what,
      ms: times[i as 0 | 1].toSorted((a, b) => a - b),
    }))
  })
}

/**
 * Open a page in a window of its own, as on the other screen: a tab that lies behind another draws a frame a second.
 *
 * @param context - of the other page.
 * @param beside - a page of the context.
 * @returns the new page, empty.
 */
async function openInWindow(context: BrowserContext, beside: Page): Promise<Page> {
  const session = await context.newCDPSession(beside)
  const { browserContextId } = (await session.send('Target.getTargetInfo')).targetInfo
  const browser = await context.browser()!.newBrowserCDPSession()
  const [page] = await Promise.all([
    context.waitForEvent('page'),
    browser.send('Target.createTarget', { url: 'about:blank', newWindow: true, browserContextId: browserContextId! }),
  ])
  return page
}

/** When the answer to a question had been painted, ms since 1970. */
async function paintedAt(page: Page, question: string): Promise<number> {
  const painted = await page.waitForFunction(it => {
    const { painted, paintedAnswer } = document.documentElement.dataset
    return paintedAnswer === it ? painted : undefined
  }, question)
  return Number(await painted.jsonValue())
}

/** In a page: note when Enter was pressed, and when the frame with an answer had been painted. */
function notePaintedAnswers(): void {
  const { dataset } = document.documentElement
  addEventListener(
    'keydown',
    ({ key, timeStamp }) => {
      if (key === 'Enter') dataset['pressed'] = String(performance.timeOrigin + timeStamp)
    },
    { capture: true },
  )
  let last: string | null | undefined
  new MutationObserver(() => {
    const question = document.querySelector('[data-answer]')?.getAttribute('data-question')
    if (question === last) return
    last = question
    delete dataset['paintedAnswer']
    if (!question) return
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => {
        dataset['painted'] = String(performance.timeOrigin + performance.now())
        dataset['paintedAnswer'] = question
      }
      channel.port2.postMessage(undefined)
    })
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-question'] })
}

/** Uses the explorer of a loaded deck with the CPU slowed; times in ms, from the key to the painted frame. */
async function slowExplorer(page: Page, origin: string) {
  await page.setViewportSize(VIEWPORT)
  await page.goto(`${origin}/#/7`)
  await page.waitForSelector('html[data-loaded]', { state: 'attached' })
  await page.waitForSelector('dialog.explorer', { state: 'attached' })
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
  // The event's timestamp is when the key was pressed; the answer is on the first frame requested after it arrived.
  await page.evaluate(() => {
    window.addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() => {
          const channel = new MessageChannel()
          channel.port1.onmessage = () =>
            (document.documentElement.dataset['painted'] = String(performance.now() - timeStamp))
          channel.port2.postMessage(undefined)
        }),
      { capture: true },
    )
  })
  const timed = async (key: string) => {
    await page.evaluate(() => delete document.documentElement.dataset['painted'])
    await page.keyboard.press(key)
    await page.waitForSelector('.explorer-veil.is-open')
    return Number(
      await page.waitForFunction(() => document.documentElement.dataset['painted']).then(it => it.jsonValue()),
    )
  }
  return {
    open: () => timed('/'),
    async ask({ typed, key }: (typeof QUESTIONS)[number]) {
      await page.locator('.explorer-search input').fill(typed)
      return timed(key)
    },
    async leave() {
      await page.keyboard.press('Escape')
      await page.waitForSelector('.explorer-veil.is-open', { state: 'hidden' })
    },
  }
}
