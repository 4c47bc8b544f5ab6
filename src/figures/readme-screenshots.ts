import type { Page } from 'playwright-chromium'

/** A slide of a deck, at its last step, and the file that its picture becomes. */
export type Picture = {
  /** Name of the file, without `.png`. */
  readonly name: string
  /** Id of the slide. */
  readonly slide: string
}

/** Slides that the README shows. */
export const PICTURES: readonly Picture[] = ['mapping', 'kretprobe-booster'].map(it => ({ name: it, slide: it }))

/** Where a deck is served, without a slash at the end, the ids of its slides, and the arch that is shown. */
export type ServedTalk = { readonly origin: string; readonly order: readonly string[]; readonly arch?: string }

/** The size of the windows that are pictured, px. */
const WINDOW = { width: 1280, height: 720 }

/**
 * Take a picture of a page beside the slides.
 *
 * @param page - of a browser.
 * @param address - of the page, whole.
 * @param wanted - a selector of what has to be there, and the file, absolute.
 * @returns the file written.
 */
export async function takePage(
  page: Page,
  address: string,
  { ready, path }: { readonly ready: string; readonly path: string },
): Promise<string> {
  await page.setViewportSize(WINDOW)
  await page.goto('about:blank')
  await page.goto(address)
  await page.waitForSelector(ready)
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path })
  return path
}

/**
 * Take pictures of a served deck.
 *
 * @param page - of a browser; it goes to the deck's print route.
 * @param talk - see {@link ServedTalk}.
 * @param pictures - which slides.
 * @param fileOf - the file of a picture, absolute, by its name.
 * @returns the files written.
 */
export async function takePictures(
  page: Page,
  { origin, order, arch }: ServedTalk,
  pictures: readonly Picture[],
  fileOf: (name: string) => string,
): Promise<readonly string[]> {
  const query = new URLSearchParams({ print: 'true', ...(arch !== undefined && { arch }) })
  await page.goto(`${origin}/?${query}#/print`)
  await page.waitForSelector('svg[data-diagram][data-settled]')
  await page.evaluate(() => document.fonts.ready)
  const files: string[] = []
  for (const { name, slide } of pictures) {
    const path = fileOf(name)
    const number = `${order.indexOf(slide) + 1}`.padStart(3, '0')
    await page.locator(`.print-slide-container[id^="${number}-"]`).screenshot({ path })
    files.push(path)
  }
  return files
}
