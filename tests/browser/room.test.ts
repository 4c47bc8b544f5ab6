import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from 'playwright-chromium'
import sirv from 'sirv'
import { describe, expect, test } from 'vitest'
import { buildDeck } from '../../src/build/build-deck.ts'
import { axeFaults } from './support/axe.ts'
import { both, deck, hash, useWindows, walk } from './support/talk-windows.ts'

const { newContext, openBoth } = useWindows()

const at = walk.find(it => it.id === 'rethook' && it.step === 1)!

/** The audience's window and the speaker's at a step, with all loaded that the talk may need. */
async function openRoom(context: BrowserContext, said: string[]) {
  const windows = await openBoth(context, said)
  await hash(windows[0].page, `#/${at.no}?clicks=${at.step}`)
  await both(windows, at)
  const [room, speaker] = windows.map(it => it.page) as [Page, Page]
  for (const page of [room, speaker]) {
    await page.waitForSelector('html[data-loaded]', { state: 'attached' })
    await page.waitForSelector('dialog.explorer', { state: 'attached' })
  }
  const ask = async (question: string) => {
    await speaker.keyboard.press('/')
    await speaker.locator('.explorer-veil.is-open').waitFor()
    await speaker.locator('.explorer-search input').fill('')
    await speaker.keyboard.type(question)
  }
  return { windows, room, speaker, ask }
}

const answer = (page: Page) => page.locator('[data-answer]')

/** What the answer on show says and shows. */
const shown = (page: Page) =>
  answer(page).evaluate(canvas => ({
    question: canvas.getAttribute('data-question'),
    title: canvas.querySelector('.explorer-words h2')!.textContent,
    release: canvas.querySelector('.explorer-stage')!.getAttribute('data-release'),
    arch: canvas.querySelector('.explorer-stage')!.getAttribute('data-arch'),
    hop: canvas.querySelector('.explorer-stage')!.getAttribute('data-hop'),
    rows: canvas.querySelectorAll('[data-frame] li').length,
  }))

