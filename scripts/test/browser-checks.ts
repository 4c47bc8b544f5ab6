import { pathToFileURL } from 'node:url'
import type { Deck } from '../../src/deck/deck.ts'
import { sceneForArch } from '../../src/deck/scene-for-arch.ts'
import type { DrivenBrowser, DrivenWindow } from './driven-browser.ts'

/** How long a window may take to show something, ms, and how often it is asked. */
const PATIENCE_MS = 30_000
const POLL_MS = 30

/** How far a box may be from where Chromium draws it, slide px: fonts are rounded otherwise. */
const TOLERANCE = 2

/** What is looked at in a browser. */
export type Talk = {
  readonly deck: Deck
  /** The deck as one file. */
  readonly file: string
  /** Serve the deck. */
  readonly serve: () => Promise<{ readonly origin: string; readonly close: () => Promise<void> }>
  /** What Chromium shows at each step. */
  readonly reference: readonly Picture[]
}

/**
 * What a window shows at a step: slide and caption, what is drawn in which state, all text, and the middles of boxes.
 * To Firefox the line around a box is part of it, so that its edges are elsewhere.
 */
export type Picture = {
  readonly at: string
  readonly drawn: string
  readonly text: string
  readonly boxes: readonly (readonly number[])[]
}

/** The slide on show, in a page. */
const SLIDE = `document.querySelector('#slide-content .slidev-page:not([style*="display: none"])')`

/** A {@link Picture} of the page; undefined while something moves. */
const PICTURE = `(() => {
  const slide = ${SLIDE}
  if (!slide || slide.querySelector('svg[data-diagram]:not([data-settled])')) return undefined
  const own = slide.getBoundingClientRect()
  // The description for screen readers comes a moment later.
  const text = slide.cloneNode(true)
  for (const it of text.querySelectorAll('.visually-hidden')) it.remove()
  const scale = own.width / 980
  const state = ({ dataset: { mechanism, link, register, state, class: its } }) =>
    [mechanism ?? link ?? register, state, its].join(' ')
  return {
    at: slide.dataset.slidevNo + ' ' + slide.querySelector('[data-step-caption]')?.dataset.stepCaption,
    drawn: [...slide.querySelectorAll('[data-mechanism], [data-link], [data-register]')].map(state).join('; '),
    text: text.textContent.replace(/\\s+/g, ' '),
    boxes: [...slide.querySelectorAll('h1, [data-mechanism] > rect:first-of-type')].map(it => {
      const { left, top, width, height } = it.getBoundingClientRect()
      return [left + width / 2 - own.left, top + height / 2 - own.top].map(px => px / scale)
    }),
  }
})()`

/**
 * Go through the talk in the presenter's window, and look at the room's at each step.
 *
 * @param browser - which.
 * @param talk - what is shown in it.
 * @returns what the room showed.
 * @throws Error when a window does not come to a step.
 */
export async function walkTalk(browser: DrivenBrowser, { deck, serve }: Omit<Talk, 'reference'>): Promise<Picture[]> {
  const { origin, close } = await serve()
  const { room, speaker } = await openBoth(browser, origin)
  const pictures: Picture[] = []
  for (const [i, at] of stepsOf(deck).entries()) {
    if (i > 0) await speaker.press('PageDown')
    await until(`the room at ${at}`, async () => (await room.evaluate<Picture | null>(PICTURE))?.at === at)
    await until(`the presenter at ${at}`, async () => (await speaker.evaluate<Picture | null>(PICTURE))?.at === at)
    pictures.push(await pictureAtRest(room))
  }
  await close()
  return pictures
}

/** What a window shows once nothing moves: two looks, one after the other, see the same. */
async function pictureAtRest(page: DrivenWindow): Promise<Picture> {
  let picture: Picture | null = null
  let last = ''
  await until('a picture at rest', async () => {
    picture = await page.evaluate<Picture | null>(PICTURE)
    const now = JSON.stringify(picture)
    const isAtRest = picture !== null && now === last
    last = now
    return isAtRest
  })
  return picture!
}

