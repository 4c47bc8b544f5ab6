import type { Page } from 'playwright-chromium'
import type { Paper } from '../handout/page-rules.ts'
import type { Bookmark } from '../pdf/add-bookmarks.ts'
import { requireDrawnSlides } from '../chromium/slide-fault.ts'
import { layOutForPaperOnly, loadFaces, POLL_MS } from '../chromium/print-viewport.ts'

export type HandoutOptions = {
  readonly arch: string
  /** One that the deck knows; that of each slide, if absent. */
  readonly release?: string | undefined
  readonly paper: Paper
}

/** A printed handout, not yet titled. */
export type PrintedHandout = {
  readonly pdf: Uint8Array
  readonly bookmarks: readonly Bookmark[]
  readonly pages: number
}

/** A heading that a bookmark leads to: as deep as the n in its `hn`. */
type Heading = { readonly id: string; readonly title: string; readonly level: number }

/** What the contents say: on which page something stands, from 1. */
type Entry = { readonly id: string; readonly title: string; readonly page: number }

/** How long the handout may take to draw itself, ms. */
const PATIENCE_MS = 60_000

/**
 * Print the handout of a deck that is being served.
 *
 * CSS cannot tell in Chromium on which page a link's target stands. So it is printed twice: once with its pictures
 * left blank, which takes a fraction of the time, to read where everything has come to stand; and once whole, with the
 * numbers in the contents. A picture's size does not depend on what is in it, so nothing moves between the two.
 *
 * @param page - a page of Chromium, with any content.
 * @param origin - where the deck is served, no slash at the end.
 * @param options - for which arch, on what paper.
 * @returns the PDF, with its bookmarks.
 * @throws SlideFault for a slide that cannot be drawn; Error when the handout does not come to rest, or a page number
 *   would be wrong.
 */
export async function printHandout(page: Page, origin: string, options: HandoutOptions): Promise<PrintedHandout> {
  await page.emulateMedia({ media: 'print', colorScheme: 'light', reducedMotion: 'reduce' })
  await layOutForPaperOnly(page)
  await drawHandout(page, origin, options)
  const { moved, ...printed } = await printWhole(page)
  if (moved) throw new Error(`"${moved.title}" was expected on page ${moved.page} and came on page ${moved.came}`)
  return printed
}

/** Draw the handout, with the page numbers in its contents. */
async function drawHandout(page: Page, origin: string, { arch, release, paper }: HandoutOptions): Promise<void> {
  await page.goto(`${origin}/?${new URLSearchParams({ arch, paper, ...(release && { release }) })}#/handout`, {
    waitUntil: 'commit',
  })
  await page
    .waitForFunction(isAtRest, undefined, { timeout: PATIENCE_MS, polling: POLL_MS })
    .catch((error: unknown) => {
      throw new Error(`the handout does not come to rest in ${PATIENCE_MS / 1000} s`, { cause: error })
    })
  await requireDrawnSlides(page)
  await loadFaces(page)
  await page.evaluate(markMeasured)
  const { targets } = await destinationsOf(await page.pdf({ preferCSSPageSize: true }))
  await page.evaluate(fillContents, [...targets])
}

/**
 * Print what {@link drawHandout} has drawn; `moved` is the first thing that came on another page than the contents say,
 * if there is one.
 */
async function printWhole(
  page: Page,
): Promise<PrintedHandout & { readonly moved: (Entry & { readonly came: number }) | undefined }> {
  await loadFaces(page)
  const { headings, contents } = await page.evaluate(readHeadings)
  const printing = page.pdf({ tagged: true, printBackground: true, preferCSSPageSize: true })
  void import('../pdf/named-destinations.ts') // loads while Chromium prints
  const pdf = await printing
  const { targets, pages } = await destinationsOf(pdf)
  const places = contents.map(it => ({ ...it, came: (targets.get(it.id) ?? NaN) + 1 }))
  return { pdf, pages, bookmarks: nest(headings, targets), moved: places.find(it => it.page !== it.came) }
}

async function destinationsOf(
  pdf: Uint8Array,
): Promise<{ readonly targets: ReadonlyMap<string, number>; readonly pages: number }> {
  const [{ ParseSpeeds, PDFDocument }, { namedDestinations }] = await Promise.all([
    import('@cantoo/pdf-lib'),
    import('../pdf/named-destinations.ts'),
  ])
  const document = await PDFDocument.load(pdf, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest })
  return { targets: namedDestinations(document), pages: document.getPageCount() }
}

/**
 * Headings as bookmarks, each under the last one that is less deep; what stands on level 1 and 2 is at the top.
 *
 * @param headings - in the order of the document.
 * @param targets - the page of each heading's id, counted from 1.
 * @returns the bookmarks at the top, with the others in them.
 */
export function nest(headings: readonly Heading[], targets: ReadonlyMap<string, number>): readonly Bookmark[] {
  const top: { title: string; page: number; children: Bookmark[] }[] = []
  for (const { id, title, level } of headings) {
    const bookmark = { title, page: targets.get(id)!, children: [] }
    if (level > 2 && top.length > 0) top.at(-1)!.children.push(bookmark)
    else top.push(bookmark)
  }
  return top
}

/** In the page: whether it is all there, every diagram still, the faces known, and nothing new since the last look. */
function isAtRest(): boolean {
  const memory = window as unknown as { elementsAtLastLook?: number }
  const ready =
    document.querySelector('[data-handout]') !== null &&
    !document.querySelector('svg[data-diagram]:not([data-settled])') &&
    document.fonts.size > 0
  const before = memory.elementsAtLastLook
  memory.elementsAtLastLook = ready ? document.getElementsByTagName('*').length : 0
  return ready && before === memory.elementsAtLastLook
}

/** In the page: leave the pictures blank. */
function markMeasured(): void {
  document.querySelector('[data-handout]')!.classList.add('is-measured')
}

/** In the page: the headings that have an id, and what the contents say. */
function readHeadings(): { readonly headings: readonly Heading[]; readonly contents: readonly Entry[] } {
  const textOf = (element: Element) => element.textContent!.replace(/\s+/g, ' ').trim()
  const headings = [...document.querySelectorAll('[data-handout] :is(h1, h2, h3)[id]')].map(heading => ({
    id: heading.id,
    title: textOf(heading),
    level: Number(heading.tagName.slice(1)),
  }))
  const contents = [...document.querySelectorAll<HTMLElement>('[data-page-of]')].map(place => ({
    id: place.dataset.pageOf!,
    title: textOf(place.parentElement!),
    page: Number(place.textContent),
  }))
  return { headings, contents }
}

/** In the page: show the pictures again, and write the page numbers into the contents. */
function fillContents(targets: [id: string, page: number][]): void {
  document.querySelector('[data-handout]')!.classList.remove('is-measured')
  const pages = new Map(targets)
  for (const place of document.querySelectorAll<HTMLElement>('[data-page-of]')) {
    const page = pages.get(place.dataset.pageOf!)
    place.textContent = page === undefined ? '' : String(page + 1)
  }
}
