import type { Page } from 'playwright-chromium'
import { describe, expect, test } from 'vitest'
import { readDeck } from '../../src/build/read-deck.ts'
import { setMotionRate } from './support/motion-rate.ts'
import { useOpenDeck } from './support/open-deck.ts'

const deck = readDeck()
const open = useOpenDeck()
const walk = deck.order.flatMap((id, i) => deck.scenes[id]!.steps.map((_, step) => ({ id, no: i + 1, step })))

/** Steps after which, on the same slide, something enters the stage. */
const scenesThatGrow = walk.filter(({ id, step }) => {
  const [now, next] = [deck.scenes[id]!.steps[step], deck.scenes[id]!.steps[step + 1]]
  return (
    now && next && Object.keys(now.boxes).length > 0 && Object.keys(next.boxes).length > Object.keys(now.boxes).length
  )
})

/** The diagram of the slide on show, once it has come to rest. */
const settled = (page: Page, { id, step }: { id: string; step: number }) =>
  page.waitForSelector(
    `.slidev-page:not([style*="display: none"]) svg[data-diagram][data-settled][data-scene="${id}"][data-step="${step}"]`,
  )

/** Wait until the address says that this slide and step are on show. */
const arrived = (page: Page, { no, step }: { no: number; step: number }) =>
  page.waitForFunction(
    ([no, step]) => {
      const [path, query] = location.hash.slice(1).split('?')
      return path === `/${no}` && Number(new URLSearchParams(query).get('clicks') ?? 0) === step
    },
    [no, step] as const,
  )

describe('the talk on screen', () => {
  test('goes through every step with the right key, back with the left, and every stage comes to rest', async () => {
    const { page, wrong } = await open.newPage()
    await setMotionRate(page, 20)
    await page.goto(open.origin)
    for (const [i, at] of walk.entries()) {
      await arrived(page, at)
      if (deck.scenes[at.id]!.slot) await settled(page, at)
      if (i < walk.length - 1) await page.keyboard.press('ArrowRight')
    }
    for (const at of walk.toReversed().slice(1, 12)) {
      await page.keyboard.press('ArrowLeft')
      await arrived(page, at)
    }
    expect(wrong).toEqual([])
    await page.close()
  })

  test('moves when it goes forward, within 600 ms, and not when it goes back', async () => {
    const { page } = await open.newPage()
    const scene = scenesThatGrow[0]!
    const begin = async () => {
      await page.goto(`${open.origin}/#/${scene.no}?clicks=${scene.step}`)
      await settled(page, scene)
    }
    const longest = () =>
      page.evaluate(() =>
        Math.max(0, ...document.getAnimations().map(it => Number(it.effect?.getComputedTiming().endTime ?? 0))),
      )

    const forward = async () => {
      await begin()
      await page.keyboard.press('ArrowRight')
      const next = `svg[data-diagram][data-scene="${scene.id}"][data-step="${scene.step + 1}"]`
      await page.waitForFunction(
        it => document.querySelector(`${it}[data-settled]`) ?? document.getAnimations()[0],
        next,
      )
      return longest()
    }
    // So slow that it is seen on its way. A window that paints no frame for a while shows the step at once, and the
    // poll tries again.
    await setMotionRate(page, 0.01)
    await expect.poll(forward).toBeGreaterThan(0)
    expect(await longest()).toBeLessThanOrEqual(600)
    await setMotionRate(page, 20)
    await settled(page, { ...scene, step: scene.step + 1 })

    await page.keyboard.press('ArrowLeft')
    await arrived(page, scene)
    expect(await longest()).toBe(0)
    await settled(page, scene)
    await page.close()
  })

  test('stands still for those who ask for less motion', async () => {
    const { page } = await open.newPage({ reducedMotion: 'reduce' })
    const scene = scenesThatGrow[0]!
    await page.goto(`${open.origin}/#/${scene.no}?clicks=${scene.step}`)
    await settled(page, scene)
    await page.keyboard.press('ArrowRight')
    await arrived(page, { ...scene, step: scene.step + 1 })
    expect(
      await page.evaluate(
        () =>
          document
            .querySelector('.slidev-page:not([style*="display: none"]) svg[data-diagram]')!
            .getAnimations({ subtree: true }).length,
      ),
    ).toBe(0)
    await page.close()
  })

  test('has no pair of boxes that ever swaps', async () => {
    const { page } = await open.newPage()
    await page.goto(`${open.origin}/?print=clicks#/print`)
    await page.waitForFunction(
      count => document.querySelectorAll('.print-slide-container .slide').length === count,
      walk.length,
    )
    const places = await page.$$eval('svg[data-diagram]', all =>
      all.map(svg =>
        [...svg.querySelectorAll('[data-mechanism]')].map(group => {
          const { x, y } = group.querySelector('rect')!.getBoundingClientRect()
          const { y: top } = svg.getBoundingClientRect()
          return { id: group.getAttribute('data-mechanism')!, x, y: y - top }
        }),
      ),
    )
    // What is not on the stage yet is not printed: so we compare, pair by pair, what stands before what.
    const before = new Set(
      places.flatMap(boxes =>
        (['x', 'y'] as const).flatMap(axis =>
          boxes.flatMap(a => boxes.filter(b => Math.round(a[axis] - b[axis]) < 0).map(b => `${axis} ${a.id} ${b.id}`)),
        ),
      ),
    )
    const swapped = [...before].filter(pair => {
      const [axis, a, b] = pair.split(' ')
      return before.has(`${axis} ${b} ${a}`)
    })
    expect(before.size).toBeGreaterThan(200)
    expect(swapped).toEqual([])
    await page.close()
  })
})
