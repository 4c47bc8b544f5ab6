import type { BrowserContext, Page } from 'playwright-chromium'
import type { TalkWindow } from '../../scripts/bench/talk-window.ts'
import { describe, expect, test } from 'vitest'
import { sceneForArch } from '../../src/deck/scene-for-arch.ts'
import { buildDeck } from '../../src/build/build-deck.ts'
import { readDeck } from '../../src/build/read-deck.ts'
import { serveDeck } from '../../src/server/serve-deck.ts'
import { openWindow } from '../../scripts/bench/talk-window.ts'
import { longestApart, walkWindows } from '../../scripts/bench/walk-windows.ts'
import { useOpenDeck } from './open-deck.ts'

const deck = readDeck()
const open = useOpenDeck()
const walk = deck.order.flatMap((id, i) =>
  sceneForArch(deck, id, deck.arch).steps.map(({ caption }, step) => ({
    id,
    no: i + 1,
    step,
    what: `${i + 1} ${caption}`,
  })),
)

declare global {
  interface Window {
    /** What moves the mouse again and again, as if somebody did. */
    pointing: ReturnType<typeof setInterval>
  }
}

/** The audience's window and the speaker's, as `npm start` names their addresses, when both show the beginning. */
async function openBoth(
  context: BrowserContext,
  said: string[],
  origin = open.origin,
): Promise<readonly [TalkWindow, TalkWindow]> {
  const audience = await openWindow(context, `${origin}/#/1`, text => said.push(text))
  const presenter = await openWindow(context, `${origin}/#/presenter/1`, text => said.push(text))
  await both([audience, presenter], walk[0]!)
  return [audience, presenter]
}

async function newContext(): Promise<BrowserContext> {
  const { page } = await open.newPage({ viewport: { width: 1280, height: 720 } })
  await page.close()
  return page.context()
}

/** A place of the talk by scene and step. */
const at = (id: string, step = 0) => walk.find(it => it.id === id && it.step === step)!

const both = (windows: readonly TalkWindow[], { what }: { what: string }) =>
  Promise.all(windows.map(it => it.waitFor(what)))
const hash = (page: Page, to: string) => page.evaluate(it => location.assign(it), to)
const shownStage = (page: Page) =>
  page.locator('#slide-content .slidev-page:not([style*="display: none"]) svg[data-diagram]')