describe('a question that the speaker asks', () => {
  test('is private until Enter: to eyes, to screen readers, in title, address and history of the room', async () => {
    const context = await newContext()
    const { room, ask } = await openRoom(context, [])
    const seen = async () => ({
      picture: (await room.screenshot()).toString('base64'),
      read: await room.locator('body').ariaSnapshot(),
      title: await room.title(),
      address: room.url(),
      entries: await room.evaluate(() => history.length),
    })
    const before = await seen()
    const question = 'who reads pstate on arm64 in 6.8'
    await ask(question)
    // It is laid out there, so that it can be shown at once.
    await room.locator('.is-in-room h1').filter({ hasText: question }).waitFor({ state: 'attached' })
    expect(await seen()).toEqual(before)
    await context.close()
  })

  test('is seen by the room after Enter, whole, with its answer as a slide, until Escape', async () => {
    const context = await newContext()
    const said: string[] = []
    const { windows, room, speaker, ask } = await openRoom(context, said)
    const before = [room.url(), speaker.url()]
    const question = 'who reads pstate on arm64 in 6.8'
    await ask(question)
    expect(await answer(room).count()).toBe(0)
    await speaker.keyboard.press('Enter')
    await answer(room).waitFor()
    expect(await shown(room)).toEqual(await shown(speaker))
    expect(await shown(room)).toMatchObject({ question, release: '6.8', arch: 'arm64' })
    // Nothing of the search, the question uncut, and the speaker's notes and clock in sight.
    expect(await room.locator('.explorer-search').isVisible()).toBe(false)
    const headline = room.locator('.answer-headline h1')
    expect(await headline.textContent()).toBe(question)
    expect(await headline.evaluate(it => it.scrollWidth <= it.clientWidth && it.clientHeight < 80)).toBe(true)
    for (const part of ['.explorer-stage', '[data-frame]', '.explorer-cites'])
      expect(await room.locator(`[data-answer] ${part}`).isVisible(), part).toBe(true)
    const isInSight = await speaker.evaluate(() =>
      ['.speaker-notes', '.presenter-clock'].every(it => {
        const { left, top, width } = document.querySelector(it)!.getBoundingClientRect()
        return document.elementFromPoint(left + width / 2, top + 20)?.closest(it) !== null
      }),
    )
    expect(isInSight).toBe(true)
    // A window that is loaded again shows the same.
    await room.reload()
    await answer(room).waitFor()
    expect(await shown(room)).toEqual(await shown(speaker))
    await speaker.keyboard.press('Escape')
    await answer(room).waitFor({ state: 'detached' })
    await both(windows, at)
    expect([room.url(), speaker.url()]).toEqual(before)
    await speaker.keyboard.press('PageDown')
    await both(windows, walk[walk.indexOf(at) + 1]!)
    expect(said).toEqual([])
    await context.close()
  })

  test('is answered in the room without a fault of axe, light and dark', async () => {
    const context = await newContext()
    const { room, speaker, ask } = await openRoom(context, [])
    await ask('who reads pstate on arm64 in 6.8')
    await speaker.keyboard.press('Enter')
    await answer(room).waitFor()
    expect(await axeFaults(room, { include: ['.explorer-veil.is-open'] })).toEqual([])
    await context.close()
  })

  test('is steered from the presenter: time, arch and the links of a path; another stays private until its Enter', async () => {
    const context = await newContext()
    const { room, speaker, ask } = await openRoom(context, [])
    const agree = (what: object) =>
      expect
        .poll(async () => ({ room: await shown(room), speaker: await shown(speaker) }))
        .toMatchObject({ room: what, speaker: what })
    await ask('is cs valid in a kretprobe')
    await speaker.keyboard.press('Enter')
    await agree({ question: 'is cs valid in a kretprobe', arch: 'x86-64', release: '6.6' })
    await speaker.keyboard.press('[')
    await expect.poll(async () => (await shown(room)).release).not.toBe('6.6')
    await agree({ release: (await shown(speaker)).release })
    await speaker.keyboard.press('}')
    await agree({ arch: (await shown(speaker)).arch })
    expect((await shown(room)).arch).not.toBe('x86-64')
    await ask('how rethook to user_mode on x86-64 in 6.6')
    expect((await shown(room)).question).toBe('is cs valid in a kretprobe')
    await speaker.keyboard.press('Enter')
    await answer(room).and(room.locator('[data-question^="how"]')).waitFor()
    await speaker.keyboard.press('ArrowRight')
    for (let i = 0; i < 4; i++) await speaker.keyboard.press('ArrowRight')
    await agree({ hop: '3' })
    await speaker.keyboard.press('ArrowLeft')
    await agree({ hop: '2' })
    // The room's own Escape ends it for both.
    await room.keyboard.press('Escape')
    await answer(room).waitFor({ state: 'detached' })
    await speaker.locator('.explorer-veil.is-open').waitFor({ state: 'hidden' })
    await context.close()
  })

  test('that was not understood shows the room nothing, and never another answer', async () => {
    const context = await newContext()
    const { room, speaker, ask } = await openRoom(context, [])
    for (const question of ['frobnicate', 'which arches have qprobe', 'is uprobe fast']) {
      await ask(question)
      await speaker.keyboard.press('Enter')
      await speaker.getByText('Only you see this.').waitFor()
      expect(await answer(speaker).count(), question).toBe(0)
    }
    // What comes after it has come: the room has had nothing to show in between.
    await speaker.keyboard.press('Escape')
    await speaker.keyboard.press('b')
    await room.waitForSelector('html[data-black]')
    expect(await answer(room).count()).toBe(0)
    await context.close()
  })
})

