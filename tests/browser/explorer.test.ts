import type { Page } from 'playwright-chromium'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDeck } from '../../src/build/read-deck.ts'
import { knowledge } from '../explorer/whole-dataset.ts'
import { axeFaults } from './support/axe.ts'
import { useOpenDeck } from './support/open-deck.ts'

const deck = readDeck()
const { releases } = knowledge
const open = useOpenDeck()

/** A page for all tests that need no other; each leaves the explorer as it is. */
let page: Page
let wrong: readonly string[]
beforeAll(async () => {
  ;({ page, wrong } = await openDeck())
  await page.waitForSelector('.slidev-page:not([style*="display: none"]) svg[data-diagram]')
})
afterAll(() => page?.context().close())
const walk = deck.order.flatMap((id, i) => deck.scenes[id]!.steps.map((_, step) => ({ id, no: i + 1, step })))

const hash = ({ no, step }: { no: number; step: number }) => `#/${no}${step > 0 ? `?clicks=${step}` : ''}`

/** Open the deck, and wait until the explorer's part of it has come. */
async function openDeck(options?: Parameters<typeof open.newPage>[0]) {
  const { page, wrong } = await open.newPage(options)
  await page.goto(`${open.origin}/${hash(walk[6]!)}`)
  return { page, wrong }
}

/** Wait until all has come that the talk may need. */
const isLoaded = (page: Page) => page.waitForSelector('html[data-loaded]', { state: 'attached' })

/** Open it with the search in focus, on top of any slide. */
async function openSearch() {
  await page.keyboard.press('Escape')
  await page.keyboard.press('/')
  await explorer(page).waitFor()
}

const explorer = (page: Page) => page.locator('.explorer-veil.is-open')

/** Type a question in place of the last one. */
async function askFor(page: Page, text: string) {
  await page.locator('.explorer-search input').fill('')
  await page.keyboard.type(text)
}

/** What is on the explorer's stage: states of the boxes by id, what is counted, and as of when. */
const stage = (page: Page) =>
  page.locator('.explorer-stage').evaluate(svg => ({
    release: svg.getAttribute('data-release'),
    arch: svg.getAttribute('data-arch'),
    boxes: Object.fromEntries(
      [...svg.querySelectorAll('[data-mechanism]')].map(it => [
        it.getAttribute('data-mechanism')!,
        it.getAttribute('data-state')!,
      ]),
    ),
    links: [...svg.querySelectorAll('[data-link][data-state="focus"]')].map(it => it.getAttribute('data-link')!),
    marks: Object.fromEntries(
      [...svg.querySelectorAll('[data-mark]')].map(it => [it.getAttribute('data-mark')!, it.textContent!.trim()]),
    ),
  }))

const title = (page: Page) => page.locator('.explorer-words h2').textContent()
const highlighted = (boxes: Record<string, string>) =>
  Object.entries(boxes)
    .filter(([, state]) => state === 'focus' || state === 'shown')
    .map(([id]) => id)

/** What a path shows while it is played: the link that it has come to, those in the light, and its line in the list. */
type Played = { readonly hop: string; readonly links: readonly string[]; readonly current: string }

declare global {
  interface Window {
    played: Played[]
  }
}

/** In the page: note each link that is come to as it comes, and what the stage shows then. */
function keepPlayed(): void {
  const played: Played[] = []
  window.played = played
  const look = () => {
    const stage = document.querySelector('.explorer-stage')
    const hop = stage?.getAttribute('data-hop')
    if (!hop || hop === played.at(-1)?.hop) return
    const links = [...stage!.querySelectorAll('[data-link][data-state="focus"]')]
    played.push({
      hop,
      links: links.map(it => it.getAttribute('data-link')!),
      current: document.querySelector('.explorer-hops li[aria-current]')?.textContent ?? '',
    })
  }
  new MutationObserver(look).observe(document.querySelector('.explorer-veil')!, {
    subtree: true,
    childList: true,
    attributeFilter: ['data-hop'],
  })
}