describe('two windows', () => {
  test('go through the whole talk with a clicker in either, though the server has gone, and the speaker sees what comes next', async () => {
    const served = await serveDeck(await buildDeck())
    const context = await newContext()
    const said: string[] = []
    const windows = await openBoth(context, said, served.origin)
    await Promise.all(windows.map(it => it.page.waitForSelector('html[data-loaded]')))
    await served.close()
    for (const [i, place] of walk.entries()) {
      await both(windows, place)
      // What stands around the slide comes when the slide has been drawn.
      await expect
        .poll(
          () =>
            windows[1].page.evaluate(() => ({
              next: document.querySelector('.presenter-next [data-step-caption]')?.getAttribute('data-step-caption'),
              part: [...document.querySelectorAll('.note-part')].findIndex(it => it.classList.contains('is-on')),
              isInSight: (([notes, part]) => part!.top >= notes!.top - 1 && part!.bottom <= notes!.bottom + 1)(
                ['.speaker-notes', '.note-part.is-on'].map(it => document.querySelector(it)!.getBoundingClientRect()),
              ),
            })),
          { message: place.what, interval: 20 },
        )
        .toEqual({ next: walk[i + 1]?.what.replace(/^\d+ /, ''), part: place.step, isInSight: true })
      if (i < walk.length - 1) await windows[i % 2]!.page.keyboard.press('PageDown')
    }
    for (const place of walk.toReversed().slice(1)) {
      await windows[place.no % 2]!.page.keyboard.press('PageUp')
      await both(windows, place)
    }
    expect(said).toEqual([])
    await context.close()
  })

  test('come to the same step after any key, address, reload, close and wake-up', async () => {
    const context = await newContext()
    const result = await walkWindows(context, open.origin, deck, { steps: 100, seed: 0.5 })
    expect(Math.min(result.reloads, result.reopenings, result.sleeps)).toBeGreaterThan(0)
    expect(result.said).toEqual([])
    await context.close()
  })

  test('end on the same step when both move at once', async () => {
    const context = await newContext()
    const said: string[] = []
    const windows = await openBoth(context, said)
    const shown = () =>
      Promise.all(
        windows.map(async ({ page }) => {
          const what = await page.evaluate(() => window.diary.at(-1)!.what)
          return walk.findIndex(it => it.what === what)
        }),
      )
    // A press has been answered for when the frame after it has been drawn.
    const drawn = () =>
      Promise.all(
        windows.map(({ page }) =>
          page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))),
        ),
      )
    let from = 0
    for (let round = 0; round < 10; round++) {
      await Promise.all(windows.map(it => it.page.keyboard.press('PageDown')))
      // Two presses at the same time are one step or two. One more press in one window is one step from there in both.
      await windows[0].page.keyboard.press('PageDown')
      await expect
        .poll(async () => {
          await drawn()
          const [one, other] = await shown()
          return one === other ? one! - from : 'apart'
        })
        .toSatisfy(steps => steps === 2 || steps === 3)
      from = (await shown())[0]!
    }
    expect(said).toEqual([])
    await context.close()
  })

  test('take a window that is opened late to where the talk is, and follow an address that is typed', async () => {
    const context = await newContext()
    const windows = await openBoth(context, [])
    await hash(windows[0].page, '#/8?clicks=2')
    await both(
      windows,
      walk.find(it => it.no === 8 && it.step === 2)!,
    )
    const late = await openWindow(context, `${open.origin}/#/presenter/1`, () => undefined)
    await both(
      [...windows, late],
      walk.find(it => it.no === 8 && it.step === 2)!,
    )
    // Not by way of the beginning, which its address names.
    expect(await late.shown()).toHaveLength(1)
    await context.close()
  })

  test('load the rest while the user is idle; until then any slide can be reached, and none is empty', async () => {
    const context = await newContext()
    await context.addInitScript(() => {
      window.pointing = setInterval(() => dispatchEvent(new MouseEvent('mousemove')), 100)
    })
    const said: string[] = []
    const windows = await openBoth(context, said)
    const isLoaded = () =>
      Promise.all(windows.map(({ page }) => page.evaluate(() => document.documentElement.hasAttribute('data-loaded'))))
    for (let no = deck.order.length; no > 0; no--) {
      await hash(windows[0].page, `#/${no}`)
      await both(
        windows,
        walk.find(it => it.no === no)!,
      )
    }
    expect(await isLoaded()).toEqual([false, false])
    expect((await Promise.all(windows.map(it => it.shown()))).flat().filter(it => it.what === '')).toEqual([])
    for (const { page } of windows) await page.evaluate(() => clearInterval(window.pointing))
    await Promise.all(windows.map(({ page }) => page.waitForSelector('html[data-loaded]')))
    expect(said).toEqual([])
    await context.close()
  })

  test('load the rest in a hidden window too, in which the browser draws no frames', async () => {
    const context = await newContext()
    const said: string[] = []
    await context.addInitScript(() => {
      window.requestAnimationFrame = () => 0
    })
    const { page } = await openWindow(context, `${open.origin}/#/presenter/1`, text => said.push(text))
    await page.waitForSelector('html[data-loaded]')
    expect(await page.locator('link[rel="icon"]').getAttribute('href')).toMatch(/^data:image\/png/)
    expect(said).toEqual([])
    await context.close()
  })

  test("are followed by Slidev's page of notes", async () => {
    const context = await newContext()
    const said: string[] = []
    const windows = await openBoth(context, said)
    const { page: notes } = await openWindow(context, `${open.origin}/#/notes`, text => said.push(text))
    for (const place of walk.slice(1, 6)) {
      await windows[0].page.keyboard.press('PageDown')
      await both(windows, place)
      const steps = walk.filter(it => it.no === place.no).length
      const text = () => notes.locator('body').innerText()
      await expect.poll(text).toContain(`${place.no} / ${deck.order.length}`)
      await expect.poll(text).toContain(`${place.step}/${steps - 1}`)
    }
    expect(said).toEqual([])
    await context.close()
  })

  test('go straight to where the talk is when they wake: of the words that have waited only the last is followed', async () => {
    const context = await newContext()
    const windows = await openBoth(context, [])
    await Promise.all(windows.map(it => it.page.waitForSelector('html[data-loaded]')))
    const wake = await windows[0].sleep()
    for (const place of walk.slice(1, 6)) {
      await windows[1].page.keyboard.press('PageDown')
      await windows[1].waitFor(place.what)
    }
    await wake()
    await both(windows, walk[5]!)
    expect((await windows[0].shown()).map(it => it.what)).toEqual([walk[0]!.what, walk[5]!.what])
    await context.close()
  })

  test('are black for the audience with . and b, in either window, until the next step; a link with the focus takes no key away', async () => {
    const context = await newContext()
    const windows = await openBoth(context, [])
    const [audience, presenter] = windows.map(it => it.page) as [Page, Page]
    const isBlack = (is: boolean) =>
      Promise.all([
        audience.waitForFunction(wanted => document.documentElement.hasAttribute('data-black') === wanted, is),
        presenter.locator('.presenter-black').waitFor({ state: is ? 'visible' : 'detached' }),
      ])
    await audience.locator('#slide-content a').first().focus()
    for (const [page, key] of [
      [audience, '.'],
      [presenter, 'b'],
    ] as const) {
      await page.keyboard.press(key)
      await isBlack(true)
      expect(await audience.evaluate(() => getComputedStyle(document.documentElement, '::after').backgroundColor)).toBe(
        'rgb(0, 0, 0)',
      )
      await page.keyboard.press(key)
      await isBlack(false)
    }
    await presenter.keyboard.press('b')
    await isBlack(true)
    await audience.keyboard.press('PageDown')
    await isBlack(false)
    await both(windows, walk[1]!)
    // The explorer is no light either.
    await audience.waitForSelector('html[data-loaded]')
    await audience.keyboard.press('e')
    await audience.locator('.explorer-veil.is-open').waitFor()
    await presenter.keyboard.press('b')
    await isBlack(true)
    const veil = await audience.locator('.explorer-veil').evaluate(it => Number(getComputedStyle(it).zIndex))
    expect(
      await audience.evaluate(() => Number(getComputedStyle(document.documentElement, '::after').zIndex)),
    ).toBeGreaterThan(veil)
    await context.close()
  })
})

