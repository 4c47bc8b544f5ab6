import type { DeckCopy } from '../../scripts/bench/copy-deck.ts'
import type { Locator } from 'playwright-chromium'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditSlides } from '../../src/rehearse/audit-slide.ts'
import { copyDeck } from '../../scripts/bench/copy-deck.ts'
import { guideMechanism } from '../../src/figures/guide-deck.ts'
import { buildDeck } from '../../src/build/build-deck.ts'
import { drawDeck } from '../../src/print/print-deck.ts'
import { startDev } from '../../src/build/dev-server.ts'
import { serveDeck } from '../../src/server/serve-deck.ts'
import { filesWithAddedArch } from '../added-arch.ts'
import { sample } from '../sample.ts'
import { useOpenDeck } from './support/open-deck.ts'

/** Names of arches, short and long, and the arches whose trees they have. */
const FOUR_MORE = [
  ['mips64', 'riscv64'],
  ['microblaze', 'arm'],
  ['parisc64', 's390x'],
  ['sparc64', 'powerpc64'],
] as const

const open = useOpenDeck()
let deck: DeckCopy

beforeAll(() => {
  deck = copyDeck()
})

afterAll(() => deck.remove())

describe('a remixed deck', () => {
  test('has room for a mechanism that one file adds, and for other slides: every rule holds at every step', async () => {
    deck.edit('data/mechanisms/qprobe.yaml', guideMechanism)
    deck.edit('data/scenes.yaml', text =>
      text
        .replace('reveals: [uprobe]', 'reveals: [uprobe, qprobe]')
        .replace(/(  - id: kprobe\n)/, '$1    print: [0, 2]\n')
        .replace(/(  - id: ptrace\n)/, '$1    print: final\n'),
    )
    deck.edit('slides.md', text => {
      const kprobe = /---\nlayout: mechanism\nscene: kprobe\n[^]*?-->\n\n/.exec(text)![0]
      return text
        .replace('layout: mechanism\nscene: tracefs', 'layout: mechanism\nhide: true\nscene: tracefs')
        .replace('---\nlayout: words\nscene: recommendations', it => kprobe + it)
    })

    const served = await serveDeck(await buildDeck({ deck: deck.folder }))
    const { page } = await open.newPage()
    await page.goto(`${served.origin}/?print=clicks#/print`)
    await page.waitForSelector('.print-slide-container [data-mechanism="qprobe"][data-state="new"]', {
      state: 'attached',
    })
    await page.evaluate(() => document.fonts.ready)
    const audits = await auditSlides(page)
    const steps = (scene: string) =>
      page.$$eval(`.print-slide-container [data-scene="${scene}"]`, all => all.map(it => it.getAttribute('data-step')))
    const drawn = [await steps('ptrace'), await steps('kprobe'), await steps('kprobe~2'), await steps('tracefs')]
    await drawDeck(page, served.origin)
    const printed = [await steps('ptrace'), await steps('kprobe')]
    await page.context().close()
    await served.close()

    expect(audits.flatMap(({ id, faults }) => faults.map(({ problem }) => `slide ${id}: ${problem}`))).toEqual([])
    expect(drawn).toEqual([['0', '1', '2'], ['0', '1', '2'], ['0', '1', '2'], []])
    expect(printed).toEqual([['2'], ['0', '2']])
    expect(audits.findLast(it => it.scene === 'mapping')?.classes.qprobe).toBe('exception')
    const issue = audits.findLast(it => it.scene === 'arm64-issue')!
    expect(issue.boxes).toMatchObject({ fprobe: 'focus', 'trace-fprobe': 'focus', 'perf-events': 'focus' })
  })

  // A build, and all slides twice: a minute where nothing else runs.
  test.for(sample([FOUR_MORE], 0))(
    'has room for twelve arches: every rule holds at every step',
    { tags: ['sampled'], timeout: 900_000 },
    async arches => {
      const twelve = copyDeck()
      for (const [id, from] of arches) {
        const file = `data/arch/${id}.yaml`
        twelve.edit(file, () => filesWithAddedArch({ id, from }).get(file)!)
      }
      const served = await serveDeck(await buildDeck({ deck: twelve.folder }))
      const { page } = await open.newPage()
      const faults: string[] = []
      for (const [query, drawn] of [
        ['', '[data-mechanism="kprobe"]'],
        [`&arch=${arches[0][0]}`, '[data-sign="derived"]'],
      ] as const) {
        await page.goto(`${served.origin}/?print=clicks${query}#/print`)
        await page.waitForSelector(`.print-slide-container ${drawn}`, { state: 'attached', timeout: 0 })
        await page.evaluate(() => document.fonts.ready)
        const audits = await auditSlides(page)
        expect(audits.length).toBeGreaterThan(90)
        faults.push(...audits.flatMap(it => it.faults.map(({ problem }) => `slide ${it.id}${query}: ${problem}`)))
      }
      await page.context().close()
      await served.close()
      twelve.remove()
      expect(faults).toEqual([])
    },
  )

  test('does not build from bad data: it prints the faults as npm run check does', async () => {
    const bad = copyDeck()
    bad.edit('data/mechanisms/kprobe.yaml', text => text.replace('row: 1', 'row: -1'))
    await expect(buildDeck({ deck: bad.folder })).rejects.toThrow(/^data\/mechanisms\/kprobe\.yaml:6:6: row/)
    bad.remove()
  })

  test('shows a saved data file by itself, keeps the last good picture while one is broken, and heals', async () => {
    // The first slides do: the server reads each again after a change.
    deck.edit('slides.md', text =>
      text
        .split(/^(?=---\nlayout: )/m)
        .slice(0, 7)
        .join(''),
    )
    const server = await startDev(deck.folder)
    /** Save a file, and again until it is seen: of two changes of a file within 50 ms the watcher reports one. */
    const save = async (file: string, change: (text: string) => string, effect: Locator) => {
      deck.edit(file, change)
      const isSeen = () =>
        effect.waitFor({ timeout: 2000 }).then(
          () => true,
          () => false,
        )
      while (!(await isSeen())) deck.edit(file, text => text)
    }
    try {
      const { origin } = server
      const { page, wrong } = await open.newPage()
      await page.goto(`${origin}/#/5`)
      const label = page.locator('.slidev-page:not([style*="display: none"]) [data-mechanism="kprobe"] text')
      await label.filter({ hasText: 'KProbe' }).waitFor()
      // Slidev loads all slides ahead, some seconds after the three around the one on show. Their styles come with
      // them, and each update removes what is shown over the page.
      await page.waitForFunction(() => {
        const pages = [...document.querySelectorAll('#slideshow > .slidev-page')]
        return pages.length > 3 && pages.every(it => it.querySelector('.slide'))
      })

      const kprobe = 'data/mechanisms/kprobe.yaml'
      const named = (text: string) => label.filter({ hasText: text })
      await save(kprobe, text => text.replace('label: [KProbe]', 'label: [Renamed]'), named('Renamed'))

      const overlay = page.locator('vite-error-overlay')
      await save(kprobe, text => text.replace('row: 1', 'row: -1'), overlay)
      expect(await overlay.evaluate(it => it.shadowRoot?.textContent ?? '')).toContain(
        'data/mechanisms/kprobe.yaml:6:6: row',
      )
      expect(await label.textContent()).toBe('Renamed')

      const sound = (text: string) => text.replace('row: -1', 'row: 1').replace('label: [Renamed]', 'label: [Fixed]')
      await save(kprobe, sound, named('Fixed'))
      await overlay.waitFor({ state: 'detached' })
      expect(wrong.filter(it => it.includes('leaves the machine'))).toEqual([])

      const headline = page.locator('.slidev-page:not([style*="display: none"]) h1')
      const said = (await headline.textContent())!.trim()
      await save('slides.md', text => text.replace(said, 'Broken').replace('[click]', '[then]'), overlay)
      expect(await overlay.evaluate(it => it.shadowRoot?.textContent ?? '')).toMatch(
        /slides\.md:\d+:1: the notes of \S+ have/,
      )
      expect((await headline.textContent())!.trim()).toBe(said)
      const whole = (text: string) => text.replace('Broken', 'Whole again').replace('[then]', '[click]')
      await save('slides.md', whole, headline.filter({ hasText: 'Whole again' }))
      await overlay.waitFor({ state: 'detached' })

      const before = deck.text('slides.md')
      const ask = async (path: string, init: RequestInit = {}) => (await fetch(`${origin}${path}`, init)).status
      const write = { method: 'POST', body: JSON.stringify({ note: 'from elsewhere' }) }
      expect({
        own: await ask('/'),
        foreignWrite: await ask('/__slidev/slides/1.json', {
          ...write,
          headers: { Origin: 'https://talk.example', 'Content-Type': 'text/plain' },
        }),
        anonymousWrite: await ask('/__slidev/slides/1.json', write),
        foreignRead: await ask('/slides.md', {
          headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' },
        }),
        mcp: await ask('/__mcp', { method: 'POST' }),
        editor: await ask('/__open-in-editor?file=slides.md'),
        outside: await ask('/@fs/etc/passwd'),
        outsideRaw: await ask('/@fs/etc/passwd?raw'),
      }).toEqual({
        own: 200,
        foreignWrite: 403,
        anonymousWrite: 403,
        foreignRead: 403,
        mcp: 404,
        editor: 404,
        outside: 403,
        outsideRaw: 403,
      })
      expect(deck.text('slides.md')).toBe(before)
      await page.context().close()
    } finally {
      await server.close()
    }
  })
})
