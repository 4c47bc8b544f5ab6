import { describe, expect, test } from 'vitest'
import { sceneOn } from '../../components/geometry/scene-on.ts'
import { auditSlide } from '../../scripts/lib/audit-slide.ts'
import { readDeck } from '../../scripts/lib/read-deck.ts'
import { useOpenDeck } from './open-deck.ts'

const deck = readDeck()
const open = useOpenDeck()
const stepsOn = (arch: string) => deck.order.map(id => sceneOn(deck, id, arch)).flatMap((scene, at) => scene.steps.map((step, i) => ({ id: deck.order[at]!, i, step, scene })))

describe.each([
  ['light', deck.arch],
  ['dark', deck.arch],
  ...deck.arches.filter(it => it.id !== deck.arch).map(it => ['light', it.id] as const),
] as const)('the built deck, %s, on %s', (colorScheme, arch) => {
  test('every step of every slide: right boxes, no overlap, nothing clipped, no text under 16 px', { timeout: 60_000 }, async () => {
    const steps = stepsOn(arch)
    const { page, wrong } = await open.newPage({ colorScheme })
    await page.goto(`${open.origin}/?print=clicks&arch=${arch}#/print`)
    await page.waitForFunction(count => document.querySelectorAll('.print-slide-container .slide').length === count, steps.length)
    await page.evaluate(() => document.fonts.ready)
    const slides = await page.$$('.print-slide-container')
    const audits = await Promise.all(slides.map(slide => slide.evaluate(auditSlide)))
    await page.close()

    expect(audits.flatMap(({ id, faults }) => faults.map(({ problem }) => `slide ${id}: ${problem}`))).toEqual([])
    expect(wrong).toEqual([])
    audits.forEach((audit, at) => {
      const { id, i, step, scene } = steps[at]!
      if (!scene.slot)
        return
      const { classes } = deck.presence[scene.arch ?? arch]![step.release]!
      const expected = (box: string) => {
        const state = step.boxes[box]
        return state === undefined ? 'hidden' : classes[box] || (scene.view === 'hazard' && state === 'focus') ? state : 'absent'
      }
      const where = `${id}, step ${i}`
      expect([audit.scene, audit.step], where).toEqual([id, String(i)])
      // What is not on the stage yet is not printed at all.
      expect(audit.boxes, where).toEqual(Object.fromEntries(deck.stage.boxes.map(box => [box.id, expected(box.id)]).filter(([, state]) => state !== 'hidden')))
      expect(Object.keys(audit.classes).length > 0, where).toBe(scene.view !== 'grow')
    })
  })
})
