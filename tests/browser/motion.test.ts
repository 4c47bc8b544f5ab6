import type { Page } from 'playwright-chromium'
import { describe, expect, inject, test } from 'vitest'
import { sceneForArch } from '../../src/deck/scene-for-arch.ts'
import { fullestScene, measureMemory } from '../../scripts/bench/stage.ts'
import { readDeck } from '../../src/build/read-deck.ts'
import { openWindow } from '../../scripts/bench/talk-window.ts'
import { auditSlide, type VisualIssue } from '../../src/rehearse/audit-slide.ts'
import { sample } from '../sample.ts'
import { setMotionRate } from './support/motion-rate.ts'
import { useOpenDeck } from './support/open-deck.ts'

declare global {
  interface Window {
    runs?: string[]
    found?: string
  }
}

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

/** A page with the deck open, all of it loaded. */
async function openDeck(hash = '#/1') {
  const { page: first, wrong } = await open.newPage()
  const context = first.context()
  await first.close()
  const window = await openWindow(context, `${open.origin}/${hash}`, () => undefined)
  await window.page.waitForSelector('html[data-loaded]')
  return { ...window, wrong, context }
}

/** How often a key that is held steps, ms. */
const HELD_STEP_MS = 150

/** In how many frames of a motion it is looked whether something happens in each. */
const FRAMES = 8

/** In the page, once a frame has been drawn: what moves on the stage of the slide on show. */
function lookAtMotion(): Promise<'settled' | 'about to move' | 'whole stage' | 'parts of it'> {
  return new Promise(resolve =>
    requestAnimationFrame(() =>
      setTimeout(() => {
        const stage = document.querySelector(
          '#slide-content .slidev-page:not([style*="display: none"]) svg[data-diagram]',
        )
        const running = document.getAnimations().filter(it => it.playState !== 'finished')
        if (!stage || stage.hasAttribute('data-settled')) resolve('settled')
        else if (running.length === 0) resolve('about to move')
        else
          resolve(
            running.some(it => it instanceof CSSTransition && it.transitionProperty === 'transform')
              ? 'whole stage'
              : 'parts of it',
          )
      }),
    ),
  )
}

/** In the page: take all that moves to where it is after a share of its time, and draw the frame. */
function moveTo(share: number): Promise<void> {
  for (const it of document.getAnimations()) {
    it.pause()
    it.currentTime = share * Number(it.effect!.getComputedTiming().endTime)
  }
  return new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))
}

/** In the page: have all arrive that moves. */
function finishMotion(): void {
  for (const it of document.getAnimations()) it.finish()
}

/** The slide on show, as an expression in the page. */
const SLIDE_ON_SHOW = `document.querySelector('#slide-content .slidev-page:not([style*="display: none"]) .slide')`

/** In the page, once a frame has been drawn: whether anything moves. */
function isMoving(): Promise<boolean> {
  return new Promise(resolve =>
    requestAnimationFrame(() =>
      setTimeout(() => resolve(document.getAnimations().some(it => it.playState !== 'finished'))),
    ),
  )
}

/** Until the stage has settled, or on a slide without one, nothing moves. */
const atRest = (page: Page) =>
  page.waitForFunction(() => {
    const slide = document.querySelector('#slide-content .slidev-page:not([style*="display: none"])')!
    const stage = slide.querySelector('svg[data-diagram]')
    return stage ? stage.hasAttribute('data-settled') : slide.getAnimations({ subtree: true }).length === 0
  })

