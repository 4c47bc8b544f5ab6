import type { DeckCopy } from '../../scripts/bench/copy-deck.ts'
import type { DeckServer } from '../../src/server/serve-deck.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildDeck } from '../../src/build/build-deck.ts'
import { serveDeck } from '../../src/server/serve-deck.ts'
import { hostileDeck, letIn } from './support/hostile-deck.ts'
import { useOpenDeck } from './support/open-deck.ts'

const open = useOpenDeck()
let deck: DeckCopy
let served: DeckServer

beforeAll(async () => {
  deck = hostileDeck()
  served = await serveDeck(await buildDeck({ deck: deck.folder }))
})

afterAll(async () => {
  await served?.close()
  deck.remove()
})

describe('a deck whose every word is hostile', () => {
  test.for([
    ['slides', '?print=clicks#/print', '.print-slide-container [data-diagram]'],
    ['handout', '#/handout', '[data-handout] .notes'],
    ['presenter', '#/presenter/3', '.speaker-notes .note-part'],
    ['overview', '#/overview', '[data-diagram]'],
    ['notes', '#/notes', '.slidev-note'],
  ] as const)('is text in the %s', async ([where, address, shown]) => {
    const { page, wrong } = await open.newPage()
    await page.goto(`${served.origin}/${address}`)
    await page.locator(shown).first().waitFor({ state: 'attached' })
    await page.waitForFunction(() => document.body.textContent!.includes('<img src=x onerror='))
    expect(await page.evaluate(letIn)).toEqual([])
    // Violations of the Content-Security-Policy are reported there; none may be attempted.
    expect(wrong).toEqual([])
    const text = await page.evaluate(() => document.body.textContent!)
    expect(text).not.toMatch(/[\u202E\u2066]|[^\P{Cc}\s]/u)
    if (where === 'handout') {
      // On paper it does not run over the edge either.
      await page.setViewportSize({ width: 700, height: 900 })
      await page.emulateMedia({ media: 'print' })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(700)
    }
    await page.context().close()
  })

  test('is text in the explorer, for any query', async () => {
    const { page, wrong } = await open.newPage()
    await page.goto(`${served.origin}/#/7`)
    await page.waitForSelector('html[data-loaded]', { state: 'attached' })
    await page.keyboard.press('/')
    const answer = page.locator('.explorer-veil.is-open')
    await answer.waitFor()
    const asked = [
      '<img',
      'img src=x onerror',
      '{{',
      'script',
      'javascript:',
      'kprobe',
      'rethook',
      'perf',
      'ftrace_regs',
      '08f6',
      '5.18',
      'arm64',
      'who reads pstate',
      'how do registers get from exceptions to perf',
      '<svg onload=pwned=1>',
      'A'.repeat(300),
    ]
    let said = ''
    for (const question of asked) {
      await page.locator('.explorer-search input').fill(question)
      for (let i = 0; i < 4; i++) {
        said += await answer.textContent()
        expect(await answer.evaluate(letIn), question).toEqual([])
        await page.keyboard.press('ArrowDown')
      }
    }
    expect(await page.evaluate(letIn)).toEqual([])
    expect(said).toContain('<img src=x onerror=')
    expect(said).toContain('{{')
    expect(said).not.toMatch(/[\u202E\u2066]|[^\P{Cc}\s]/u)
    expect(await answer.evaluate(it => it.scrollWidth - it.clientWidth)).toBeLessThanOrEqual(0)
    expect(wrong).toEqual([])
    await page.context().close()
  })
})