describe('what the speaker points at', () => {
  test('the room sees, and it fades; a press highlights a box, a register and a line in both windows', async () => {
    const context = await newContext()
    const said: string[] = []
    const { windows, room, speaker } = await openRoom(context, said)
    const { x, y, width, height } = (await speaker.locator('.presenter-now').boundingBox())!
    await speaker.mouse.move(x + width / 4, y + height / 2)
    const pointer = room.locator('.speaker-pointer[data-on]')
    await pointer.waitFor()
    const dot = (await pointer.boundingBox())!
    expect(Math.round(((dot.x + dot.width / 2) / 1280) * 100)).toBe(25)
    expect(Math.round(((dot.y + dot.height / 2) / 720) * 100)).toBe(50)
    await pointer.waitFor({ state: 'detached' })
    expect(await speaker.locator('.speaker-pointer[data-on]').count()).toBe(0)
    for (const [id, what] of [
      ['rethook', '[data-mechanism="rethook"]'],
      ['rethook', '.regs-frame li:not([data-state="to-come"])'],
      ['rethook', '.code-panel li:not(.is-to-come)'],
    ] as const) {
      const place = walk.findLast(it => it.id === id)!
      await hash(speaker, `#/presenter/${place.no}?clicks=${place.step}`)
      await both(windows, place)
      await speaker.locator(`#slide-content .slidev-page:not([style*="display: none"]) ${what}`).first().click()
      const highlighted = (page: Page) =>
        page.locator('#slide-content [data-pointed]').evaluateAll(all => all.map(it => it.outerHTML))
      await expect.poll(async () => (await highlighted(room)).length, { message: what }).toBeGreaterThan(0)
      expect(await highlighted(room)).toEqual(await highlighted(speaker))
    }
    await room.locator('[data-pointed]').first().waitFor({ state: 'detached' })
    expect(await speaker.locator('[data-pointed]').count()).toBe(0)
    expect(said).toEqual([])
    await context.close()
  })
})

