import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-chromium'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildDeck } from '../../src/build/build-deck.ts'
import { readDeck } from '../../src/build/read-deck.ts'
import { serveDeck, type DeckServer } from '../../src/server/serve-deck.ts'
import { makeTree } from '../kernel/make-tree.ts'
import { SHARED } from '../kernel/toy-files.ts'
import { readPages } from '../pdf/read-pages.ts'
import { runScript } from '../scripts/run.ts'
import { useOpenDeck } from './support/open-deck.ts'

/** A tree that has one of the sources of the slide on rethook. The name of its only call occurs nowhere else. */
const TREE = {
  ...SHARED,
  'arch/x86/kernel/rethook.c':
    'int before;\n\nvoid arch_rethook_trampoline_callback(struct pt_regs *regs)\n{\n\tinvent_what_is_missing(regs);\n}\n',
}

const open = useOpenDeck()
const slide = readDeck().order.indexOf('rethook') + 1
const dir = makeTree(TREE)
const folder = mkdtempSync(join(tmpdir(), 'pt-regs-own-'))
let served: DeckServer

beforeAll(async () => {
  served = await serveDeck(await buildDeck({ kernelTree: dir }))
})

afterAll(async () => {
  await served.close()
  for (const it of [dir, folder]) rmSync(it, { recursive: true })
})

/** What the sources over the slide on show say, or that there are none. */
const shown = (page: Page) =>
  page.evaluate(
    () =>
      [...document.querySelectorAll('.slidev-page .own-sources')]
        .filter(it => it.checkVisibility())
        .map(it => (it as HTMLElement).innerText)
        .join('') || 'none',
  )

/** Press `k` until the source of that name is on show. */
async function turnTo(page: Page, name: string): Promise<string> {
  for (let pages = 0; pages < 30; pages++) {
    const before = await shown(page)
    await page.keyboard.press('k')
    await expect.poll(() => shown(page)).not.toBe(before)
    const text = await shown(page)
    if (text.includes(name)) return text
  }
  return 'not found'
}

describe("the kernel's own lines", () => {
  test('replace the sketch, with file, line and release; a step on, they are gone', async () => {
    const { page, wrong } = await open.newPage()
    await page.goto(`${served.origin}/#/${slide}`)
    await page.waitForSelector('html[data-loaded]')
    expect(await shown(page)).toBe('none')
    const text = await turnTo(page, 'arch_rethook_trampoline_callback')
    expect(text).toContain('arch/x86/kernel/rethook.c:3')
    expect(text).toContain('Linux 6.12.3')
    expect(text).toContain('invent_what_is_missing(regs);')
    expect(await turnTo(page, 'rethook_trampoline_handler')).toContain('This tree does not define it in that file.')
    await page.keyboard.press('PageDown')
    await page.waitForFunction(() => !document.querySelector('.slidev-page .own-sources'))
    expect(wrong).toEqual([])
    await page.context().close()
  })

  test("are in the PDF on pages of their own, behind the slide's last step", async () => {
    const file = join(folder, 'own.pdf')
    expect(await runScript('export.ts', '--linux', dir, '--range', String(slide), '--output', file)).toMatchObject({
      code: 0,
      stderr: '',
    })
    const pages = await readPages(readFileSync(file))
    const own = pages.map((it, i) => (it.words.includes('invent_what_is_missing') ? i : -1)).filter(i => i >= 0)
    expect(own).toHaveLength(1)
    expect(own[0]).toBeGreaterThanOrEqual(readDeck().scenes.rethook!.steps.length)
  })

  test('are nowhere without a tree', async () => {
    const { page } = await open.newPage()
    await page.goto(`${open.origin}/#/${slide}`)
    await page.waitForSelector('html[data-loaded]')
    await page.keyboard.press('k')
    await page.keyboard.press('PageDown')
    await page.waitForFunction(() => location.hash.includes('clicks=1'))
    expect(await shown(page)).toBe('none')
    await page.context().close()
  })

  test('need a kernel tree', async () => {
    expect(await runScript('export.ts', '--linux', folder)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('is no kernel source tree'),
    })
  })
})
