import { describe, expect, test } from 'vitest'
import { openWindow } from '../../scripts/bench/talk-window.ts'
import { both, deck, hash, useWindows, walk } from './support/talk-windows.ts'

const { open, newContext, openBoth } = useWindows()

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
    await page.keyboard.press('Shift+T')
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

describe('the presenter on a tablet', () => {
  test('goes on by buttons, each large enough for a finger, and by a swipe', async () => {
    const { page: audience } = await open.newPage({ viewport: { width: 1024, height: 768 }, hasTouch: true })
    const context = audience.context()
    await audience.close()
    const windows = await openBoth(context, [])
    const { page } = windows[1]
    await page.setViewportSize({ width: 1024, height: 768 })
    const small = () =>
      page
        .locator('.presenter button:visible, .presenter select:visible, .explorer-touch button:visible')
        .evaluateAll(all =>
          all
            .map(it => ({ name: it.textContent, box: it.getBoundingClientRect() }))
            .filter(
              ({ box }) => box.width < 44 || box.height < 44 || box.bottom > innerHeight || box.right > innerWidth,
            )
            .map(it => it.name),
        )
    expect(await small()).toEqual([])
    await page.getByRole('button', { name: 'next', exact: true }).tap()
    await both(windows, walk[1]!)
    await page.getByRole('button', { name: 'black' }).tap()
    await windows[0].page.waitForSelector('html[data-black]')
    await page.getByRole('button', { name: 'black' }).tap()
    await windows[0].page.waitForSelector('html:not([data-black])')
    await page.getByRole('button', { name: 'ask' }).tap()
    await page.locator('.explorer-search input:focus').fill('who reads pstate on arm64')
    await page.getByRole('button', { name: 'show to the room' }).tap()
    const answer = windows[0].page.locator('[data-answer][data-question="who reads pstate on arm64"]')
    await answer.waitFor()
    expect(await small()).toEqual([])
    await page.getByRole('button', { name: 'back to the slide' }).tap()
    await answer.waitFor({ state: 'detached' })
    await both(windows, walk[1]!)
    const { x, y, width, height } = (await page.locator('.presenter-now').boundingBox())!
    const fingers = await context.newCDPSession(page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: number) =>
      fingers.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: at === undefined ? [] : [{ x: x + at * width, y: y + height / 2 }],
      })
    const swipe = async (from: number, to: number) => {
      await touch('touchStart', from)
      await touch('touchMove', (from + to) / 2)
      await touch('touchMove', to)
      await touch('touchEnd')
    }
    await swipe(0.8, 0.2)
    await both(windows, walk[2]!)
    await swipe(0.2, 0.8)
    await both(windows, walk[1]!)
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
    await clock.filter({ hasText: '[t] start' }).waitFor()
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
