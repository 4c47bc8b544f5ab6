import type { Page } from 'playwright-chromium'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { buildDeck } from '../../src/build/build-deck.ts'
import { serveDeck } from '../../src/server/serve-deck.ts'
import { openWindow } from '../../scripts/bench/talk-window.ts'
import { longestApart, walkWindows } from '../../scripts/bench/walk-windows.ts'
import { seeds } from '../sample.ts'
import { both, deck, hash, useWindows, walk } from './support/talk-windows.ts'

const { open, newContext, openBoth } = useWindows()

/** A place of the talk by scene and step. */
const at = (id: string, step = 0) => walk.find(it => it.id === id && it.step === step)!

const shownStage = (page: Page) =>
  page.locator('#slide-content .slidev-page:not([style*="display: none"]) svg[data-diagram]')

/** Two windows that several tests share, and what they say on the console. */
const said: string[] = []
let shared: Awaited<ReturnType<typeof openBoth>> | undefined

/** The windows that tests share, at the beginning of the talk. */
async function atBeginning(): Promise<Awaited<ReturnType<typeof openBoth>>> {
  shared ??= await openBoth(await newContext(), said)
  await hash(shared[0].page, '#/1')
  await both(shared, walk[0]!)
  return shared
}

afterAll(() => shared?.[0].page.context().close())

describe('two windows', () => {
  test(
    'go through the whole talk with a clicker in either, though the server has gone, and the speaker sees what comes next',
    { tags: ['sampled'] },
    async () => {
      const served = await serveDeck(await buildDeck())
      const context = await newContext()
      const said: string[] = []
      const windows = await openBoth(context, said, served.origin)
      await Promise.all(windows.map(it => it.page.waitForSelector('html[data-loaded]')))
      await served.close()
      const gone = walk.slice(0, inject('isLong') ? walk.length : 35)
      for (const [i, place] of gone.entries()) {
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
        if (i < gone.length - 1) await windows[i % 2]!.page.keyboard.press('PageDown')
      }
      for (const place of gone.toReversed().slice(1, 12)) {
        await windows[place.no % 2]!.page.keyboard.press('PageUp')
        await both(windows, place)
      }
      // The last slide is there too, though no server is.
      await hash(windows[0].page, `#/${walk.at(-1)!.no}?clicks=${walk.at(-1)!.step}`)
      await both(windows, walk.at(-1)!)
      expect(said).toEqual([])
      await context.close()
    },
  )

  test('come to the same step after any key, address, reload, close and wake-up', { tags: ['sampled'] }, async () => {
    const context = await newContext()
    const steps = seeds(40, 1000).length
    const result = await walkWindows(context, open.origin, deck, { steps, seed: 0.5 })
    const { reloads, reopenings, sleeps, answers, pointings } = result
    expect(Math.min(reloads, reopenings, sleeps, answers, pointings)).toBeGreaterThan(0)
    expect(result.said).toEqual([])
    await context.close()
  })

  test('end on the same step when both move at once', { tags: ['sampled'] }, async () => {
    const windows = await atBeginning()
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
    for (let round = 0; round < seeds(5, 20).length; round++) {
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
  })

  test('take a window that is opened late to where the talk is, and follow an address that is typed', async () => {
    const windows = await atBeginning()
    await hash(windows[0].page, '#/8?clicks=2')
    await both(
      windows,
      walk.find(it => it.no === 8 && it.step === 2)!,
    )
    const late = await openWindow(windows[0].page.context(), `${open.origin}/#/presenter/1`, () => undefined)
    await both(
      [...windows, late],
      walk.find(it => it.no === 8 && it.step === 2)!,
    )
    // Not by way of the beginning, which its address names.
    expect(await late.shown()).toHaveLength(1)
    await late.page.close()
  })

  test("are followed by Slidev's page of notes", async () => {
    const windows = await atBeginning()
    const { page: notes } = await openWindow(windows[0].page.context(), `${open.origin}/#/notes`, text =>
      said.push(text),
    )
    for (const place of walk.slice(1, 6)) {
      await windows[0].page.keyboard.press('PageDown')
      await both(windows, place)
      const steps = walk.filter(it => it.no === place.no).length
      const text = () => notes.locator('body').innerText()
      await expect.poll(text).toContain(`${place.no} / ${deck.order.length}`)
      await expect.poll(text).toContain(`${place.step}/${steps - 1}`)
    }
    expect(said).toEqual([])
    await notes.close()
  })

  test('go straight to where the talk is when they wake: of the words that have waited only the last is followed', async () => {
    const windows = await atBeginning()
    await Promise.all(windows.map(it => it.page.waitForSelector('html[data-loaded]')))
    const wake = await windows[0].sleep()
    for (const place of walk.slice(1, 6)) {
      await windows[1].page.keyboard.press('PageDown')
      await windows[1].waitFor(place.what)
    }
    await wake()
    await both(windows, walk[5]!)
    expect((await windows[0].shown()).slice(-2).map(it => it.what)).toEqual([walk[0]!.what, walk[5]!.what])
  })

  test('are black for the audience with . and b, in either window, until the next step; a link with the focus takes no key away', async () => {
    const windows = await atBeginning()
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
    expect(said).toEqual([])
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
    await page.keyboard.press('Shift+R')
    await page.waitForFunction(() => /release=2\.6\.30/.test(location.hash))
    expect(
      await page.locator('#slide-content .slidev-page:not([style*="display: none"]) .slide-viewpoint').textContent(),
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
