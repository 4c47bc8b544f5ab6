import type { Page } from 'playwright-chromium'
import { describe, expect, test } from 'vitest'
import { auditSlide } from '../../src/rehearse/audit-slide.ts'
import { FIELD_STATES } from '../../src/model/vocabulary.ts'
import { readDeck } from '../../src/build/read-deck.ts'
import { axeFaults } from './support/axe.ts'
import { sample } from '../sample.ts'
import { useOpenDeck } from './support/open-deck.ts'

/** Slidev's own controls, which are not ours to change. */
const SLIDEVS_OWN = [
  '#slide-container > :not(#slide-content)',
  '#slidev-goto-dialog',
  '#mermaid-rendering-container',
  '#twoslash-container',
]

/** The slide on show, and for a moment the one before it. */
const SLIDE = '#slide-content .slidev-page:not([style*="display: none"])'

const deck = readDeck()
const open = useOpenDeck()
const walk = deck.order.flatMap((scene, i) =>
  deck.scenes[scene]!.steps.map(({ caption }, step) => ({ scene, no: i + 1, step, caption })),
)
const lastSteps = walk.filter(({ scene, step }) => step === deck.scenes[scene]!.steps.length - 1)
type At = (typeof walk)[number]

const slideOf = ({ no }: At) => `${SLIDE}[data-slidev-no="${no}"]`

/** Wait until a step is on show, at rest, and described. */
async function arrived(page: Page, at: At): Promise<void> {
  const { scene, step, caption } = at
  const described = deck.scenes[scene]!.slot
    ? ` svg[data-diagram][data-settled][data-scene="${scene}"][data-step="${step}"] ~ .visually-hidden [data-described]`
    : ''
  await page.waitForSelector(`${slideOf(at)} [role="main"][data-step-caption=${JSON.stringify(caption)}]${described}`, {
    state: 'attached',
  })
}

const goTo = async (page: Page, at: At) => {
  await page.goto(`${open.origin}/#/${at.no}?clicks=${at.step}`)
  await arrived(page, at)
}

/** What axe finds on a slide and around it. */
async function violationsOn(page: Page, { scene }: At): Promise<readonly string[]> {
  return (await axeFaults(page, { exclude: SLIDEVS_OWN })).map(it => `${scene}, ${it}`)
}

