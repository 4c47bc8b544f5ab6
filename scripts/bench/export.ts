import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { archIds } from '../../src/model/read/arch-ids.ts'
import { launchChromium } from '../../src/chromium/launch.ts'
import { buildDeck } from '../../src/build/build-deck.ts'
import { findChromium } from '../../src/chromium/find-chromium.mjs'
import { root } from '../../src/files/root.ts'
import { serveDeck } from '../../src/server/serve-deck.ts'

/** One comparison: the same thing measured of ours and of the other, in the same run. Less is better. */
export type BenchRow = {
  readonly what: string
  readonly unit: 's' | 'kB'
  readonly ours: number
  readonly other: number
  readonly against: string
}

/** A deck with nothing in it but Slidev. */
const BARE_DECK = '---\ntheme: none\nfonts: { provider: none }\nfavicon: ""\n---\n\n# Bare\n'

/**
 * Measure `npm run export` against Slidev's own export of the same deck.
 *
 * Each time is the median of `runs`, of whole processes, taken in turn; the two use the same Chromium.
 *
 * @param runs - how often each is measured.
 * @param progress - receives what is being measured, as a line.
 * @returns the comparisons, in the order in which they are shown.
 * @throws Error when there is no Chromium, or an export fails.
 */
export async function benchExport(
  runs = 3,
  progress: (text: string) => void = () => undefined,
): Promise<readonly BenchRow[]> {
  const chromium = await findChromium()
  if (!chromium) throw new Error('there is no Chromium; run npm run setup')
  const folder = await mkdtemp(join(tmpdir(), 'pt-regs-bench-'))
  try {
    const all: RunTimes[] = []
    for (let run = 1; run <= runs; run++) {
      progress(`Exporting, ${run} of ${runs} …`)
      all.push(await timeExports(folder, chromium))
    }
    const of = (name: keyof RunTimes) => median(all.map(it => it[name]))
    const [cold, warm, slidev] = [of('cold'), of('warm'), of('slidev')]
    const against = 'slidev export --with-clicks'
    return [
      { what: 'export, nothing built', unit: 's', ours: cold, other: of('slidevCold'), against },
      { what: 'export, deck changed', unit: 's', ours: cold, other: slidev, against },
      { what: 'export, deck unchanged', unit: 's', ours: warm, other: slidev, against },
      {
        what: 'export, deck unchanged',
        unit: 's',
        ours: warm,
        other: of('marp'),
        against: 'marp --pdf, as many pages of the same pictures',
      },
      {
        what: 'each further arch',
        unit: 's',
        ours: (of('arches') - warm) / (archIds().length - 1),
        other: slidev,
        against,
      },
      {
        what: 'handout, deck unchanged',
        unit: 's',
        ours: of('handout'),
        other: warm,
        against: 'our export of the slides',
      },
      {
        what: 'size of the PDF',
        unit: 'kB',
        ours: await kilobytes(join(folder, OURS)),
        other: await kilobytes(join(folder, THEIRS)),
        against,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Measure the first slide's JavaScript against a bare Slidev deck's.
 *
 * @returns the comparison, kB.
 */
export async function benchFirstSlide(): Promise<BenchRow> {
  return {
    what: 'JavaScript of the first slide, gzipped',
    unit: 'kB',
    ours: await firstSlideScripts(root),
    other: await firstSlideScripts(await bareDeck()),
    against: 'a bare Slidev deck',
  }
}

/** What each exports, in one folder. */
const [OURS, THEIRS] = ['ours.pdf', 'theirs.pdf']

/** What one run of each takes, s. */
type RunTimes = Readonly<Record<'cold' | 'warm' | 'arches' | 'handout' | 'slidevCold' | 'slidev' | 'marp', number>>

/** Run each export once, one after the other. */
async function timeExports(folder: string, chromium: string): Promise<RunTimes> {
  const ours = [join(root, 'scripts/export.ts'), '--output', join(folder, OURS)]
  const theirs = ['--with-clicks', '--executable-path', chromium, '--output', join(folder, THEIRS)]
  const slidev = [join(root, 'node_modules/@slidev/cli/bin/slidev.mjs'), 'export', ...theirs]
  await remove('.cache/deck')
  const cold = await seconds(ours)
  await remove('node_modules/.vite/deps')
  const slidevCold = await seconds(slidev)
  // Now it has Vite's cache of dependencies, for which we have no counterpart.
  const slidevWarm = await seconds(slidev)
  const warm = await seconds(ours)
  const arches = await seconds([join(root, 'scripts/export.ts'), '--all-arches'])
  const handout = [join(root, 'scripts/handout.ts'), '--output', join(folder, 'handout.pdf')]
  await seconds(handout) // for the first time, as the slides were above
  return {
    cold,
    warm,
    arches,
    handout: await seconds(handout),
    slidevCold,
    slidev: slidevWarm,
    marp: await timeMarp(folder, chromium),
  }
}

/** What Marp takes for a deck of as many pages, s. */
async function timeMarp(folder: string, chromium: string): Promise<number> {
  const deck = join(folder, 'marp.md')
  if (!existsSync(deck)) await writeMarpDeck(folder, await pageCount(join(folder, OURS)))
  const marp = join(root, 'node_modules/@marp-team/marp-cli/marp-cli.js')
  const browser = ['--browser', 'chrome', '--browser-path', chromium]
  const output = ['--output', join(folder, 'marp.pdf')]
  return seconds([marp, '--pdf', '--pdf-outlines', '--allow-local-files', ...browser, deck, ...output])
}

/** Marp's deck of the same pictures: the stage at each of its steps, on `pages` pages. */
async function writeMarpDeck(folder: string, pages: number): Promise<void> {
  const pictures = join(folder, 'figures')
  await seconds([join(root, 'scripts/figures.ts'), '--output', pictures])
  const names = (await readdir(pictures)).filter(name => name.endsWith('.svg')).sort()
  const slides = Array.from(
    { length: pages },
    (_, page) => `# Page ${page + 1}\n\n![w:900](figures/${names[page % names.length]})\n`,
  )
  await writeFile(join(folder, 'marp.md'), `---\nmarp: true\n---\n\n${slides.join('\n---\n\n')}`)
}

async function pageCount(file: string): Promise<number> {
  const { PDFDocument } = await import('@cantoo/pdf-lib')
  return (await PDFDocument.load(await readFile(file), { updateMetadata: false })).getPageCount()
}

/**
 * A deck of one slide, in `.cache`, so that Slidev finds its packages above it.
 *
 * @returns its folder, absolute.
 */
export async function bareDeck(): Promise<string> {
  const deck = join(root, '.cache/bare')
  await mkdir(join(deck, 'setup'), { recursive: true })
  await writeFile(join(deck, 'slides.md'), BARE_DECK)
  // A deck that sets Vite up itself takes nothing from ours.
  await writeFile(join(deck, 'setup/vite-plugins.ts'), 'export default () => []\n')
  return deck
}

/** JavaScript requested until the first slide is drawn, without what is preloaded after that; kB, each file gzipped. */
async function firstSlideScripts(deck: string): Promise<number> {
  const served = await serveDeck(await buildDeck({ deck }))
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    await page.goto(`${served.origin}/#/1`, { waitUntil: 'networkidle' })
    const scripts = await page.evaluate(() => {
      const drawn = performance.getEntriesByName('first-contentful-paint')[0]!.startTime
      return performance
        .getEntriesByType('resource')
        .filter(it => it.startTime < drawn && it.name.endsWith('.js'))
        .map(it => it.name)
    })
    const sizes = await Promise.all(
      scripts.map(async it => gzipSync(await (await page.request.get(it)).body(), { level: 9 }).length),
    )
    return sizes.reduce((sum, size) => sum + size, 0) / 1000
  } finally {
    await Promise.all([browser.close(), served.close()])
  }
}

async function remove(path: string): Promise<void> {
  await rm(join(root, path), { recursive: true, force: true })
}

async function seconds(args: readonly string[]): Promise<number> {
  const start = performance.now()
  // Marp takes files from standard input too, and waits for it unless it is closed.
  const running = promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 })
  running.child.stdin?.end()
  await running
  return (performance.now() - start) / 1000
}

async function kilobytes(file: string): Promise<number> {
  return (await stat(file)).size / 1000
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!
}
