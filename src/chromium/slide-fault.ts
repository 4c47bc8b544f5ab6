import type { Page } from 'playwright-chromium'

/** A slide that could not be drawn. */
export class SlideFault extends Error {
  override readonly name = 'SlideFault'
  /** Its number, from 1. */
  readonly slide: number
  constructor(slide: number, message: string) {
    super(message)
    this.slide = slide
  }
}

/**
 * Find out whether all slides were drawn that a page shows.
 *
 * @param page - a page in which Slidev has drawn slides.
 * @throws SlideFault for the first that was not: a component on it failed.
 */
export async function requireDrawnSlides(page: Page): Promise<void> {
  const fault = await page.evaluate(() => {
    const found = document.querySelector('[data-slide-fault]')
    return found && { slide: Number(found.getAttribute('data-slide-fault')), message: found.textContent }
  })
  if (fault) throw new SlideFault(fault.slide, fault.message)
}
