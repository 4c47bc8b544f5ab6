import type { Page } from 'playwright-chromium'
import { setTimeout } from 'node:timers/promises'
import { requireDrawnSlides } from '../chromium/slide-fault.ts'
import { layOutForPaperOnly, loadFaces, POLL_MS } from '../chromium/print-viewport.ts'

/** One page of the PDF: a step of a slide. */
export type PrintedPage = {
  /** The slide's number, from 1. */
  readonly slide: number
  /** What the slide says: the text of its `h1`. */
  readonly headline: string
  /** What this step says; undefined where the slide says it nowhere. */
  readonly caption?: string
}

/** A printed deck, not yet titled. `pages` has an entry for each page of `pdf`, in order. */
export type PrintedDeck = { readonly pdf: Uint8Array; readonly pages: readonly PrintedPage[] }

export type PrintOptions = {
  readonly arch?: string | undefined
  /** One that the deck knows; that of each slide, if absent. */
  readonly release?: string | undefined
  /** The slides to print, by their numbers from 1; all if absent. */
  readonly slides?: readonly number[] | undefined
  /** A page for each slide, at its last step, instead of one for each step. */
  readonly final?: boolean
  readonly dark?: boolean
  /** Whether the kernel's own sources follow the slides that are drawn after them; the build must have some. */
  readonly sources?: boolean
  /** Also the steps that their scene does not want printed. */
  readonly keepAll?: boolean
}

/** How long the deck may take to draw itself, ms. */
const PATIENCE_MS = 60_000

/** How long its page may take to say what does not come to rest, ms. */
const ANSWER_MS = 3000

/**
 * Draw a deck that is being served for print, each step or each slide on a page.
 *
 * @param page - a page of Chromium, with any content.
 * @param origin - where the deck is served, no slash at the end.
 * @param options - what is printed.
 * @throws SlideFault for a slide that cannot be drawn; Error when the deck does not come to rest.
 */
