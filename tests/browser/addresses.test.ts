import type { Page } from 'playwright-chromium'
import { describe, expect, test } from 'vitest'
import { ENTITY_KINDS } from '../../src/explorer/entities.ts'
import { questionAddress } from '../../src/explorer/question-address.ts'
import { knowledge } from '../explorer/whole-dataset.ts'
import { headlineOf } from '../headline-of.ts'
import { useOpenDeck } from './support/open-deck.ts'

const open = useOpenDeck()
const TALK = 'pt_regs: the good, the bad and the ugly'

const explorer = (page: Page) => page.getByRole('dialog', { name: 'Ask the stage' })

describe('an address', () => {
  test('names a slide by its scene, and the window is named after the slide on show', async () => {
    const { page, wrong } = await open.newPage()
    await page.goto(`${open.origin}/#/kprobe`)
    await expect.poll(() => page.title()).toBe(`${headlineOf('kprobe')} · ${TALK}`)
    expect(await page.evaluate(() => location.hash)).toBe('#/kprobe')
    await page.goto(`${open.origin}/#/rethook?clicks=1`)
    await expect.poll(() => page.title()).toBe(`${headlineOf('rethook')} · ${TALK}`)
    expect(await page.locator('.said-over-slide').count()).toBe(0)
    expect(wrong).toEqual([])
    await page.context().close()
  })

  test('asks a question, and is that of the answer until Escape', async () => {
    const { page, wrong } = await open.newPage()
    await page.goto(`${open.origin}/#/ask?q=who+reads+pstate+on+arm64+in+6.8`)
    await explorer(page).getByRole('combobox').waitFor()
    expect(await explorer(page).getByRole('combobox').inputValue()).toBe('who reads pstate on arm64 in 6.8')
    await explorer(page).getByText('arm64').first().waitFor()
    await expect
      .poll(() => page.evaluate(() => location.hash))
      .toBe('#/ask?q=who+reads+pstate+on+arm64+in+6.8&arch=arm64&release=6.8')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.evaluate(() => location.hash)).toBe('#/1')
    expect(wrong).toEqual([])
    await page.context().close()
  })

  test('shows an answer of each kind, at its arch and release', async () => {
    const { page, wrong } = await open.newPage()
    for (const kind of ENTITY_KINDS) {
      const { id } = knowledge.entities.findLast(it => it.kind === kind)!
      const address = questionAddress({ kind, id, arch: 'arm64', release: '6.8' })
      await page.goto(`${open.origin}/#${address}`)
      await expect
        .poll(() => page.evaluate(() => location.hash), { message: address })
        .toMatch(new RegExp(`^#/${kind}/${encodeURIComponent(id)}\\?`))
      expect(await explorer(page).locator('.explorer-words h2').textContent()).not.toBe('')
      await page.keyboard.press('Escape')
    }
    expect(wrong).toEqual([])
    await page.context().close()
  })

  test.for([
    ['#/nosuch', 'no slide nosuch'],
    ['#/99', 'no slide 99'],
    ['?arch=vax#/5', 'no arch vax'],
    ['#/5?arch=arm64&release=99.9', 'no change in a release 99.9'],
  ] as const)('says what it asks for that there is not: %s', async ([address, words]) => {
    const { page, wrong } = await open.newPage()
    await page.goto(`${open.origin}/${address}`)
    await page.getByRole('status').filter({ hasText: words }).waitFor()
    expect(wrong).toEqual([])
    await page.context().close()
  })

  test('of an answer that there is not says so, and shows no other', async () => {
    const { page, wrong } = await open.newPage()
    await page.goto(`${open.origin}/#/mechanism/nosuch`)
    await explorer(page).getByText('is called “nosuch”').waitFor()
    expect(await explorer(page).locator('[aria-selected="true"]').count()).toBe(0)
    expect(wrong).toEqual([])
    await page.context().close()
  })
})

test('"Copy link" copies the address of the answer', async () => {
  const { page } = await open.newPage({ permissions: ['clipboard-read', 'clipboard-write'] })
  await page.goto(`${open.origin}/#/mechanism/rethook?arch=riscv64&release=6.12`)
  await explorer(page).getByRole('button', { name: 'Copy link' }).click()
  await explorer(page).getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `${open.origin}/#/mechanism/rethook?arch=riscv64&release=6.12`,
  )
  await page.context().close()
})