describe('the explorer', () => {
  test('opens over any step with a key, and leaves the deck on that very step', async () => {
    for (const [i, at] of [walk[0]!, walk[7]!, walk[20]!, walk.at(-1)!].entries()) {
      await page.goto(`${open.origin}/${hash(at)}`)
      const before = await page.evaluate(() => location.href)
      await page.keyboard.press(i % 2 === 0 ? 'e' : '/')
      await explorer(page).waitFor()
      // The keys that move the deck do nothing to it now.
      for (const key of ['ArrowRight', 'ArrowDown', 'PageDown', ' ', 'ArrowLeft', 'PageUp', 'd', 'o', 'g'])
        await page.keyboard.press(key)
      await page.keyboard.press('Escape')
      await explorer(page).waitFor({ state: 'hidden' })
      expect(await page.evaluate(() => location.href)).toBe(before)
      expect(await page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(false)
    }
    // The deck's keys are the deck's again.
    await page.goto(`${open.origin}/${hash(walk[7]!)}`)
    await page.keyboard.press('e')
    await explorer(page).waitFor()
    await page.keyboard.press('Escape')
    await explorer(page).waitFor({ state: 'hidden' })
    await page.keyboard.press('ArrowRight')
    await page.waitForFunction(expected => location.hash === expected, hash(walk[8]!))
    expect(wrong).toEqual([])
  })

  test('takes letters for a question, also without the search, and a new one for a new one; from where the talk is', async () => {
    const field = page.locator('.explorer-search input')
    await openSearch()
    await askFor(page, 'rethook')
    for (let i = 0; i < 3; i++) await page.keyboard.press('[')
    await page.waitForFunction(() => document.querySelector('.explorer-stage')!.getAttribute('data-release') !== '6.6')
    await page.keyboard.press('Escape')
    await page.keyboard.press('e')
    await explorer(page).waitFor()
    expect((await stage(page)).release).toBe(knowledge.dataset.release)
    // Each of these letters is a key of the talk.
    await page.keyboard.type('ebpf')
    expect(await field.inputValue()).toBe('ebpf')
    await page.locator('.explorer-stage [data-mechanism="kprobe"]').click()
    await page.keyboard.type('k')
    expect(await field.inputValue()).toBe('k')
    expect(
      await page.evaluate(() => [document.documentElement.hasAttribute('data-black'), document.fullscreenElement]),
    ).toEqual([false, null])
    await page.keyboard.press('Escape')
    expect(wrong).toEqual([])
  })

  test('shows whole what it shows at first: what was found, the option that is chosen, each source, each row of a frame', async () => {
    await openSearch()
    for (const text of [
      'how rethook to user_mode',
      'how perf to exceptions',
      'zzzz',
      'rethook',
      'fprobe',
      'ebpf-tp',
      'who reads cs',
    ]) {
      await askFor(page, text)
      const cut = await page.evaluate(() =>
        ['.explorer-search p', '.explorer-search [aria-selected="true"]', '.explorer-cites', '.explorer-rows'].filter(
          it => {
            const element = document.querySelector(it)
            return (
              element &&
              (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
            )
          },
        ),
      )
      expect(cut, text).toEqual([])
    }
    await page.keyboard.press('Escape')
  })

  test('has been asked something before anybody asks, and says nothing of it', async () => {
    const { page, wrong } = await openDeck()
    const field = page.locator('.explorer-search input')
    // Opened in the midst of it, and once it is over.
    await page.waitForFunction(
      () => (document.querySelector<HTMLInputElement>('.explorer-search input')?.value ?? '') !== '',
    )
    await page.keyboard.press('/')
    await explorer(page).waitFor()
    expect(await field.inputValue()).toBe('')
    await page.keyboard.type('k')
    await page.keyboard.press('Escape')
    await isLoaded(page)
    await page.keyboard.press('/')
    await explorer(page).waitFor()
    expect(await field.inputValue()).toBe('k')
    await page.keyboard.press('Escape')
    await page.reload()
    await isLoaded(page)
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('.explorer-search input')!.value === '')
    await page.keyboard.press('/')
    await explorer(page).waitFor()
    expect(await field.inputValue()).toBe('')
    expect(wrong).toEqual([])
    await page.context().close()
  })

  test('shows each kind of thing for a few letters of it, without the server', async () => {
    const { page } = await openDeck()
    await isLoaded(page)
    await page.context().setOffline(true)
    await page.keyboard.press('/')
    await explorer(page).waitFor()
    const expected: readonly [letters: string, title: RegExp, highlighted: string | undefined][] = [
      ['fprob', /^FProbe probe/, 'rethook'],
      ['user_m', /^user_mode\(regs\) reader/, 'perf-events'],
      ['rdi', /^di register/, 'perf-events'],
      ['ftrace_regs_c', /^ftrace_regs_caller/, 'ftrace'],
      ['08f6fb', /^08f6fba50311 commit/, 'ftrace'],
      ['5.18', /^5\.18 release/, 'fprobe'],
      ['arm64', /^arm64 arch/, undefined],
    ]
    for (const [letters, name, box] of expected) {
      await askFor(page, letters)
      expect(await title(page), letters).toMatch(name)
      const { boxes } = await stage(page)
      if (box) expect(highlighted(boxes), letters).toContain(box)
    }
    expect((await stage(page)).boxes['fprobe']).toBe('absent')
    await askFor(page, 'fprob')
    // What the frame's rows say to who does not see how they are drawn.
    const rows = page.locator('.explorer-answer [data-frame] li')
    expect(await rows.filter({ hasText: /^cs/ }).getAttribute('data-state')).toBe('made-up')
    await expect
      .poll(() => page.locator('.explorer-answer [data-frame]').ariaSnapshot())
      .toMatch(/listitem: "cs: made up, __KERNEL_CS"/)
    expect(await page.locator('.explorer-classes').textContent()).toMatch(/sparse.*x86-64.*lacks it.*arm64/)
    expect(await page.locator('.explorer-cites a').first().getAttribute('href')).toMatch(/cad9931f64dc/)
    await page.keyboard.press('ArrowDown')
    expect(await page.locator('[role="option"][aria-selected="true"]').textContent()).toMatch(/Trace FProbe/)
    expect(await title(page)).toMatch(/^Trace FProbe/)
    // The options beyond those in sight come later, or as soon as one goes there.
    const options = page.locator('[role="option"]')
    await askFor(page, 'k')
    await expect.poll(() => options.count()).toBe(20)
    await askFor(page, 'p')
    await page.keyboard.press('ArrowUp')
    expect(await options.last().getAttribute('aria-selected')).toBe('true')
    expect(await options.count()).toBe(20)
    expect(
      await options.last().evaluate(it => {
        const [list, own] = [it.parentElement!, it].map(element => element.getBoundingClientRect())
        return own!.top >= list!.top && own!.bottom <= list!.bottom + 1
      }),
    ).toBe(true)
    await askFor(page, 'qqqq')
    expect(await page.locator('.explorer-search [role="status"]').textContent()).toMatch(
      /Nothing is called “qqqq”; you can ask for/,
    )
    // Nothing was understood: no example is asked until one is chosen.
    await page.keyboard.press('Enter')
    expect(await page.locator('.explorer-search input').inputValue()).toBe('qqqq')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await page.locator('.explorer-search input').inputValue()).toMatch(/^how \S+ to \S+$/)
    await page.context().close()
  })

  test('plays how registers get from A to B, link by link, with what is lost', async () => {
    await openSearch()
    await page.evaluate(keepPlayed)
    await askFor(page, 'how rethook to user_mode')
    await page.waitForFunction(() => window.played.at(-1)?.hop === '3')
    const played = await page.evaluate(() => window.played)
    expect(played.map(it => it.hop)).toEqual(['0', '1', '2', '3'])
    expect(played[0]!.links).toEqual(['trampolines>rethook'])
    expect(played[1]!.links).toEqual(expect.arrayContaining(['trampolines>rethook', 'rethook>kretprobe']))
    expect(played[1]!.current).toMatch(/^KRetprobe/)
    expect((await stage(page)).marks).toEqual({ 'ebpf-kretprobe': 'bad' })
    expect(await page.locator('.explorer-hops').textContent()).toMatch(
      /Rethook.*made up: .*cs.*user_mode\(regs\).*reads cs made up/,
    )
    await page.keyboard.press('ArrowDown')
    await page.waitForFunction(() => window.played.at(-1)?.hop === '0' || window.played.length > 4)
  })

  test('stands still at the end of a way for those who ask for less motion', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await openSearch()
    await askFor(page, 'how rethook to user_mode')
    expect(await page.locator('.explorer-stage').getAttribute('data-hop')).toBe('3')
    expect((await stage(page)).links).toHaveLength(3)
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
    await page.emulateMedia({ reducedMotion: null })
  })

  test('lights every reader of a register where it runs', async () => {
    await openSearch()
    await askFor(page, 'who reads pstate')
    const { arch, boxes, marks } = await stage(page)
    expect(arch).toBe('arm64')
    expect(highlighted(boxes).sort()).toEqual(Object.keys(marks).sort())
    expect(marks).toMatchObject({
      'perf-events': expect.stringMatching(/bad$/) as string,
      kprobe: expect.stringMatching(/good$/) as string,
    })
    const readers = Number(
      /(\d+) readers/.exec((await page.locator('.explorer-search [role="status"]').textContent())!)![1],
    )
    // Those out of sight come when the page has nothing to do.
    await expect.poll(() => page.locator('[role="option"]').count()).toBe(readers + 1)
  })

  test('goes through time with a key, from 0.01 to today', async () => {
    await openSearch()
    await askFor(page, 'i386')
    // Enter stays on that arch.
    await page.keyboard.press('Enter')
    await askFor(page, '')
    await page.keyboard.press('Tab')
    const count = async () =>
      Object.values((await stage(page)).boxes).filter(it => it === 'shown' || it === 'focus').length
    const slider = page.locator('.explorer-time input')
    expect((await stage(page)).release).toBe('6.6')
    const at66 = await count()
    for (let at = Number(await slider.inputValue()); at > 0; at--) await page.keyboard.press('[')
    expect(await stage(page)).toMatchObject({
      release: '0.01',
      arch: 'i386',
      boxes: expect.objectContaining({ exceptions: 'shown', fprobe: 'hidden', ptrace: 'hidden' }) as unknown,
    })
    await page.keyboard.press(']')
    expect(await slider.inputValue()).toBe('1')
    // With the slider in focus, the arrow keys are its own.
    await slider.focus()
    for (let at = 1; at < releases.indexOf('2.6.9'); at++) await page.keyboard.press('ArrowRight')
    expect((await stage(page)).release).toBe('2.6.9')
    expect((await stage(page)).boxes).toMatchObject({ exceptions: 'shown', kprobe: 'shown', kretprobe: 'hidden' })
    await page.keyboard.press('End')
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/, today$/)
    expect(Object.values((await stage(page)).boxes)).not.toContain('hidden')
    expect(at66).toBeGreaterThan(15)
  })

  test('is usable by keyboard: Tab reaches every part, in view, with its role', async () => {
    await openSearch()
    await askFor(page, 'fprobe')
    const reached: string[] = []
    for (let i = 0; i < 12; i++) {
      reached.push(
        await page.evaluate(() => {
          const it = document.activeElement!
          const { outlineStyle, outlineWidth } = getComputedStyle(it)
          return `${it.getAttribute('role') ?? it.tagName.toLowerCase()} ${outlineStyle === 'none' ? 'unseen' : outlineWidth}`
        }),
      )
      await page.keyboard.press('Tab')
    }
    expect(reached[0]).toMatch(/^combobox/)
    for (const part of ['combobox', 'input', 'group', 'a', 'button'])
      expect(
        reached.some(it => it.startsWith(`${part} `) && it !== `${part} unseen`),
        `${part} of ${reached.join(', ')}`,
      ).toBe(true)
    expect(reached.filter(it => it.endsWith('unseen') && !/^(?:body|dialog|div)/.test(it))).toEqual([])
    expect(await page.locator('#explorer-options').getAttribute('role')).toBe('listbox')
    expect(await page.locator('[role="combobox"]').getAttribute('aria-activedescendant')).toBe(
      await page.locator('[aria-selected="true"]').getAttribute('id'),
    )
  })

  test('is readable from the last row: no text under 16 px, nothing beyond the edge, nothing that axe finds', async () => {
    const { page } = await openDeck({ reducedMotion: 'reduce' })
    await page.waitForSelector('.slidev-page:not([style*="display: none"]) svg[data-diagram]')
    await page.keyboard.press('/')
    await explorer(page).waitFor()
    for (const text of ['', 'fprobe', 'user_mode', 'who reads cs', 'how rethook to perf', '2.6.17', 'arm64']) {
      await askFor(page, text)
      const faults = await page.evaluate(() => {
        const found: string[] = []
        const walker = document.createTreeWalker(document.querySelector('.explorer-canvas')!, NodeFilter.SHOW_TEXT)
        while (walker.nextNode()) {
          const element = walker.currentNode.parentElement!
          const words = walker.currentNode.textContent!.trim()
          if (!words || !element.checkVisibility({ visibilityProperty: true })) continue
          const size = Number.parseFloat(getComputedStyle(element).fontSize)
          if (size < 15.99) found.push(`"${words}" is set in ${size} px`)
          const { left, right } = element.getBoundingClientRect()
          if (left < 0 || right > innerWidth) found.push(`"${words}" leaves the window`)
        }
        return found
      })
      expect(faults, text).toEqual([])
      expect(await axeFaults(page, { include: ['dialog.explorer'] }), text).toEqual([])
    }
    await page.context().close()
  })

  test("opens in the presenter's window too, over it alone", async () => {
    const { page: audience } = await openDeck()
    const presenter = await audience.context().newPage()
    await presenter.goto(`${open.origin}/#/presenter/3`)
    await presenter.waitForSelector('.slidev-page:not([style*="display: none"]) svg[data-diagram]')
    const before = presenter.url()
    await presenter.keyboard.press('/')
    await explorer(presenter).waitFor()
    await askFor(presenter, 'fprobe')
    expect(await title(presenter)).toMatch(/^FProbe/)
    expect(await explorer(audience).isVisible()).toBe(false)
    await presenter.keyboard.press('Escape')
    await explorer(presenter).waitFor({ state: 'hidden' })
    expect(presenter.url()).toBe(before)
    await audience.context().close()
  })

  test('is all that there is while it is open, and nothing once it is left: for a screen reader, for a click, and for what has the focus', async () => {
    const { page, wrong } = await openDeck()
    await isLoaded(page)
    const session = await page.context().newCDPSession(page)
    const exposed = async () => {
      const { nodes } = await session.send('Accessibility.getFullAXTree')
      const names = (role: string) =>
        nodes.filter(it => !it.ignored && it.role?.value === role).map(it => String(it.name?.value))
      return { dialogs: names('dialog'), headings: names('heading') }
    }
    const headline = await page.locator('.slidev-page:not([style*="display: none"]) h1').textContent()
    expect((await exposed()).dialogs).toEqual([])
    expect((await exposed()).headings[0]).toBe(headline)
    await page.keyboard.press('/')
    await explorer(page).waitFor()
    await askFor(page, 'fprobe')
    await expect.poll(exposed).toEqual({ dialogs: ['Ask the stage'], headings: [await title(page)] })
    // As far as Tab goes, and on from the end.
    const isFocusIn = (selector: string) => page.evaluate(it => document.activeElement!.closest(it) !== null, selector)
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab')
      expect(await isFocusIn('#app')).toBe(false)
    }
    await page.keyboard.press('Escape')
    await explorer(page).waitFor({ state: 'hidden' })
    expect((await exposed()).dialogs).toEqual([])
    expect((await exposed()).headings[0]).toBe(headline)
    expect(
      await page.evaluate(() => [
        document.activeElement!.localName,
        document.elementFromPoint(innerWidth / 2, innerHeight / 2)!.closest('.explorer-veil'),
      ]),
    ).toEqual(['body', null])
    for (const key of ['Shift+Tab', ...Array.from({ length: 12 }, () => 'Tab')]) {
      await page.keyboard.press(key)
      expect(await isFocusIn('.explorer-veil')).toBe(false)
    }
    expect(wrong).toEqual([])
    await page.context().close()
  })

  test('stays open while the talk goes on in the other window, and is left for where the talk is then', async () => {
    const { page: audience } = await openDeck()
    const said: string[] = []
    const presenter = await audience.context().newPage()
    for (const page of [audience, presenter]) page.on('console', message => said.push(message.text()))
    await presenter.goto(`${open.origin}/#/presenter/7`)
    await Promise.all([audience, presenter].map(isLoaded))
    const at = async (page: Page) =>
      page.locator('#slide-content .slidev-page:not([style*="display: none"])').getAttribute('data-slidev-no')
    for (const [one, other] of [
      [presenter, audience],
      [audience, presenter],
    ] as const) {
      const before = Number(await at(one))
      await one.keyboard.press('/')
      await explorer(one).waitFor()
      await askFor(one, 'fprobe')
      await other.bringToFront()
      while (Number(await at(other)) < before + 2) await other.keyboard.press('PageDown')
      await other.keyboard.press('PageDown')
      await one.bringToFront()
      await one.keyboard.press('Escape')
      await explorer(one).waitFor({ state: 'hidden' })
      const places = () => Promise.all([one, other].map(page => new URL(page.url()).hash.replace('/presenter', '')))
      await expect.poll(async () => new Set(await places()).size).toBe(1)
      const [left] = await places()
      await one.keyboard.press('PageDown')
      await expect
        .poll(async () => {
          const now = await places()
          return now[0] === now[1] && now[0] !== left
        })
        .toBe(true)
    }
    expect(said).toEqual([])
    await audience.context().close()
  })

  test('is not there in print', async () => {
    const { page } = await open.newPage()
    await page.goto(`${open.origin}/?print#/print`)
    await page.waitForSelector('.print-slide-container .slide')
    await page.keyboard.press('e')
    await page.keyboard.press('/')
    expect(await page.evaluate(() => document.querySelectorAll('dialog').length)).toBe(0)
    await page.context().close()
  })
})
