import type { Browser, LaunchOptions } from 'playwright-chromium'
import { findChromium } from './find-chromium.mjs'

/**
 * What we have no use for. The address bar that nobody sees is a page of its own, which takes more time to start than ours.
 * The rest is what Playwright turns off: of several such flags Chromium heeds only the last.
 */
const FEATURES_OFF = [
  'WebUIOmniboxPopup', 'WebUIOmniboxAimPopup',
  'AcceptCHFrame', 'AimEnabled', 'AvoidCorsURLLoaderRestartOnRedirect', 'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose',
  'DialMediaRouteProvider', 'GlobalMediaControls', 'HttpsUpgrades', 'LensOverlay', 'MediaRouter', 'NetworkTimeServiceQuerying', 'OptimizationHints',
  'PaintHolding', 'PreconnectToSearch', 'RenderDocument', 'ThirdPartyStoragePartitioning', 'Translate',
]

/** What makes headless Chromium draw the same everywhere, and start sooner. */
const FLAGS = ['--font-render-hinting=none', '--force-color-profile=srgb', '--disable-gpu', `--disable-features=${FEATURES_OFF}`]

/**
 * Start a Chromium without a window. It has its sandbox wherever the system grants one: root and many containers get none.
 *
 * @param signal - closes the browser when aborted.
 * @throws Error when there is none to start.
 */
export async function launchChromium(signal?: AbortSignal): Promise<Browser> {
  const [executablePath, { chromium }] = await Promise.all([findChromium(), import('playwright-chromium')])
  if (!executablePath) throw new Error('there is no Chromium; run node scripts/setup.mjs --browser')
  const options: LaunchOptions = {
    executablePath,
    args: FLAGS,
    chromiumSandbox: process.getuid?.() !== 0,
    // Ctrl+C is the command's to handle: Playwright would end the process before it has cleaned up.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  }
  const browser = await chromium.launch(options).catch((error: unknown) => {
    if (!options.chromiumSandbox) throw error
    return chromium.launch({ ...options, chromiumSandbox: false })
  })
  signal?.addEventListener('abort', () => void browser.close(), { once: true })
  return browser
}
