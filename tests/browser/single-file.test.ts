import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BrowserContext, Page } from 'playwright-chromium'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDeck } from '../../src/build/read-deck.ts'
import { runScript, type Ended } from '../scripts/run.ts'
import { setMotionRate } from './support/motion-rate.ts'
import { useChromium } from './support/open-deck.ts'

const deck = readDeck()
const others = deck.arches.map(it => it.id).filter(it => it !== deck.arch)
const walk = deck.order.flatMap((id, i) =>
  deck.scenes[id]!.steps.map(({ caption }, step) => ({
    id,
    no: i + 1,
    step,
    caption,
    hasStage: deck.scenes[id]!.slot !== undefined,
  })),
)

/** The faces that the deck is set in, as `document.fonts` names them. */
const FACES = [
  'IBM Plex Mono 400',
  'IBM Plex Mono 600',
  'IBM Plex Sans 400',
  'IBM Plex Sans 600',
  'Rye 400',
  'Zilla Slab 600',
  'Zilla Slab 700',
]

const folder = mkdtempSync(join(tmpdir(), 'pt-regs-pack-'))
const file = join(folder, 'talk.html')
const address = pathToFileURL(file).href
let ended: Ended
const chromium = useChromium()

beforeAll(async () => {
  ended = await runScript('single-file.ts', '--json', '--output', file)
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** A page without a network; `heard` is all that it says, and every request but the one for the file. */
async function openOffline(context: BrowserContext): Promise<{ page: Page; heard: string[] }> {
  const page = await context.newPage()
  const heard: string[] = []
  page.on('console', message => heard.push(message.text()))
  page.on('pageerror', error => heard.push(error.message))
  page.on('request', request => {
    if (!request.url().startsWith('data:') && request.url().split(/[?#]/)[0] !== address) heard.push(request.url())
  })
  return { page, heard }
}

const offline = () => chromium.browser.newContext({ viewport: { width: 980, height: 552 }, offline: true })

/** Wait until a slide and step are on show, and its diagram, if it has one, at rest. */
const shows = (page: Page, { id, no, step, caption, hasStage }: (typeof walk)[number]) =>
  page.waitForFunction(
    ({ id, no, step, caption, hasStage }) => {
      const [path, query] = location.hash.slice(1).split('?')
      const slide = [...document.querySelectorAll<HTMLElement>('.slidev-page')].find(
        it => it.style.display !== 'none' && it.querySelector('[data-step-caption]'),
      )
      return (
        path === `/${no}` &&
        Number(new URLSearchParams(query).get('clicks') ?? 0) === step &&
        slide?.querySelector('[data-step-caption]')?.getAttribute('data-step-caption') === caption &&
        (!hasStage ||
          slide.querySelector(
            `svg[data-diagram][data-settled][data-scene="${id}"][data-step="${step}"] [data-mechanism] rect`,
          ))
      )
    },
    { id, no, step, caption, hasStage },
  )

describe('npm run single-file', () => {
  test('writes one file of less than 3.0 MB, and names no other', () => {
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const html = readFileSync(file, 'utf8')
    expect(JSON.parse(ended.stdout)).toEqual({ arch: deck.arch, file, bytes: Buffer.byteLength(html) })
    expect(Buffer.byteLength(html)).toBeLessThan(3_000_000)
    expect(readdirSync(folder)).toEqual(['talk.html'])
    expect(html.match(/ (?:src|href)="(?!data:)[^"]+"/g)?.filter(it => !it.includes('${'))).toBeUndefined()
    // `%23` is the `#` of a picture that stands in a `data:` address.
    expect(html.match(/url\(\s*["']?(?!data:|%23|[#"'`$])[^)]{1,40}/g) ?? []).toEqual([])
  })

  test('goes through every step without a network, and every stage comes to rest', async () => {
    const context = await offline()
    const { page, heard } = await openOffline(context)
    await setMotionRate(page, 20)
    await page.goto(address)
    for (const [i, at] of walk.entries()) {
      await shows(page, at)
      if (i < walk.length - 1) await page.keyboard.press('ArrowRight')
    }
    for (const at of walk.toReversed().slice(1, 6)) {
      await page.keyboard.press('ArrowLeft')
      await shows(page, at)
    }
    const faces = await page.evaluate(() =>
      [...document.fonts]
        .filter(it => it.status === 'loaded')
        .map(it => `${it.family.replaceAll('"', '')} ${it.weight}`),
    )
    expect([...new Set(faces)].sort()).toEqual(FACES)
    expect(heard).toEqual([])
    await context.close()
  })

  test('opens on any slide and step, on another arch, in dark', async () => {
    const context = await chromium.browser.newContext({
      viewport: { width: 980, height: 552 },
      offline: true,
      colorScheme: 'dark',
    })
    const { page, heard } = await openOffline(context)
    const at = walk.find(it => it.id === 'mapping' && it.step === 1)!
    await page.goto(`${address}?arch=${others[0]}#/${at.no}?clicks=${at.step}`)
    await shows(page, at)
    expect(
      await page.locator(`.slidev-page:not([style*="display: none"]) svg[data-diagram]`).getAttribute('data-arch'),
    ).toBe(others[0])
    expect(await page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(true)
    expect(heard).toEqual([])
    await context.close()
  })

  test('keeps the audience in step with the presenter', async () => {
    const context = await offline()
    const [audience, presenter] = await Promise.all([openOffline(context), openOffline(context)])
    await audience.page.goto(`${address}#/5`)
    await shows(
      audience.page,
      walk.find(it => it.no === 5 && it.step === 0)!,
    )
    await presenter.page.goto(`${address}#/presenter/5`)
    await presenter.page.waitForSelector('svg[data-diagram][data-settled]', { state: 'attached' })
    await presenter.page.keyboard.press('ArrowRight')
    await shows(
      audience.page,
      walk.find(it => it.no === 5 && it.step === 1)!,
    )
    expect([...audience.heard, ...presenter.heard]).toEqual([])
    await context.close()
  })

  test('--arch opens on that arch, and leaves the address its say', async () => {
    const other = join(folder, 'other.html')
    expect(await runScript('single-file.ts', '--arch', others[0]!, '--output', other)).toMatchObject({
      code: 0,
      stderr: '',
    })
    const context = await offline()
    const page = await context.newPage()
    const at = walk.find(it => it.id === 'mapping')!
    const archOn = async (query: string) => {
      await page.goto(`${pathToFileURL(other).href}${query}#/${at.no}`)
      await shows(page, at)
      return page.locator('.slidev-page:not([style*="display: none"]) svg[data-diagram]').getAttribute('data-arch')
    }
    expect(await archOn('')).toBe(others[0])
    expect(await archOn(`?arch=${others[1]}`)).toBe(others[1])
    rmSync(other)
    await context.close()
  })

  test('is refused an arch that there is not', async () => {
    expect(await runScript('single-file.ts', '--arch', 'arm65')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean arm64?') as string,
    })
  })
})
