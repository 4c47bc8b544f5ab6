import type { launchChromium } from '../../src/chromium/launch.ts'
import type { DrivenBrowser } from './driven-browser.ts'

/** Keys that Playwright names otherwise. */
const KEYS: Readonly<Record<string, string>> = { ' ': 'Space' }

/**
 * Drive Chromium as the other browsers are driven: what they show is held against what it shows.
 *
 * @param browser - is left running.
 * @returns the same, with windows of one context.
 */
export async function driveChromium(browser: Awaited<ReturnType<typeof launchChromium>>): Promise<DrivenBrowser> {
  // Without motion: a tab that lies behind another draws a frame a second.
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' })
  return {
    name: `Chromium ${browser.version()}`,
    async openWindow() {
      const page = await context.newPage()
      return {
        goto: async address => void (await page.goto(address)),
        evaluate: expression => page.evaluate(expression),
        async press(...keys) {
          for (const key of keys) await page.keyboard.press(KEYS[key] ?? key)
        },
      }
    },
    close: () => context.close(),
  }
}
