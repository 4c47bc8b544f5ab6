import { describe, expect, test } from 'vitest'
import { auditSlide } from '../../scripts/lib/audit-slide.ts'
import { drawDeck } from '../../scripts/lib/print-deck.ts'
import { readDeck } from '../../scripts/lib/read-deck.ts'
import { useOpenDeck } from './open-deck.ts'

const deck = readDeck()
const open = useOpenDeck()

describe('the deck, whatever arch is on show', () => {
  test.for(deck.arches.map(it => it.id))('has nothing small, cut, overlapping or untold at the end of any slide, on %s', { timeout: 60_000 }, async (arch) => {
    const { page, wrong } = await open.newPage()
    await drawDeck(page, open.origin, { arch, final: true })
    const slides = await page.$$('.print-slide-container')
    const audits = await Promise.all(slides.map(slide => slide.evaluate(auditSlide)))
    const frames = await page.$$eval('[data-frame]', all => all.map(it => it.getAttribute('data-frame')))
    await page.context().close()
    expect(audits).toHaveLength(deck.order.length)
    expect(audits.flatMap(({ headline, faults }) => faults.map(({ problem }) => `${headline}: ${problem}`))).toEqual([])
    expect(wrong).toEqual([])
    // Its own frames, beside those of scenes that are about one arch.
    expect(frames.filter(it => it!.startsWith(`${arch}-`)).length).toBeGreaterThanOrEqual(3)
  })
})