describe('the presenter', () => {
  test('keeps a clock that starts with the first step, and survives a reload; t stops it, T takes it to zero', async () => {
    const context = await newContext()
    const windows = await openBoth(context, [])
    const { page } = windows[1]
    const clock = page.locator('.presenter-clock').first()
    const seconds = async () => Number(/0:(\d\d)/.exec((await clock.textContent()) ?? '')?.[1])
    const stored = () =>
      page.evaluate(() => Object.entries(localStorage).find(([key]) => key.endsWith('timer'))?.[1] ?? '')
    await windows[0].page.keyboard.press('PageDown')
    await clock.filter({ hasText: 'on the clock' }).waitFor()
    await expect.poll(seconds).toBeGreaterThanOrEqual(1)
    const running = await stored()
    await page.reload()
    await clock.filter({ hasText: 'on the clock' }).waitFor()
    expect(await stored()).toBe(running)
    await expect.poll(seconds).toBeGreaterThanOrEqual(2)
    await page.keyboard.press('t')
    await clock.filter({ hasText: 'paused' }).waitFor()
    await page.keyboard.press('T')
    await clock.filter({ hasText: '0:00' }).waitFor()
    await page.locator('.presenter-standing', { hasText: '20:00planned' }).waitFor()
    await context.close()
  })

  test('holds the screen awake, and takes hold again when it is looked at again', async () => {
    const context = await newContext()
    await context.addInitScript(() => {
      const held: EventTarget[] = []
      const request = async () => {
        const lock = Object.assign(new EventTarget(), {
          type: 'screen',
          released: false,
          release: async () => undefined,
        })
        held.push(lock)
        return lock
      }
      Object.defineProperty(navigator, 'wakeLock', { value: { request } })
      Object.assign(window, { held })
    })
    const { page } = await openWindow(context, `${open.origin}/#/presenter/1`, () => undefined)
    const held = (count: number) =>
      page.waitForFunction(it => (window as unknown as { held: unknown[] }).held.length === it, count)
    await held(1)
    // As the browser does when the window is hidden, and shown.
    const look = (state: string) =>
      page.evaluate(it => {
        Object.defineProperty(document, 'visibilityState', { value: it, configurable: true })
        if (it === 'hidden') (window as unknown as { held: EventTarget[] }).held[0]!.dispatchEvent(new Event('release'))
        document.dispatchEvent(new Event('visibilitychange'))
      }, state)
    await look('hidden')
    await look('visible')
    await held(2)
    await context.close()
  })
})

