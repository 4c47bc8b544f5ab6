import { join } from 'node:path'
import type { Page } from 'playwright-chromium'

/** Slides that the README shows: a scene, at its last step. */
export const PICTURES = ['mapping', 'kretprobe-booster'] as const

/**
 * Take the README's pictures of a served deck.
 *
 * @param page - of a browser; it goes to the deck's print route.
 * @param origin - where the deck is served, without a slash at the end.
 * @param folder - where the files go, absolute.
 * @returns the files written.
 */
export async function takePictures(page: Page, origin: string, folder: string): Promise<readonly string[]> {
  await page.goto(`${origin}/?print#/print`)
  await page.waitForSelector('svg[data-diagram][data-settled]')
  await page.evaluate(() => document.fonts.ready)
  const files: string[] = []
  for (const scene of PICTURES) {
    const file = join(folder, `${scene}.png`)
    await page
      .locator('.print-slide-container', { has: page.locator(`svg[data-scene="${scene}"]`) })
      .screenshot({ path: file })
    files.push(file)
  }
  return files
}
