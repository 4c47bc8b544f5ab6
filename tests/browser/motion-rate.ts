import type { Page } from 'playwright-chromium'

/**
 * Let all that moves in a page move at another rate: what it comes to is the same. Fast, a test need not wait for it; slow,
 * a test sees it on its way on any machine.
 */
export async function setMotionRate(page: Page, rate: number): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Animation.enable')
  await cdp.send('Animation.setPlaybackRate', { playbackRate: rate })
}