/** Every step of the talk, as a {@link Picture} names it. */
function stepsOf(deck: Deck): readonly string[] {
  return deck.order.flatMap((id, i) =>
    sceneForArch(deck, id, deck.arch).steps.map(({ caption }) => `${i + 1} ${caption}`),
  )
}

/** The checks, each with what it says when all is right. */
export const CHECKS: Readonly<Record<string, (browser: DrivenBrowser, talk: Talk) => Promise<string>>> = {
  'every step, both windows in step': async (browser, talk) => {
    const pictures = await walkTalk(browser, talk)
    const wrong = pictures.flatMap((it, i) => differences(it, talk.reference[i]!))
    if (wrong.length > 0) throw new Error(`${wrong.length} differences; ${wrong.slice(0, 3).join('; ')}`)
    return `${pictures.length} steps as in Chromium`
  },
  keys: checkKeys,
  'explorer, seen by the room': checkExplorer,
  'F5, with the server and without it': checkReload,
  'the single file': async (browser, { file, deck }) => {
    const page = await browser.openWindow()
    await page.goto(pathToFileURL(file).href)
    for (const [i, at] of stepsOf(deck).slice(0, 12).entries()) {
      if (i > 0) await page.press('PageDown')
      await until(`the file at ${at}`, async () => (await page.evaluate<Picture | null>(PICTURE))?.at === at)
    }
    await page.press('/', ...'fprobe')
    await until('an answer', () => page.evaluate(`document.querySelector('[data-question="fprobe"]') !== null`))
    return 'steps and an answer'
  },
}

/** The checks of a browser that blocks all site data. */
export const BLOCKED_CHECKS: typeof CHECKS = {
  'site data blocked': async (browser, { serve, deck }) => {
    const { origin, close } = await serve()
    for (const path of ['#/1', '#/presenter/1']) {
      const page = await browser.openWindow()
      await page.goto(`${origin}/${path}`)
      await until('a slide', async () => (await page.evaluate<Picture | null>(PICTURE)) !== null)
      const isKept = await page.evaluate(`(document.cookie = 'kept=1', document.cookie !== '')`)
      if (isKept) throw new Error('the browser keeps cookies')
      // Where it lets windows talk to one another, the second one joins the first.
      await page.press('Home')
      for (const [i, at] of stepsOf(deck).slice(0, 6).entries()) {
        if (i > 0) await page.press('PageDown')
        await until(`${path} at ${at}`, async () => (await page.evaluate<Picture | null>(PICTURE))?.at === at)
      }
      await page.press('/', ...'fprobe')
      await until('an option', () =>
        page.evaluate(`document.querySelector('.is-open [aria-selected="true"]') !== null`),
      )
    }
    await close()
    return 'steps, presenter and explorer'
  },
}

/** How a picture differs from Chromium's. */
function differences(is: Picture, wanted: Picture): readonly string[] {
  const apart = is.boxes.some((box, i) => box.some((px, j) => Math.abs(px - wanted.boxes[i]![j]!) > TOLERANCE))
  return [
    ...(is.drawn === wanted.drawn ? [] : [`${is.at}: other states`]),
    ...(is.text === wanted.text ? [] : [`${is.at}: other text`]),
    ...(apart ? [`${is.at}: a box is elsewhere`] : []),
  ]
}

