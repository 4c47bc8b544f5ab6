import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawingsOf, keepDrawing, openDrawing, readDrawing } from '../../src/chromium/page-cache.ts'
import { type DeckServer, serveDeck } from '../../src/server/serve-deck.ts'
import { useChromium } from '../browser/open-deck.ts'

let folder: string
let build: string
let drawings: string
let served: DeckServer
const chromium = useChromium()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pt-regs-drawn-'))
  build = join(folder, 'deck', '0123456789abcdef')
  drawings = drawingsOf(build, '0123')
  served = await serveDeck(folder, { readExtra: path => readDrawing(drawings, path) })
})

afterAll(async () => {
  await served.close()
  rmSync(folder, { recursive: true })
})

/** Keep a page on which `draw` has been at work, and tell whether it is kept, and whether it opens again. */
async function keepAndOpen(name: string, draw: () => void) {
  const page = await chromium.browser.newPage()
  await page.goto(served.origin) // there is no page here, and so nothing on it
  await page.evaluate(draw)
  const isKept = await keepDrawing(page, served.origin, drawings, name)
  const opens = await openDrawing(page, served.origin, drawings, name)
  return { page, isKept, opens }
}

describe('keepDrawing(page, origin, folder, name), openDrawing(…)', () => {
  test('brings back what scripts have drawn, without them, from a server with another port', async () => {
    const { page, isKept, opens } = await keepAndOpen('plain.html', () => {
      document.body.innerHTML = `<img src="${location.origin}/a.svg"><svg><g></g></svg><script src="x.js"></script>`
      document.querySelector('g')!.style.transform = 'scale(1.23456789)'
    })
    expect([isKept, opens]).toEqual([true, true])
    expect(await page.locator('g').evaluate(it => it.style.transform)).toBe('scale(1.23457)')
    expect(await page.locator('script').count()).toBe(0)
    expect(await page.locator('img').getAttribute('src')).toBe('/a.svg')
    await page.close()
  })

  test('leaves on the page what it has kept, to the last digit', async () => {
    const page = await chromium.browser.newPage()
    await page.evaluate(() => {
      document.body.style.transform = 'scale(1.23456789)'
    })
    await keepDrawing(page, served.origin, drawings, 'digits.html')
    const scale = await page.evaluate(() =>
      ((document.body.attributeStyleMap.get('transform') as CSSTransformValue)[0] as CSSScale).x.toString(),
    )
    expect(scale).toBe('1.23457')
    expect(await page.evaluate(() => new DOMMatrix(getComputedStyle(document.body).transform).a)).toBe(1.23457)
    await page.close()
  })

  test.each<[string, () => void]>([
    ['a canvas', () => document.body.append(document.createElement('canvas'))],
    [
      'a shadow root',
      () => document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' }).append('drawn'),
    ],
    [
      'rules that no text names',
      () => document.head.appendChild(document.createElement('style')).sheet!.insertRule('p { color: red }'),
    ],
    [
      'style sheets that stand nowhere',
      () => {
        document.adoptedStyleSheets = [new CSSStyleSheet(), new CSSStyleSheet()]
      },
    ],
  ])('does not keep %s', async (what, draw) => {
    const { page, isKept, opens } = await keepAndOpen(`${what.replaceAll(' ', '-')}.html`, draw)
    expect([isKept, opens]).toEqual([false, false])
    await page.close()
  })

  test('does not take for whole what HTML cannot say', async () => {
    const { page, isKept, opens } = await keepAndOpen('nested.html', () =>
      document.body.appendChild(document.createElement('p')).append(document.createElement('div')),
    )
    expect([isKept, opens]).toEqual([true, false])
    await page.close()
  })

  test('opens nothing that is not there, or that was cut short', async () => {
    const page = await chromium.browser.newPage()
    expect(await openDrawing(page, served.origin, drawings, 'nothing.html')).toBe(false)
    writeFileSync(join(drawings, 'cut.html'), '<!DOCTYPE html>\n<html data-elements="3"><body><p><b>')
    expect(await openDrawing(page, served.origin, drawings, 'cut.html')).toBe(false)
    await page.close()
  })

  test('keeps the drawings of three builds', async () => {
    const page = await chromium.browser.newPage()
    for (let build = 1; build <= 4; build++)
      await keepDrawing(page, served.origin, drawingsOf(join(folder, 'deck', `${build}`), 'data'), 'a.html')
    expect(readdirSync(join(folder, 'drawn'))).toHaveLength(3)
    expect(readdirSync(join(folder, 'drawn'))).toContain('4-data')
    await page.close()
  })
})
