import type { Page } from 'playwright-chromium'
import { CANVAS } from '../canvas/slide-areas.ts'

/** Wide as the canvas, and low: lower than any paper, which is how a style sheet tells the one from the other. */
export const VIEWPORT = { width: CANVAS.width, height: 100 }

/** How often we look whether a page has come to rest, ms: a look at all of it is work too. */
export const POLL_MS = 10

/**
 * Keep what a page is going to show from being laid out for the screen: it is only going to be printed, and Chromium
 * would lay it out before, between and after the printings. To be called before the page goes anywhere.
 *
 * @param page - a page of Chromium.
 */
export async function layOutForPaperOnly(page: Page): Promise<void> {
  await page.addInitScript(height => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`@media (max-height: ${height}px) { #app { display: none } }`)
    document.adoptedStyleSheets = [sheet]
  }, VIEWPORT.height)
}

/** Lay out for the screen after all, for somebody who wants to see it there. */
export async function layOutForScreen(page: Page): Promise<void> {
  await page.setViewportSize({ width: CANVAS.width, height: CANVAS.height })
}

/**
 * Load all faces that a page names: what is not laid out has asked for none.
 *
 * @param page - a page of Chromium.
 */
export async function loadFaces(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await Promise.all([...document.fonts].map(face => face.load()))
  })
}