describe('the talk for those who do not see it', () => {
  test('axe finds nothing on any slide, light or dark', { tags: ['sampled'] }, async () => {
    const { page, wrong } = await open.newPage({ reducedMotion: 'reduce' })
    await page.goto(open.origin)
    const found: string[] = []
    for (const at of sample(lastSteps, 11)) {
      await goTo(page, at)
      found.push(...(await violationsOn(page, at)))
    }
    expect(found).toEqual([])
    await page.context().close()
    expect(wrong).toEqual([])
  })

  test("axe finds nothing in the presenter's window, light or dark", async () => {
    const { page, wrong } = await open.newPage({ reducedMotion: 'reduce' })
    await page.goto(`${open.origin}/#/presenter/1`)
    await page.waitForSelector('html[data-loaded]', { state: 'attached' })
    const found: string[] = []
    // What is around the slide is much the same for each.
    for (const at of lastSteps.filter((_, i) => i % 4 === 2)) {
      await page.goto(`${open.origin}/#/presenter/${at.no}?clicks=${at.step}`)
      await page.waitForSelector(
        `.presenter-now .slidev-page[data-slidev-no="${at.no}"] [role="main"][data-step-caption=${JSON.stringify(at.caption)}]`,
      )
      found.push(...(await violationsOn(page, at)))
    }
    await page.context().close()
    expect(found).toEqual([])
    expect(wrong).toEqual([])
  })

  test('announces each step once, and describes each diagram: its boxes, their state, and what each stands on', async () => {
    const { page } = await open.newPage({ reducedMotion: 'reduce' })
    await goTo(page, walk[0]!)
    await page.waitForSelector('[aria-live]', { state: 'attached' })
    await page.evaluate(() => {
      const heard: string[] = []
      Object.assign(window, { heard })
      // What is in a dialog that waits to be opened is not there for anybody.
      const regions = [
        ...document.querySelectorAll('[aria-live], [role="status"], [role="alert"], [role="log"]'),
      ].filter(it => !it.closest('dialog[aria-hidden="true"]'))
      new MutationObserver(() => heard.push(...regions.map(it => it.textContent ?? ''))).observe(regions[0]!, {
        childList: true,
        characterData: true,
        subtree: true,
      })
    })
    for (const [i, at] of walk.entries()) {
      if (i > 0) await page.keyboard.press('ArrowRight')
      await arrived(page, at)
      const { heard, shown, described, isReferred } = await page.locator(slideOf(at)).evaluate(slide => {
        const svg = slide.querySelector('svg[data-diagram]')
        const isSeen = (it: Element) => !['hidden', null].includes(it.getAttribute('data-state'))
        const label = (id: string) =>
          [...slide.querySelectorAll(`[data-mechanism="${id}"] text:not(.stage-struct)`)]
            .map(it => it.textContent)
            .join(' ')
        const list = svg && document.getElementById(svg.getAttribute('aria-details') ?? '')
        const links = [...slide.querySelectorAll('[data-link]')]
          .filter(isSeen)
          .map(it => it.getAttribute('data-link')!.split('>') as [string, string])
        return {
          heard: (window as unknown as { heard: string[] }).heard.splice(0),
          isReferred: !svg || (svg.getAttribute('role') === 'img' && !!list),
          shown: Object.fromEntries(
            [...slide.querySelectorAll('[data-mechanism]')].filter(isSeen).map(it => {
              const id = it.getAttribute('data-mechanism')!
              return [
                id,
                {
                  label: label(id),
                  state: it.getAttribute('data-state')!,
                  registers: it.getAttribute('data-class'),
                  struct: it.querySelector('.stage-struct')?.textContent ?? undefined,
                  on: links
                    .filter(([, child]) => child === id)
                    .map(([parent]) => label(parent))
                    .sort(),
                },
              ]
            }),
          ),
          described: Object.fromEntries(
            [...(list?.querySelectorAll('[data-described]') ?? [])].map(it => [
              it.getAttribute('data-described')!,
              it.textContent!,
            ]),
          ),
        }
      })
      const where = `${at.scene}, step ${at.step}`
      if (i > 0) {
        expect(heard, where).toHaveLength(1)
        expect(heard[0], where).toContain(at.caption)
      }
      expect(isReferred, where).toBe(true)
      expect(Object.keys(described).sort(), where).toEqual(Object.keys(shown).sort())
      for (const [id, { label, state, registers, struct, on }] of Object.entries(shown)) {
        const [first = '', ...more] = described[id]!.split('; ')
        expect(first.split(', ')[0], where).toBe(label)
        expect(first, where).toMatch(
          {
            shown: /^[^,]+$/,
            new: /, new$/,
            recent: /, new a moment ago$/,
            focus: /, in question$/,
            dimmed: /, in the background$/,
            absent: /, not on /,
          }[state]!,
        )
        expect(
          more.some(it => it.startsWith('registers: ')),
          `${where}, ${id}`,
        ).toBe(registers !== null && state !== 'absent')
        expect(struct === undefined || more.includes(struct), `${where}, ${id}`).toBe(true)
        expect(
          more.flatMap(it => (it.startsWith('stands on ') ? it.slice(10).split(', ') : [])).sort(),
          `${where}, ${id}`,
        ).toEqual(on)
      }
    }
    // All slides are there now, and no two may have an id in common.
    const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(it => it.id))
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
    await page.context().close()
  })

  test('describes each row of a struct: its fields, their state, and whether they are read', async () => {
    const { page } = await open.newPage({ reducedMotion: 'reduce' })
    const hazard = lastSteps.find(({ scene }) => deck.scenes[scene]!.view === 'hazard')!
    await goTo(page, hazard)
    const frame = deck.scenes[hazard.scene]!.panels.find(it => it.kind === 'frame')!
    const rows = page.locator(`${slideOf(hazard)} [data-frame="${frame.capture}"] > li`)
    for (const [i, row] of frame.rows.entries()) {
      const { name, hidden } = await rows.nth(i).evaluate(it => ({
        name: it.querySelector('.visually-hidden')!.textContent!,
        hidden: [...it.children]
          .filter(child => !child.matches('.visually-hidden'))
          .every(child => child.getAttribute('aria-hidden') === 'true'),
      }))
      expect(name).toContain(`${row.label}`)
      expect(name).toContain(FIELD_STATES[row.state].label)
      expect(name.endsWith('this is what is read')).toBe(row.registers.some(it => frame.reads?.includes(it)))
      expect(hidden).toBe(true)
    }
    await page.context().close()
  })

  test('what is printed holds the pictures alone, and so does the handout', async () => {
    const { page } = await open.newPage()
    await page.goto(`${open.origin}/?print=clicks#/print`)
    await page.waitForFunction(
      count => document.querySelectorAll('.print-slide-container .slide').length === count,
      walk.length,
    )
    expect(await page.locator('.visually-hidden, [aria-live], [aria-details]').count()).toBe(0)
    // On screen a description comes in the third frame in which nothing moves.
    await page.goto(`${open.origin}/#/handout`)
    await page.waitForSelector('[data-handout]')
    await page.evaluate(async () => {
      for (let frame = 0; frame < 30; frame++) await new Promise(resolve => requestAnimationFrame(resolve))
    })
    expect(await page.locator('[data-handout] :is(.visually-hidden, [aria-details])').count()).toBe(0)
    await page.context().close()
  })
})