export async function drawDeck(page: Page, origin: string, options: PrintOptions = {}): Promise<void> {
  const { slides, dark } = options
  await page.emulateMedia({ media: 'screen', colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' })
  await layOutForPaperOnly(page)
  await drawAll(page, origin, options)
  // A slide that was asked for is printed, also where it has nothing to show.
  if (slides) await page.evaluate(leaveOut, slides)
  else await page.evaluate(leaveOutLacking)
  await requireDrawnSlides(page)
  await loadFaces(page)
}

/** Draw all slides, with the steps that are asked for. */
async function drawAll(
  page: Page,
  origin: string,
  { arch, release, final = false, keepAll = false, sources = false }: PrintOptions,
): Promise<void> {
  const query = new URLSearchParams({
    print: final ? 'true' : 'clicks',
    ...(arch && { arch }),
    ...(release && { release }),
    ...(sources && { sources: '' }),
  })
  await page.goto(`${origin}/?${query}#/print`, { waitUntil: 'commit' })
  await page
    .waitForFunction(isAtRest, undefined, { timeout: PATIENCE_MS, polling: POLL_MS })
    .catch((error: unknown) => throwWhatMoves(page, error))
  if (sources) {
    await page.waitForSelector('.own-sources', { state: 'attached' })
    await page.evaluate(giveSourcesPages)
  }
  if (!keepAll && !final) await page.evaluate(leaveOutSteps)
}

/**
 * Print what {@link drawDeck} has drawn.
 *
 * @param page - the page in which it was drawn.
 * @returns the PDF, and what is on each of its pages.
 */
export async function printDeck(page: Page): Promise<PrintedDeck> {
  const [pages, pdf] = await Promise.all([
    page.evaluate(readPages),
    page.pdf({ tagged: true, printBackground: true, preferCSSPageSize: true }),
  ])
  return { pdf, pages }
}

/**
 * Whether the page is complete: every slide is there, every diagram at rest, every picture and font loaded, and nothing
 * has been added since the last call. Runs in the page.
 */
function isAtRest(): boolean {
  const memory = window as unknown as { elementsAtLastLook?: number }
  const steps = [...document.querySelectorAll('.print-slide-container')]
  const ready =
    steps.length > 0 &&
    steps.every(step => step.querySelector('[data-slidev-no] > *')) &&
    !document.querySelector('.slidev-slide-loading, svg[data-diagram]:not([data-settled])') &&
    document.fonts.size > 0 &&
    [...document.images].every(image => image.complete)
  const before = memory.elementsAtLastLook
  memory.elementsAtLastLook = ready ? document.getElementsByTagName('*').length : 0
  return ready && before === memory.elementsAtLastLook
}

/** In the page: take out all slides but these. */
function leaveOut(slides: readonly number[]): void {
  // Slidev numbers the pages `slide-step`, both from 1.
  for (const page of document.querySelectorAll('.print-slide-container'))
    if (!slides.includes(Number.parseInt(page.id, 10))) page.remove()
}

/** In the page: take out the slides that have nothing to show on the arch. */
function leaveOutLacking(): void {
  for (const page of document.querySelectorAll('.print-slide-container:has([data-left-out])')) page.remove()
}

/** In the page: take out the steps that their scene does not want printed. */
function leaveOutSteps(): void {
  for (const page of document.querySelectorAll('.print-slide-container')) {
    const steps = page.querySelector('[data-print]')?.getAttribute('data-print')?.split(' ').map(Number)
    if (steps && !steps.includes(Number(page.id.split('-')[1]) - 1)) page.remove()
  }
}

/** Make each part of the kernel source under a slide's last step a page of its own after it. Runs in the page. */
function giveSourcesPages(): void {
  const steps = [...document.querySelectorAll('.print-slide-container:has(.own-sources)')]
  const slideOf = (step: Element | undefined) => Number.parseInt(step?.id ?? '', 10)
  const lastSteps = steps.filter((step, i) => slideOf(step) !== slideOf(steps[i + 1]))
  for (const step of steps)
    if (!lastSteps.includes(step)) step.querySelectorAll('.own-sources').forEach(it => it.remove())
  for (const step of lastSteps) {
    const parts = [...step.querySelectorAll('.own-sources')]
    for (const part of parts) part.remove()
    for (const part of parts.reverse()) {
      const copy = step.cloneNode(true) as Element
      copy.querySelectorAll('.slide-frame > :not(header, footer)').forEach(it => it.remove())
      copy.querySelector('.slide-frame')!.append(part)
      copy.querySelector('.slide-frame')!.setAttribute('data-step-caption', part.getAttribute('aria-label')!)
      step.after(copy)
    }
  }
}

/** In the page: what each step is, in the order in which they are printed. */
function readPages(): PrintedPage[] {
  return [...document.querySelectorAll('.print-slide-container')].map(step => {
    const caption =
      step.querySelector('svg[data-diagram]')?.getAttribute('aria-label') ??
      step.querySelector('[data-step-caption]')?.getAttribute('data-step-caption')
    const slide = Number.parseInt(step.id, 10)
    const headline = step.querySelector('h1')?.textContent?.replace(/\s+/g, ' ').trim() || `Slide ${slide}`
    return { slide, headline, ...(caption && { caption }) }
  })
}

/** Say which slides do not come to rest, instead of that some function timed out. */
async function throwWhatMoves(page: Page, error: unknown): Promise<never> {
  if (page.isClosed()) throw error
  const asked = page.evaluate(() =>
    [...document.querySelectorAll('.print-slide-container')]
      .filter(
        step =>
          !step.querySelector('[data-slidev-no] > *') ||
          step.querySelector('.slidev-slide-loading, svg[data-diagram]:not([data-settled])'),
      )
      .map(step => step.id),
  )
  const moving = await Promise.race([asked, setTimeout(ANSWER_MS, undefined, { ref: false })])
  if (!moving)
    throw new Error(
      `the deck does not come to rest in ${PATIENCE_MS / 1000} s, and its page does not answer; look for code on a slide that runs without end`,
      { cause: error },
    )
  throw new Error(
    `the deck does not come to rest in ${PATIENCE_MS / 1000} s; ${moving.length > 0 ? `look at ${moving.slice(0, 5).join(', ')} (slide-step)` : 'no slide was drawn at all'}`,
    { cause: error },
  )
}