describe('a window of a published deck', () => {
  /** The deck as any host serves it. */
  async function publish() {
    const server = createServer(sirv(await buildDeck())).listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
  }

  const no = (page: Page) =>
    page.locator('#slide-content .slidev-page:not([style*="display: none"])').getAttribute('data-slidev-no')

  test('stands alone beside others, as a second tab does and a page in a page; the history goes through what was seen', async () => {
    const { origin, close } = await publish()
    const context = await newContext()
    const open = async (address: string) => {
      const page = await context.newPage()
      await page.goto(`${origin}/${address}`)
      await page.waitForSelector('#slide-content svg[data-diagram][data-settled]', { state: 'attached' })
      return page
    }
    const first = await open('#/5')
    const second = await open('?arch=arm64#/20?clicks=1')
    expect([await no(first), await no(second)]).toEqual(['5', '20'])
    await second.keyboard.press('ArrowDown')
    await second.keyboard.press('ArrowDown')
    await expect.poll(() => no(second)).toBe('22')
    await second.goBack()
    await second.goBack()
    await expect.poll(() => second.evaluate(() => location.hash)).toBe('#/20?clicks=1')
    await second.goForward()
    await expect.poll(() => no(second)).toBe('21')
    expect(await no(first)).toBe('5')
    // Two pages in a page, and that page's own history.
    const outer = await context.newPage()
    await outer.goto(`${origin}/licences.md`)
    await outer.setContent(
      ['#/7', '?embedded#/9'].map(it => `<iframe src="${origin}/${it}" width="600" height="400"></iframe>`).join(''),
    )
    const frames = await Promise.all(
      (await outer.locator('iframe').all()).map(async it => (await (await it.elementHandle())!.contentFrame())!),
    )
    const shows = () =>
      Promise.all(
        frames.map(it =>
          it.locator('#slide-content .slidev-page:not([style*="display: none"])').getAttribute('data-slidev-no'),
        ),
      )
    await expect.poll(shows).toEqual(['7', '9'])
    const entries = await outer.evaluate(() => history.length)
    await frames[0]!.locator('#slide-content').click({ position: { x: 300, y: 20 } })
    await outer.keyboard.press('ArrowDown')
    await expect.poll(shows).toEqual(['8', '9'])
    expect(await outer.evaluate(() => history.length)).toBe(entries)
    await context.close()
    close()
  })

  test('that is a presenter opens an audience of its own, which is in its show after a reload of both; ?show joins', async () => {
    const { origin, close } = await publish()
    const context = await newContext()
    const presenter = await context.newPage()
    await presenter.goto(`${origin}/#/presenter/8?clicks=1`)
    await presenter.waitForSelector('html[data-loaded]', { state: 'attached' })
    const second = await context.newPage()
    await second.goto(`${origin}/#/3`)
    const opened = context.waitForEvent('page')
    await presenter.bringToFront()
    await presenter.keyboard.press('s')
    const audience = await opened
    await expect.poll(() => no(audience)).toBe('8')
    await Promise.all([presenter.reload(), audience.reload()])
    await expect.poll(() => no(audience)).toBe('8')
    await presenter.waitForSelector('#slide-content svg[data-diagram]', { state: 'attached' })
    await presenter.keyboard.press('ArrowDown')
    await expect.poll(() => no(audience)).toBe('9')
    expect(await no(second)).toBe('3')
    const invited = await context.newPage()
    await invited.goto(audience.url().replace(/#.*/, '#/1'))
    await expect.poll(() => no(invited)).toBe('9')
    await context.close()
    close()
  })
})

test('Home, End, and a number with Enter go to a slide; ? shows all keys, m the minutes; a swipe is a step', async () => {
  const context = await newContext()
  const windows = await openBoth(context, [])
  const [, { page }] = windows
  await page.keyboard.press('End')
  await both(
    windows,
    walk.find(it => it.no === deck.order.length && it.step === 0)!,
  )
  await page.keyboard.press('Home')
  await both(windows, walk[0]!)
  await page.keyboard.type('12')
  await page.getByText('go to slide 12: Enter').waitFor()
  await page.keyboard.press('Enter')
  await both(
    windows,
    walk.find(it => it.no === 12 && it.step === 0)!,
  )
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keys' })
  for (const part of ['In every window', 'In the presenter', 'In the explorer'])
    await help.getByRole('heading', { name: part }).waitFor()
  await page.keyboard.press('PageDown')
  expect(await axeFaults(page, { include: ['.key-help'] })).toEqual([])
  await page.keyboard.press('?')
  await help.waitFor({ state: 'hidden' })
  await page.keyboard.press('PageDown')
  const next = walk.findIndex(it => it.no === 12 && it.step === 0) + 1
  await both(windows, walk[next]!)
  // That step has started the clock.
  await page.keyboard.press('ArrowDown')
  await both(
    windows,
    walk.find(it => it.no === 13 && it.step === 0)!,
  )
  await page.keyboard.press('m')
  const minutes = page.getByRole('dialog', { name: 'Minutes of each slide' })
  await minutes.getByRole('rowheader', { name: /^12 / }).waitFor()
  expect(await axeFaults(page, { include: ['.run-times'] })).toEqual([])
  await page.keyboard.press('Escape')
  // A finger's quick move to the left is a step on; a slow one only points.
  const swipe = (ms: number) =>
    page.locator('.presenter-now').evaluate((slide, ms) => {
      const event = (type: string, clientX: number, at: number) =>
        Object.defineProperty(
          new PointerEvent(type, { pointerType: 'touch', clientX, clientY: 200, bubbles: true }),
          'timeStamp',
          { value: at },
        )
      slide.dispatchEvent(event('pointerdown', 400, 0))
      slide.dispatchEvent(event('pointerup', 200, ms))
    }, ms)
  await swipe(900)
  await swipe(150)
  await both(windows, walk[walk.findIndex(it => it.no === 13 && it.step === 0) + 1]!)
  await context.close()
})
