import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-chromium'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Figure } from '../../src/figures/figure.ts'
import { readDeck } from '../../src/build/read-deck.ts'
import { runScript, type Ended } from '../scripts/run.ts'
import { sample } from '../sample.ts'
import { useOpenDeck } from './support/open-deck.ts'

/**
 * The share of a figure that may differ from the slide: CSS starts the dashes of a border at another point than SVG.
 */
const MOST_DIFFERENT = 0.04

const open = useOpenDeck()
const folder = mkdtempSync(join(tmpdir(), 'pt-regs-figures-'))
const all = join(folder, 'all')
let ended: Ended
let figures: readonly Figure[]
/** The figures of each scene that has more than one. */
let playing: readonly (readonly [scene: string, steps: readonly Figure[]])[]
let page: Page

beforeAll(async () => {
  ended = await runScript('figures.ts', '--json', '--output', all)
  figures = JSON.parse(ended.stdout || '[]') as Figure[]
  playing = [...Map.groupBy(figures, it => it.scene)].filter(([, steps]) => steps.length > 1)
  ;({ page } = await open.newPage())
  await page.goto(pathToFileURL(join(all, 'index.html')).href)
})

afterAll(() => rmSync(folder, { recursive: true }))

/** What an XML parser finds in each SVG. */
function parseAll() {
  return page.evaluate(
    texts =>
      texts.map(text => {
        const document = new DOMParser().parseFromString(text, 'image/svg+xml')
        return {
          fault: document.querySelector('parsererror')?.textContent,
          root: document.documentElement.namespaceURI + document.documentElement.localName,
          space: document.documentElement.getAttribute('xml:space'),
          title: document.querySelector('title')?.textContent,
          desc: document.querySelector('desc')?.textContent,
          label: document.documentElement.getAttribute('aria-labelledby'),
          ids: [...document.querySelectorAll('[id]')].map(it => it.id),
          refers: [...document.querySelectorAll('*')]
            .flatMap(it => [...it.attributes])
            .filter(it => /^(?:xlink:)?href$|^src$/.test(it.name) || /url\((?!#)/.test(it.value))
            .map(it => it.value),
          style: document.querySelector('style')?.textContent ?? '',
          tags: [...new Set([...document.querySelectorAll('*')].map(it => it.localName))],
          faces: [...new Set([...document.querySelectorAll('text')].map(it => it.getAttribute('font-family')))],
          smallest: Math.min(...[...document.querySelectorAll('text')].map(it => Number(it.getAttribute('font-size')))),
          mechanisms: [...document.querySelectorAll('[data-mechanism]')].map(it => it.getAttribute('data-mechanism')),
        }
      }),
    figures.map(it => readFileSync(it.svg, 'utf8')),
  )
}

/** The share of pixels in which two PNGs of one size differ by more than a shade. */
function difference(one: Buffer, other: Buffer): Promise<number> {
  return page.evaluate(
    async urls => {
      const [a, b] = (await Promise.all(
        urls.map(async url => {
          const image = await createImageBitmap(await (await fetch(url)).blob())
          const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!
          context.drawImage(image, 0, 0)
          return context.getImageData(0, 0, image.width, image.height)
        }),
      )) as [ImageData, ImageData]
      if (a.width !== b.width || a.height !== b.height) return 1
      let different = 0
      for (let i = 0; i < a.data.length; i += 4) {
        if ([0, 1, 2].some(it => Math.abs(a.data[i + it]! - b.data[i + it]!) > 80)) different++
      }
      return different / (a.width * a.height)
    },
    [one, other].map(it => `data:image/png;base64,${it.toString('base64')}`),
  )
}

/** Name and content of every file in a folder. */
function prints(of: string): readonly string[] {
  return readdirSync(of)
    .sort()
    .map(
      name =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(of, name)))
          .digest('hex')}`,
    )
}

describe('npm run figures', () => {
  test('makes a figure of every step that shows a stage, a sketch or a table', () => {
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const deck = readDeck()
    const wanted = deck.order.flatMap(id => {
      const { slot, panels, matrix, view, steps } = deck.scenes[id]!
      return slot || panels.length > 0 || matrix || view === 'arches' || id === 'title'
        ? steps.map(({ caption }, i) => ({ scene: id, step: i + 1, caption }))
        : []
    })
    expect(figures.map(({ scene, step, caption }) => ({ scene, step, caption }))).toEqual(wanted)
    expect(readdirSync(all).sort()).toEqual(
      [
        'index.html',
        ...figures.flatMap(({ svg, png, pngDark }) => [svg, png, pngDark].map(it => it.slice(all.length + 1))),
        ...playing.map(([scene]) => `${scene}-steps.svg`),
      ].sort(),
    )
  })

  test('writes XML that stands by itself, says what it shows, and has ids of its own', async () => {
    const parsed = await parseAll()
    expect(parsed.filter(it => it.fault || it.root !== 'http://www.w3.org/2000/svgsvg')).toEqual([])
    // Without it, librsvg and CairoSVG drop the spaces at the beginning of a text.
    expect(parsed.filter(it => it.space !== 'preserve')).toEqual([])
    expect(parsed.flatMap(it => it.refers)).toEqual([])
    expect(parsed.filter(it => /@import|url\(|@font-face/.test(it.style))).toEqual([])
    expect(parsed.map(it => it.title)).toEqual(figures.map(it => it.caption))
    expect(
      parsed.filter((it, i) => !it.desc?.endsWith(figures[i]!.caption) || it.label !== `${it.ids[0]} ${it.ids[1]}`),
    ).toEqual([])
    const ids = parsed.flatMap(it => it.ids)
    expect(ids.length).toBe(new Set(ids).size)
  })

  test('plays the steps of a scene in one SVG, which is its last step where nothing moves', async () => {
    for (const [scene, steps] of playing) {
      const text = readFileSync(join(all, `${scene}-steps.svg`), 'utf8')
      const { fault, shown, names, moves } = await page.evaluate(text => {
        const document = new DOMParser().parseFromString(text, 'image/svg+xml')
        const groups = [...document.querySelectorAll('svg > g.s')]
        return {
          fault: document.querySelector('parsererror')?.textContent,
          shown: groups.map(it => it.getAttribute('visibility') !== 'hidden'),
          names: groups.map(it => it.getAttribute('class')),
          moves: /@media \(prefers-reduced-motion:no-preference\)\{\.s\{animation/.test(text),
        }
      }, text)
      expect(fault, scene).toBeUndefined()
      expect(shown, scene).toEqual(steps.map((_, i) => i === steps.length - 1))
      expect(names, scene).toEqual(steps.map((_, i) => `s s${i}`))
      expect(moves, scene).toBe(true)
    }
  })

  test('keeps text as text that the last row can read, each face with another to fall back on', async () => {
    const parsed = await parseAll()
    expect(
      [...new Set(parsed.flatMap(it => it.tags))].filter(
        it => /foreignObject|image|script|a/.test(it) && !['path', 'clipPath'].includes(it),
      ),
    ).toEqual([])
    expect(parsed.flatMap(it => it.faces).filter(it => !/^.+, (?:sans-serif|serif|monospace)$/.test(it ?? ''))).toEqual(
      [],
    )
    expect(Math.min(...parsed.map(it => it.smallest))).toBeGreaterThanOrEqual(16 / 1.5)
    expect(parsed.find((_, i) => figures[i]!.scene === 'kprobe')!.mechanisms).toEqual(
      expect.arrayContaining(['exceptions', 'kprobe', 'ptrace']),
    )
  })

  test('has no colour that is no token of the deck: in dark it would stay as it is', () => {
    const colours = figures.flatMap(it =>
      [...readFileSync(it.svg, 'utf8').matchAll(/ (?:fill|stroke)="([^"]+)"(?:[^>]*class="([^"]*)")?/g)]
        .filter(([, colour, names]) => colour !== 'none' && !names)
        .map(match => match[0]),
    )
    expect(colours).toEqual([])
  })

  test('loads in an img, light and dark each with its own background, and is not blank', async () => {
    const looks = async (scheme: 'light' | 'dark') => {
      await page.emulateMedia({ colorScheme: scheme })
      return page.evaluate(
        async names =>
          Promise.all(
            names.map(async name => {
              const image = Object.assign(new Image(), { src: name })
              document.body.append(image)
              await image.decode()
              image.remove()
              return { width: image.naturalWidth, height: image.naturalHeight }
            }),
          ),
        figures.map(it => it.svg.slice(all.length + 1)),
      )
    }
    expect(await looks('light')).toEqual(figures.map(({ width, height }) => ({ width, height })))
    const { svg, width, height } = figures.find(it => it.scene === 'mapping')!
    const shots = await Promise.all(
      ['light' as const, 'dark' as const].map(async scheme => {
        const { page: other } = await open.newPage({ colorScheme: scheme })
        await other.setContent(
          `<meta name="color-scheme" content="light dark"><body style="margin:0"><img src="${'data:image/svg+xml;base64,' + readFileSync(svg).toString('base64')}">`,
        )
        await other.evaluate(() => document.images[0]!.decode())
        const shot = await other.screenshot({ clip: { x: 0, y: 0, width, height } })
        await other.context().close()
        return shot
      }),
    )
    expect(await difference(shots[0]!, shots[1]!)).toBeGreaterThan(0.8)
  })

  test('draws PNGs at exactly twice the size, and on two different backgrounds', () => {
    const size = (file: string) => {
      const png = readFileSync(file)
      return [png.readUInt32BE(16), png.readUInt32BE(20)]
    }
    expect(figures.flatMap(it => [size(it.png), size(it.pngDark)])).toEqual(
      figures.flatMap(({ width, height }) => [
        [2 * width, 2 * height],
        [2 * width, 2 * height],
      ]),
    )
    expect(figures.filter(it => readFileSync(it.png).equals(readFileSync(it.pngDark)))).toEqual([])
  })

  test('shows what the slide shows, in light and in dark', { tags: ['sampled'] }, async () => {
    const { page: deck } = await open.newPage({ deviceScaleFactor: 2, reducedMotion: 'reduce' })
    await deck.goto(`${open.origin}/?print=clicks#/print`)
    await deck.waitForFunction(
      count =>
        document.querySelectorAll('[data-step-caption]').length >= count &&
        !document.querySelector('.slidev-slide-loading, svg[data-diagram]:not([data-settled])'),
      figures.length,
    )
    await deck.addStyleTag({
      content:
        '.slide > header, .slide > footer, .slide .caption, .title-words { visibility: hidden } .slide > header * { visibility: hidden }',
    })
    const { order } = readDeck()
    const off: string[] = []
    const last = figures.filter((it, i) => it.scene !== figures[i + 1]?.scene)
    for (const { scene, step, svg, width, height, png, pngDark } of sample(last, 5)) {
      const [x, y] = /viewBox="(-?\d+) (-?\d+)/.exec(readFileSync(svg, 'utf8'))!.slice(1).map(Number) as [
        number,
        number,
      ]
      const id = `${String(order.indexOf(scene) + 1).padStart(3, '0')}-${String(step).padStart(2, '0')}`
      // Alone on the page: a picture of all slides at once is a hundred times as large.
      await deck.evaluate(
        shown =>
          document.querySelectorAll<HTMLElement>('.print-slide-container').forEach(it => {
            it.style.display = it.id === shown ? '' : 'none'
          }),
        id,
      )
      const box = (await deck.locator(`[id="${id}"]`).boundingBox())!
      for (const [colorScheme, file] of [
        ['light', png],
        ['dark', pngDark],
      ] as const) {
        await deck.emulateMedia({ colorScheme })
        await deck.waitForFunction(
          isDark => document.documentElement.classList.contains('dark') === isDark,
          colorScheme === 'dark',
        )
        const shot = await deck.screenshot({ clip: { x: box.x + x, y: box.y + y, width, height } })
        const share = await difference(shot, readFileSync(file))
        if (share > MOST_DIFFERENT) off.push(`${scene} ${step}, ${colorScheme}: ${(share * 100).toFixed(1)} %`)
      }
    }
    expect(off).toEqual([])
    await deck.context().close()
  })

  test('has a page that shows every figure with its sentence', async () => {
    const shown = await page.evaluate(() =>
      [...document.images].map(it => [
        it.getAttribute('src'),
        it.alt,
        it.closest('figure')!.querySelectorAll('a').length,
      ]),
    )
    expect(shown).toEqual(figures.map(({ svg, caption }) => [svg.slice(all.length + 1), caption, 3]))
  })

  test('--scene makes the steps of one scene alone, the second time to the same bytes, and replaces earlier figures', async () => {
    const one = join(folder, 'one')
    mkdirSync(one)
    for (const name of ['index.html', 'stale-1.svg']) writeFileSync(join(one, name), '')
    expect(await runScript('figures.ts', '--scene', 'mapping', '--output', one)).toMatchObject({
      code: 0,
      stderr: '',
    })
    const wanted = new Set(prints(all))
    expect(readdirSync(one)).toHaveLength(2 + 3 * figures.filter(it => it.scene === 'mapping').length)
    expect(
      prints(one)
        .filter(it => !wanted.has(it))
        .map(it => it.split(' ')[0]),
    ).toEqual(['index.html'])
  })

  test('is refused an unknown scene, a scene without a picture, and a folder that holds other things', async () => {
    expect(await runScript('figures.ts', '--scene', 'kprob')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean kprobe?') as string,
    })
    expect(await runScript('figures.ts', '--scene', 'history', '--output', join(folder, 'none'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no picture') as string,
    })
    const other = mkdtempSync(join(folder, 'other-'))
    writeFileSync(join(other, 'thesis.tex'), '')
    expect(await runScript('figures.ts', '--output', other)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('holds thesis.tex, which this command does not write') as string,
    })
    expect(readdirSync(other)).toEqual(['thesis.tex'])
  })
})
