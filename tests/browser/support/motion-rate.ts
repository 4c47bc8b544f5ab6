import type { Page } from 'playwright-chromium'

/**
 * Run the animations of a page at another rate; their end is the same. Fast, a test need not wait for them; slow, a
 * test sees them on their way on any machine.
 *
 * @param page - an open page.
 * @param rate - 1 is the usual speed.
 */
export async function setMotionRate(page: Page, rate: number): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Animation.enable')
  await cdp.send('Animation.setPlaybackRate', { playbackRate: rate })
}
