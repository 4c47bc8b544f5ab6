import type { Timelines } from '../../src/deck/timelines.ts'
import { fromTable, type ValueTable } from '../../src/deck/value-table.ts'
import { describe, expect, test } from 'vitest'
import { valueAtRelease } from '../../src/deck/value-at-release.ts'
import { sceneForArch } from '../../src/deck/scene-for-arch.ts'
import { auditSlides } from '../../src/rehearse/audit-slide.ts'
import { deckModules } from '../../src/build/deck-modules.ts'
import { readDeck } from '../../src/build/read-deck.ts'
import { boxVisualState } from '../../src/deck/visual-state.ts'
import { sample } from '../sample.ts'
import { useOpenDeck } from './support/open-deck.ts'

const deck = readDeck()
const open = useOpenDeck()
const stepsOn = (arch: string) =>
  deck.order
    .map(id => sceneForArch(deck, id, arch))
    .flatMap((scene, at) => scene.steps.map((step, i) => ({ id: deck.order[at]!, i, step, scene })))

/** In the page of all slides: what has to look the same wherever it stands. */
function alikeness() {
  const look = (
    element: Element,
    names: readonly ('font' | 'color' | 'backgroundColor' | 'borderTop' | 'borderRight')[],
  ) => names.map(it => getComputedStyle(element)[it]).join(' ')
  const box = (element: Element) => element.getBoundingClientRect()
  const from = (element: Element) => box(element).top - box(element.closest('.slide')!).top
  const table = document.querySelector('.matrix')!
  const rowHeights = [...table.querySelectorAll('tbody td')].map(it => box(it).height)
  return {
    marks: [
      ...new Set(
        [...document.querySelectorAll('.slide-viewpoint')].map(
          it => `${look(it, ['font', 'color', 'borderTop'])} ${Math.round(from(it))}`,
        ),
      ),
    ],
    unlikeTheirSign: [...document.querySelectorAll('.regs-frame .is-read')]
      .filter(read => {
        const other = [...read.parentElement!.children].find(
          it => it.getAttribute('data-state') === read.getAttribute('data-state') && !it.classList.contains('is-read'),
        )
        return (
          other && look(read, ['backgroundColor', 'borderRight']) !== look(other, ['backgroundColor', 'borderRight'])
        )
      })
      .map(it => it.textContent),
    // A ring reaches round its rows, and no other row covers it.
    unringed: [...document.querySelectorAll('.regs-frame :is(.is-read, .is-only-here)')]
      .filter(row => {
        const layer = (of: Element) => Number(getComputedStyle(of).zIndex) || 0
        const ring = [...row.parentElement!.querySelectorAll('.row-ring')].find(
          it => box(it).top <= box(row).top + 1 && box(it).bottom >= box(row).bottom - 1,
        )
        const others = [...row.parentElement!.children].filter(it => !it.matches('.is-read, .is-only-here'))
        return !ring || others.some(it => layer(it) >= layer(row))
      })
      .map(it => it.textContent),
    rowHeightsDifferBy: Math.floor(Math.max(...rowHeights) - Math.min(...rowHeights)),
    classesUntold: [...document.querySelectorAll('.slide')]
      .filter(it => it.querySelector('.stage [data-class]') && !it.querySelector('.legend'))
      .map(it => it.querySelector('h1')!.textContent),
    signsUntold: [...document.querySelectorAll('.arches')].flatMap(it => {
      const named = [...it.closest('.slide')!.querySelectorAll('.arches-signs b')].map(sign => sign.textContent)
      return [...it.querySelectorAll('td b')].map(sign => sign.textContent).filter(sign => !named.includes(sign))
    }),
    rulesShort: [...table.querySelectorAll('.matrix-rule')].filter(
      it => Math.abs(box(it).right - box(table.querySelector('tbody td:last-child')!).right) > 1,
    ).length,
  }
}