describe('the talk by keyboard', () => {
  test('each link and control takes the focus and shows it, and the keys of the talk work from there', async () => {
    const { page } = await open.newPage({ reducedMotion: 'reduce' })
    const at = walk.find(({ scene }) => deck.scenes[scene]!.slot && deck.scenes[scene]!.citations.some(it => it.url))!
    await goTo(page, at)
    await page.waitForSelector('[aria-live]', { state: 'attached' })
    const cites = deck.scenes[at.scene]!.citations.filter(it => it.url).length
    const seen: {
      readonly name: string
      readonly outline: string
      readonly opacity: number
      readonly isInWindow: boolean
    }[] = []
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(() => {
        const it = document.activeElement!
        const { x, y, right, bottom } = it.getBoundingClientRect()
        const around = (element: Element | null): number =>
          element ? Number(getComputedStyle(element).opacity) * around(element.parentElement) : 1
        return it === document.body
          ? undefined
          : {
              name: it.getAttribute('title') ?? it.textContent!.trim(),
              outline: `${getComputedStyle(it).outlineStyle} ${getComputedStyle(it).outlineWidth}`,
              opacity: around(it.parentElement),
              isInWindow: x >= 0 && y >= 0 && right <= innerWidth && bottom <= innerHeight,
            }
      })
      if (!focused || (i > 0 && focused.name === seen[0]?.name)) break
      seen.push(focused)
    }
    expect(seen.length).toBeGreaterThan(cites + 4)
    expect(seen.map(it => it.name)).toEqual(
      expect.arrayContaining([deck.scenes[at.scene]!.citations[0]!.name, 'Go to next slide', 'Show slide overview']),
    )
    expect(seen.filter(it => !/^(?:solid|auto) [1-9]/.test(it.outline) || it.opacity < 0.99 || !it.isInWindow)).toEqual(
      [],
    )

    await page
      .locator(`${slideOf(at)} .cites a`)
      .first()
      .focus()
    await page.keyboard.press('ArrowRight')
    const next = walk[walk.indexOf(at) + 1]!
    await arrived(page, next)
    await page.getByTitle('Go to next slide').focus()
    await page.keyboard.press('Enter')
    await arrived(page, walk[walk.indexOf(next) + 1]!)
    await page.keyboard.press('PageUp')
    await arrived(page, next)

    // In a menu the keys are the menu's.
    await page.locator('.show-menu select').first().focus()
    await page.keyboard.press('ArrowUp')
    const other = deck.arches[deck.arches.findIndex(it => it.id === deck.arch) - 1]!
    await page.waitForFunction(arch => location.hash.includes(`arch=${arch}`), other.id)
    await page.locator('[aria-live]', { hasText: `Seen from ${other.name}. ` }).waitFor({ state: 'attached' })
    expect(await page.evaluate(() => [location.hash.split('?')[0], document.activeElement?.tagName])).toEqual([
      `#/${next.no}`,
      'SELECT',
    ])
    await page.keyboard.press('Escape')
    await page.keyboard.press('ArrowLeft')
    await page.waitForFunction(no => location.hash.startsWith(`#/${no}?arch`), at.no)
    await page.context().close()
  })
})

describe('the talk for those who ask for less motion, or for larger letters', () => {
  test('nothing moves where less motion is asked for: no step, no slide, no control', async () => {
    const { page } = await open.newPage({ reducedMotion: 'reduce' })
    const moving = () =>
      page.evaluate(
        () => document.getAnimations().filter(it => Number(it.effect?.getComputedTiming().endTime ?? 0) > 0).length,
      )
    const from = walk.findIndex(
      ({ scene, step }) => step === 0 && deck.scenes[scene]!.slot && deck.scenes[scene]!.steps.length > 1,
    )
    await goTo(page, walk[from]!)
    for (const at of walk.slice(from + 1, from + 5)) {
      await page.keyboard.press('ArrowRight')
      await arrived(page, at)
      expect(await moving()).toBe(0)
    }
    await page.getByTitle('Show slide overview').focus()
    expect(await moving()).toBe(0)
    await page.keyboard.press('Enter')
    await page.waitForSelector('.z-modal')
    expect(await moving()).toBe(0)
    await page.context().close()
  })

  test('zoomed to 200 % nothing is lost: all of each slide is in the window, and no text is cut', async () => {
    const { page } = await open.newPage({
      viewport: { width: 490, height: 276 },
      deviceScaleFactor: 2,
      reducedMotion: 'reduce',
    })
    const faults: string[] = []
    for (const at of lastSteps) {
      await goTo(page, at)
      const { x, y, right, bottom } = await page
        .locator(slideOf(at))
        .evaluate(it => it.getBoundingClientRect().toJSON() as DOMRect)
      if (Math.min(x, y) < -1 || right > 491 || bottom > 277) faults.push(`${at.scene}: leaves the window`)
      const audit = await page.locator(slideOf(at)).evaluate(auditSlide)
      faults.push(...audit.faults.map(({ problem }) => `${at.scene}: ${problem}`))
    }
    await page.context().close()
    expect(faults).toEqual([])
  })
})