describe('motion', () => {
  test('moves each thing once a step, and is over when the stage has settled', { tags: ['sampled'] }, async () => {
    const { page, waitFor, context } = await openDeck()
    await page.evaluate(() => {
      const runs: string[] = []
      addEventListener(
        'transitionrun',
        ({ target, propertyName }) => {
          const element = (target as Element).closest('[data-mechanism], [data-link]') ?? (target as Element)
          runs.push(
            [
              element.getAttribute('data-mechanism') ?? element.getAttribute('data-link') ?? 'stage',
              (target as Element).tagName,
              (target as Element).getAttribute('x') ?? '',
              propertyName,
            ].join(' '),
          )
        },
        true,
      )
      window.runs = runs
    })
    await setMotionRate(page, 20)
    const faults: string[] = []
    let moved = 0
    for (const { what } of walk.slice(1, inject('isLong') ? walk.length : 40)) {
      await page.keyboard.press('PageDown')
      await waitFor(what)
      await atRest(page)
      const { runs, running } = await page.evaluate(() => ({
        runs: window.runs!.splice(0),
        running: document.querySelector('#slide-content')!.getAnimations({ subtree: true }).length,
      }))
      moved += runs.length
      faults.push(...runs.filter((it, i) => runs.indexOf(it) !== i).map(it => `${what}: ${it} moves twice`))
      if (running > 0) faults.push(`${what}: ${running} things move after it has settled`)
    }
    expect(moved).toBeGreaterThan(100)
    expect(faults).toEqual([])
    await context.close()
  })

  test(
    'moves the whole stage as a picture: names are not laid out again frame by frame',
    { tags: ['sampled'] },
    async () => {
      const { page, context } = await openDeck()
      const cdp = await context.newCDPSession(page)
      await cdp.send('Performance.enable')
      const layouts = async () =>
        (await cdp.send('Performance.getMetrics')).metrics.find(it => it.name === 'LayoutCount')!.value
      // So slow that nothing arrives by itself.
      await setMotionRate(page, 0.01)
      const faults: string[] = []
      let seen = 0
      // The camera moves while the stage grows, in the first half of the talk.
      for (const { what } of walk.slice(1, inject('isLong') ? walk.length : 28)) {
        await page.keyboard.press('PageDown')
        const counts: number[] = []
        for (let it = await page.evaluate(lookAtMotion); it !== 'settled'; it = await page.evaluate(lookAtMotion)) {
          if (it === 'whole stage' && counts.length < FRAMES) {
            await page.evaluate(moveTo, (counts.length + 1) / (FRAMES + 1))
            counts.push(await layouts())
          } else if (it !== 'about to move') await page.evaluate(finishMotion)
        }
        if (counts.length < FRAMES) continue
        seen++
        // With keys this fast, the text for screen readers may be rendered during a motion, once. Names that are laid
        // out again are laid out in each frame.
        const laidOut = counts.filter((it, i) => i > 0 && it !== counts[i - 1]).length
        if (laidOut > FRAMES / 2) faults.push(`${what}: in ${laidOut} of ${FRAMES} frames`)
      }
      expect(seen).toBeGreaterThan(3)
      expect(faults).toEqual([])
      await context.close()
    },
  )

  test(
    'has no frame in which texts, boxes or links lie over each other, are cut or leave the slide',
    { tags: ['sampled'] },
    async () => {
      const { page, waitFor, context } = await openDeck()
      const faults: string[] = []
      let frames = 0
      // All steps are gone through in their order, those of a sample are jumped to.
      let at: number | undefined
      for (const i of sample([...walk.keys()].slice(0, -1), 7)) {
        const { no, step, what } = walk[i]!
        if (at !== i) {
          await setMotionRate(page, 20)
          await page.evaluate(hash => (location.hash = hash), `#/${no}?clicks=${step}`)
          await waitFor(what)
          await atRest(page)
        }
        at = i + 1
        // So slow that nothing arrives by itself.
        await setMotionRate(page, 0.01)
        await page.keyboard.press('PageDown')
        await waitFor(walk[i + 1]!.what)
        // What comes when the camera has arrived is a motion of its own.
        while (await page.evaluate(isMoving)) {
          for (const share of [0.2, 0.5, 0.8]) {
            await page.evaluate(moveTo, share)
            frames++
            const found: readonly VisualIssue[] = await page.evaluate(`(${auditSlide})(${SLIDE_ON_SHOW}).faults`)
            faults.push(...found.map(it => `${walk[i + 1]!.what}, ${share * 100} %: ${it.problem}`))
          }
          await page.evaluate(finishMotion)
        }
      }
      expect(frames).toBeGreaterThan(9)
      expect([...new Set(faults)]).toEqual([])
      await context.close()
    },
  )

  test(
    'goes back at once: in the frame after the key the step before is there, and nothing moves',
    { tags: ['sampled'] },
    async () => {
      const { page, waitFor, context } = await openDeck(`#/${walk.at(-1)!.no}`)
      await waitFor(walk.at(-1)!.what)
      const faults: string[] = []
      for (const { what } of walk.toReversed().slice(1, inject('isLong') ? walk.length : 18)) {
        await page.evaluate(() => {
          addEventListener(
            'keydown',
            () =>
              requestAnimationFrame(() =>
                requestAnimationFrame(() => {
                  const moves = document.querySelector('#slide-content')!.getAnimations({ subtree: true }).length
                  window.found = moves > 0 ? `${moves} things move` : window.diary.at(-1)!.what
                }),
              ),
            { once: true, capture: true },
          )
          delete window.found
        })
        await page.keyboard.press('PageUp')
        const found = await page.waitForFunction(() => window.found).then(it => it.jsonValue())
        if (found !== what) faults.push(`${what}: ${found}`)
      }
      expect(faults).toEqual([])
      await context.close()
    },
  )

  test('prerenders the slide before and the one after, hidden from view, screen readers and focus, and keeps no other', async () => {
    // One with links, for the keys to reach.
    const cited = deck.order.filter(id => deck.scenes[id]!.citations.length > 0)
    const no = deck.order.indexOf(fullestScene({ ...deck, order: cited }))
    const { page, wrong, context } = await openDeck(`#/${no}`)
    const laid = (on: number) =>
      page.waitForFunction(
        on =>
          [...document.querySelectorAll<HTMLElement>('#slideshow > .slidev-page')].every(it => {
            const away = Math.abs(Number(it.dataset.slidevNo) - on)
            const { display, contentVisibility } = getComputedStyle(it)
            return away > 1
              ? display === 'none'
              : it.offsetHeight > 0 &&
                  (contentVisibility === 'hidden') === (away === 1) &&
                  it.querySelector('h1')!.checkVisibility() === (away === 0)
          }),
        on,
      )
    await laid(no)
    for (const at of walk
      .filter(it => it.no === no)
      .slice(1)
      .concat(walk.find(it => it.no === no + 1)!)) {
      await page.keyboard.press('PageDown')
      await laid(at.no)
    }
    const { nodes } = await (await context.newCDPSession(page)).send('Accessibility.getFullAXTree')
    const exposed = nodes.filter(
      it =>
        !it.ignored &&
        it.role?.value === 'heading' &&
        it.properties?.some(({ name, value }) => name === 'level' && value.value === 1),
    )
    expect(exposed.map(it => it.name?.value)).toEqual([
      await page.locator(`.slidev-page[data-slidev-no="${no + 1}"] h1`).textContent(),
    ])
    await page.locator('#slideshow').evaluate(it => it.setAttribute('tabindex', '-1'))
    await page.locator('#slideshow').focus()
    const reached: (string | undefined)[] = []
    for (let press = 0; press < 8; press++) {
      await page.keyboard.press('Tab')
      reached.push(
        await page.evaluate(
          () => document.activeElement?.closest<HTMLElement>('#slideshow > .slidev-page')?.dataset.slidevNo,
        ),
      )
    }
    expect([...new Set(reached)].filter(Boolean)).toEqual([String(no + 1)])
    expect(wrong).toEqual([])
    await context.close()
  })

  test.each(['PageDown', 'ArrowRight'])(
    'does not go on when %s, which was held while the page was busy, is let go',
    async key => {
      const no = deck.order.indexOf(fullestScene(deck)) - 3
      const { page, context } = await openDeck(`#/${no}`)
      /** How long the key was held as the page sees it, ms; for the first 400 of them the page is busy. */
      const held = page.evaluate(
        () =>
          new Promise<number>(resolve => {
            let start = 0
            addEventListener(
              'keydown',
              () => {
                start = performance.now()
                while (performance.now() < start + 400);
              },
              { once: true, capture: true },
            )
            addEventListener('keyup', () => resolve(performance.now() - start), { once: true, capture: true })
          }),
      )
      for (let press = 0; press < 40; press++) await page.keyboard.down(key)
      await page.keyboard.up(key)
      const steps = await page.evaluate(() => window.diary.length)
      await atRest(page)
      // One step back is one step back from where the key was let go.
      await page.keyboard.press('PageUp')
      await page.waitForFunction(it => window.diary.length > it, steps)
      const diary = await page.evaluate(() => window.diary.map(it => it.what))
      const places = diary.map(what => walk.findIndex(it => it.what === what))
      expect(places.length).toBe(steps + 1)
      expect(places.at(-1)).toBe(places.at(-2)! - 1)
      expect(places.at(-2)! - places[0]!).toBeLessThanOrEqual(1 + (await held) / HELD_STEP_MS)
      await context.close()
    },
  )
})

test(
  'the talk gone through again and again leaves nothing behind, and says nothing',
  { tags: ['sampled'] },
  async () => {
    // Motion takes time alone: with it, see test:long.
    const { page } = await open.newPage({ reducedMotion: inject('isLong') ? 'no-preference' : 'reduce' })
    // What is left behind, is so by any slide: the slides on which the stage grows, or all.
    const order = deck.order.slice(0, inject('isLong') ? deck.order.length : 12)
    const { beforeMb, afterMb, said } = await measureMemory(page.context(), open.origin, { ...deck, order }, 2)
    // 2.5 % a round.
    expect(afterMb / beforeMb).toBeLessThan(1.05)
    expect(said).toEqual([])
    await page.context().close()
  },
)