describe.each([
  ['light', deck.arch],
  ['dark', deck.arch],
  ...deck.arches.filter(it => it.id !== deck.arch).map(it => ['light', it.id] as const),
] as const)('the built deck, %s, on %s', (colorScheme, arch) => {
  test('every step of every slide: right boxes, no overlap, nothing clipped, no text under 16 px', async () => {
    const steps = stepsOn(arch)
    const { page, wrong } = await open.newPage({ colorScheme })
    await page.goto(`${open.origin}/?print=clicks&arch=${arch}#/print`)
    await page.waitForFunction(
      count => document.querySelectorAll('.print-slide-container .slide').length === count,
      steps.length,
    )
    await page.evaluate(() => document.fonts.ready)
    const audits = await auditSlides(page)
    const alike = await page.evaluate(alikeness)
    await page.close()

    expect(audits.flatMap(({ id, faults }) => faults.map(({ problem }) => `slide ${id}: ${problem}`))).toEqual([])
    expect(wrong).toEqual([])
    expect(alike).toEqual({
      // Slides about another arch name it, also where no arch was chosen.
      marks: [expect.any(String)],
      unlikeTheirSign: [],
      unringed: [],
      rowHeightsDifferBy: 0,
      classesUntold: [],
      signsUntold: [],
      rulesShort: 0,
    })
    audits.forEach((audit, at) => {
      const { id, i, step, scene } = steps[at]!
      if (!scene.slot) return
      const availability = deck.availability[scene.arch ?? arch]![step.release]!
      const expected = (box: string) => boxVisualState(box, { view: scene.view, step, availability })
      const where = `${id}, step ${i}`
      expect([audit.scene, audit.step], where).toEqual([id, String(i)])
      // What is not on the stage yet is not printed at all.
      expect(audit.boxes, where).toEqual(
        Object.fromEntries(
          deck.stage.boxes.map(box => [box.id, expected(box.id)]).filter(([, state]) => state !== 'hidden'),
        ),
      )
      const coloured: readonly string[] | undefined = scene.view === 'grow' ? [] : step.coloured
      expect(Object.keys(audit.classes).length > 0, where).toBe(coloured?.length !== 0)
      const others = Object.values(audit.classes).filter(it => coloured && !coloured.includes(it))
      expect(others, where).toEqual([])
    })
  })
})

describe('the built deck as of a release that somebody chose', () => {
  const moments = fromTable(JSON.parse(deckModules().timelines()) as ValueTable) as Timelines
  const newest = deck.releases.at(-1)!

  const chosen = [
    ...deck.arches.map(it => [it.id, newest] as const),
    ['x86-64', '0.01'],
    ['x86-64', '3.7'],
    ['i386', '2.6.20'],
    ['arm64', '5.5'],
    ['arm64', '6.14'],
  ] as const

  test.for(sample(chosen, 5))(
    '%s in %s: the frames of then, every rule of slides',
    { tags: ['sampled'] },
    async ([arch, release]) => {
      const framed = (id: string) => {
        const frames = moments[arch]!.frames[id]
        return (
          frames &&
          valueAtRelease(frames, release, deck.releases)!.panels.flatMap(it =>
            it === null ? [] : it.kind === 'frame' ? [it.capture] : [it.text.replace('{release}', release)],
          )
        )
      }
      const { page, wrong } = await open.newPage()
      await page.goto(`${open.origin}/?print=clicks&arch=${arch}&release=${release}#/print`)
      await page.waitForFunction(
        count => document.querySelectorAll('.print-slide-container .slide').length === count,
        stepsOn(arch).length,
      )
      const drawn = async () => {
        const frames = await page.$$eval('.print-slide-container', all =>
          all.map(slide =>
            [...slide.querySelectorAll('[data-frame], .lacking-panel')].map(
              it => it.getAttribute('data-frame') ?? it.textContent,
            ),
          ),
        )
        return stepsOn(arch).map(({ id }, at) => framed(id) && frames[at])
      }
      // What there was then is loaded when somebody asks.
      await expect.poll(drawn).toEqual(stepsOn(arch).map(({ id }) => framed(id)))
      await page.evaluate(() => document.fonts.ready)
      const audits = await auditSlides(page)
      await page.close()

      expect(audits.flatMap(({ id, faults }) => faults.map(({ problem }) => `slide ${id}: ${problem}`))).toEqual([])
      expect(wrong).toEqual([])
    },
  )
})
