import { PDFDocument } from '@cantoo/pdf-lib'
import { describe, expect, test } from 'vitest'
import { useOpenDeck } from './support/open-deck.ts'
import { walk } from './support/talk-windows.ts'

const open = useOpenDeck()
const { no } = walk.find(it => it.id === 'rethook')!

describe('the browser prints', () => {
  test.for([
    ['the slide on show', `#/${no}?clicks=1`, '#slide-content'],
    ['the slide, of the presenter', `#/presenter/${no}?clicks=1`, '#slide-content'],
    ['the answer over it', '#/ask?q=who+reads+pstate+on+arm64', '.explorer-veil.is-open .explorer-canvas'],
  ] as const)('%s, whole and alone, on one sheet of its shape', async ([, address, printed]) => {
    const { page, wrong } = await open.newPage({ viewport: { width: 1400, height: 900 } })
    await page.goto(`${open.origin}/${address}`)
    await page.locator(`${printed} svg`).filter({ visible: true }).first().waitFor()
    const pdf = await PDFDocument.load(await page.pdf({ preferCSSPageSize: true, printBackground: true }))
    expect(pdf.getPages().map(it => [Math.round(it.getWidth()), Math.round(it.getHeight())])).toEqual([[735, 414]])
    await page.emulateMedia({ media: 'print' })
    const seen = await page.evaluate(selector => {
      const { left, top, width, height } = document.querySelector(selector)!.getBoundingClientRect()
      const others = [...document.querySelectorAll('.presenter-bar, .speaker-notes, .presenter-next, nav, .show-menu')]
      return {
        box: [left, top, width, height].map(Math.round),
        others: others.filter(it => it.checkVisibility()).length,
      }
    }, printed)
    expect(seen).toEqual({ box: [0, 0, 980, 552], others: 0 })
    expect(wrong).toEqual([])
    await page.context().close()
  })
})