describe('who gives the talk', () => {
  test('starts the clock with a step from wherever it is, and not with a jump', async () => {
    const context = await newContext()
    const windows = await openBoth(context, [])
    const clock = windows[1].page.locator('.presenter-clock').first()
    await hash(windows[0].page, '#/8?clicks=1')
    await both(
      windows,
      walk.find(it => it.no === 8 && it.step === 1)!,
    )
    await clock.filter({ hasText: 't starts the clock' }).waitFor()
    await windows[0].page.keyboard.press('PageDown')
    await clock.filter({ hasText: 'on the clock' }).waitFor()
    await context.close()
  })

  test('can click each link of a slide, in either window', async () => {
    const context = await newContext()
    const windows = await openBoth(context, [])
    await Promise.all(windows.map(it => it.page.waitForSelector('html[data-loaded]')))
    for (const place of walk.filter(it => it.step === 0)) {
      await hash(windows[0].page, `#/${place.no}`)
      await both(windows, place)
      for (const { page } of windows) {
        const covered = () =>
          page.evaluate(
            no =>
              [...document.querySelectorAll(`.slidev-page[data-slidev-no="${no}"] a`)]
                .filter(link => {
                  const { x, y, width, height } = link.getBoundingClientRect()
                  return (
                    width > 0 &&
                    !link.contains(document.elementFromPoint(x + width / 2, y + height / 2)) &&
                    !link.closest('[inert]')
                  )
                })
                .map(it => it.textContent),
            place.no,
          )
        await expect.poll(covered, { message: place.what }).toEqual([])
      }
    }
    await context.close()
  })

  test('goes on by key after a click in the bar, by clicker after a look at a menu, and from a link in the presenter', async () => {
    const context = await newContext()
    const windows = await openBoth(context, [])
    const { page } = windows[1]
    await page.locator('.show-menu select').first().focus()
    await page.keyboard.press('PageDown')
    await both(windows, walk[1]!)
    expect(await page.locator('.show-menu select').first().inputValue()).toBe(deck.arch)
    await page.locator('.slidev-page:not([style*="display: none"]) a').first().focus()
    await page.keyboard.press(' ')
    await both(windows, walk[2]!)
    const audience = windows[0].page
    await audience.mouse.move(10, 715)
    await audience.getByTitle('Switch to dark mode theme').click()
    await audience.waitForSelector('html.dark')
    await audience.keyboard.press(' ')
    await both(windows, walk[3]!)
    expect(await audience.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(true)
    await context.close()
  })

  test('has the next step beside the notes and not over them, however wide the window is', async () => {
    const context = await newContext()
    const { page } = await openWindow(context, `${open.origin}/#/presenter/9`, () => undefined)
    for (const [width, height] of [
      [1024, 768],
      [1280, 1024],
      [960, 1080],
      [1440, 900],
      [1920, 1080],
    ] as const) {
      await page.setViewportSize({ width, height })
      const overlap = () =>
        page.evaluate(() => {
          const [next, notes, foot] = [
            '.presenter-preview .slidev-slide-container',
            '.speaker-notes',
            '.presenter-foot',
          ].map(it => document.querySelector(it)!.getBoundingClientRect())
          return {
            isBeside: next!.right <= notes!.left && next!.bottom <= foot!.top,
            isSeen: next!.width > 100,
            shape: Math.round((100 * next!.width) / next!.height),
          }
        })
      await expect
        .poll(overlap, { message: `${width} x ${height}` })
        .toEqual({ isBeside: true, isSeen: true, shape: 178 })
    }
    await context.close()
  })

  test('finds both windows in step when one comes back from the overview', async () => {
    const context = await newContext()
    const windows = await openBoth(context, [])
    await windows[0].page.keyboard.press('PageDown')
    await both(windows, walk[1]!)
    await hash(windows[0].page, '#/overview')
    await windows[0].page.waitForSelector('#slide-content', { state: 'detached' })
    await windows[1].page.keyboard.press('PageDown')
    await windows[1].waitFor(walk[2]!.what)
    await windows[0].page.goBack()
    await both(windows, walk[1]!)
    await context.close()
  })
})

describe('arch and release', () => {
  const mapping = at('mapping', 3)
  const other = deck.arches.find(it => it.id !== deck.arch)!.id

  test('are switched in both windows, in place, and are in the address', async () => {
    const context = await newContext()
    const said: string[] = []
    const windows = await openBoth(context, said)
    await hash(windows[0].page, `#/${mapping.no}?clicks=${mapping.step}`)
    await both(windows, mapping)
    const [audience, presenter] = windows.map(it => it.page) as [Page, Page]
    const onShow = (arch: string) =>
      Promise.all(
        [audience, presenter].map(it =>
          shownStage(it)
            .and(it.locator(`[data-arch="${arch}"]`))
            .waitFor(),
        ),
      )
    await presenter.locator('.show-menu select').first().selectOption(other)
    await onShow(other)
    const lacking = deck.availability[other]![deck.scenes.mapping!.steps.at(-1)!.release]!
    const states = await shownStage(audience)
      .locator('[data-mechanism]')
      .evaluateAll(all => all.map(it => [it.getAttribute('data-mechanism')!, it.getAttribute('data-state')!] as const))
    expect(
      states
        .filter(([, state]) => state === 'absent')
        .map(([id]) => id)
        .sort(),
    ).toEqual(
      deck.stage.boxes
        .map(it => it.id)
        .filter(id => !lacking.classes[id])
        .sort(),
    )
    await audience.reload()
    await onShow(other)
    for (const { id } of [...deck.arches, ...deck.arches]
      .slice(deck.arches.findIndex(it => it.id === other) + 1)
      .slice(0, deck.arches.length)) {
      await audience.keyboard.press('a')
      await onShow(id)
    }
    expect(said).toEqual([])
    await context.close()
  })

  test('are those of the address, and what a release does not have yet is lacking', async () => {
    const { page, wrong } = await open.newPage()
    await page.goto(`${open.origin}/?arch=${other}&release=2.6.31#/${mapping.no}?clicks=${mapping.step}`)
    await shownStage(page).locator('[data-mechanism="rethook"][data-state="absent"]').waitFor()
    await shownStage(page)
      .and(page.locator(`[data-arch="${other}"]`))
      .waitFor()
    await page.keyboard.press('R')
    await page.waitForFunction(() => /release=2\.6\.30/.test(location.hash))
    expect(
      await page
        .locator('#slide-content .slidev-page:not([style*="display: none"]) .visually-hidden-step')
        .textContent(),
    ).toContain('as of 2.6.30')
    expect(wrong).toEqual([])
    await page.context().close()
  })
})

describe('longestApart(one, other)', () => {
  const stay = (until: number, ...shown: [number, string][]) => ({
    until,
    sleeps: [] as [number, number][],
    shown: shown.map(([at, what]) => ({ at, what })),
  })

  test('is the longest time in which both are there and show different things', () => {
    expect(longestApart([stay(100, [0, 'a'], [50, 'b'])], [stay(100, [0, 'a'], [58, 'b'])])).toBe(8)
    expect(longestApart([stay(100, [0, 'a'])], [stay(100, [90, 'b'])])).toBe(10)
    expect(longestApart([stay(100, [0, 'a'], [20, 'b'])], [stay(30, [0, 'a']), stay(100, [60, 'b'])])).toBe(10)
  })

  test('does not count what a window shows in its sleep', () => {
    const asleep = { ...stay(100, [0, 'a'], [75, 'b']), sleeps: [[10, 70]] as [number, number][] }
    expect(longestApart([asleep], [stay(100, [0, 'a'], [20, 'b'])])).toBe(5)
  })
})