async function checkKeys(browser: DrivenBrowser, { serve, deck }: Talk): Promise<string> {
  const { origin, close } = await serve()
  const { room, speaker } = await openBoth(browser, origin)
  const last = deck.order.length
  const hash = (wanted: RegExp) => async () => wanted.test(await room.evaluate<string>('location.hash'))
  const holds = (expression: string) => () => room.evaluate<boolean>(expression)
  const rows: readonly (readonly [keys: readonly string[], what: string, is: () => Promise<boolean>])[] = [
    [['ArrowRight'], 'a step on', hash(/^#\/2$|clicks=1/)],
    [['ArrowLeft'], 'a step back', hash(/^#\/1$/)],
    [[' '], 'a step on', hash(/^#\/2$|clicks=1/)],
    [['PageUp'], 'a step back', hash(/^#\/1$/)],
    [['End'], 'the last slide', hash(new RegExp(`^#/${last}$`))],
    [['Home'], 'the first slide', hash(/^#\/1$/)],
    [['1', '2', 'Enter'], 'slide 12', hash(/^#\/12$/)],
    [['ArrowDown'], 'the next slide', hash(/^#\/13$/)],
    [['b'], 'black', holds(`document.documentElement.hasAttribute('data-black')`)],
    [['.'], 'no black', holds(`!document.documentElement.hasAttribute('data-black')`)],
    [['a'], 'another arch', hash(/arch=/)],
    [['A'], 'the arch before', hash(/^#\/13$/)],
    [['r'], 'another release', hash(/release=/)],
    [['R'], 'the release before', hash(/^#\/13$/)],
  ]
  for (const [keys, what, is] of rows) {
    await speaker.press(...keys)
    await until(`${keys.join(' ')}: ${what}`, is)
  }
  await speaker.press('?')
  await until('? opens the keys', () => speaker.evaluate(`document.querySelector('.key-help, .talk-dialog') !== null`))
  await speaker.press('Escape')
  await until('Escape closes them', () => speaker.evaluate(`document.querySelector('.talk-dialog') === null`))
  await close()
  return `${rows.length + 2} keys`
}

async function checkExplorer(browser: DrivenBrowser, { serve }: Talk): Promise<string> {
  const { origin, close } = await serve()
  const { room, speaker } = await openBoth(browser, origin)
  const question = 'who reads pstate on arm64 in 6.8'
  const shown = `document.querySelector('[data-answer]')?.dataset.question ?? ''`
  await speaker.press('/')
  await until('the search', () => speaker.evaluate(`document.querySelector('.explorer-veil.is-open') !== null`))
  await speaker.press(...question)
  await until('the question', () =>
    speaker.evaluate(`document.querySelector('.explorer-search input').value.length > 20`),
  )
  if ((await room.evaluate(shown)) !== '') throw new Error('the room sees a question before Enter')
  await speaker.press('Enter')
  for (const page of [speaker, room]) await until('the answer', async () => (await page.evaluate(shown)) === question)
  const [one, other] = await Promise.all(
    [speaker, room].map(it =>
      it.evaluate<string>(`document.querySelector('[data-answer] .explorer-words h2').textContent`),
    ),
  )
  if (one !== other) throw new Error(`the room sees “${other}”, the speaker “${one}”`)
  await speaker.press('Escape')
  for (const page of [speaker, room]) await until('no answer', async () => (await page.evaluate(shown)) === '')
  await close()
  return one!
}

async function checkReload(browser: DrivenBrowser, { serve, deck }: Talk): Promise<string> {
  const { origin, close } = await serve()
  const { room, speaker } = await openBoth(browser, origin)
  await until('all loaded', () => room.evaluate(`document.documentElement.hasAttribute('data-loaded')`))
  await until('all loaded', () => speaker.evaluate(`document.documentElement.hasAttribute('data-loaded')`))
  const [, second, third] = stepsOf(deck)
  for (const [is, at] of [
    ['with', second],
    ['without', third],
  ] as const) {
    if (is === 'without') await close()
    for (const page of [room, speaker]) await page.press('F5')
    await speaker.press('PageDown')
    for (const page of [room, speaker])
      await until(`${is} the server, at ${at}`, async () => (await page.evaluate<Picture | null>(PICTURE))?.at === at)
  }
  return 'the talk goes on'
}

/** The room's window and the speaker's, both at the beginning. */
async function openBoth(
  browser: DrivenBrowser,
  origin: string,
): Promise<{ readonly room: DrivenWindow; readonly speaker: DrivenWindow }> {
  const room = await browser.openWindow()
  await room.goto(`${origin}/#/1`)
  const speaker = await browser.openWindow()
  await speaker.goto(`${origin}/#/presenter/1`)
  for (const page of [room, speaker])
    await until('the first slide', async () => (await page.evaluate<Picture | null>(PICTURE)) !== null)
  return { room, speaker }
}

/** Wait until something holds. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${PATIENCE_MS / 1000} s for ${what}`)
    await new Promise(resolve => setTimeout(resolve, POLL_MS))
  }
}
