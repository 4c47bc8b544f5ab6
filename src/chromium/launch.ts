import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserServer, BrowserType, LaunchOptions } from 'playwright-chromium'
import { findChromium } from './find-chromium.mjs'
import { removeStaleTemporaries, temporaryPathFor } from '../files/temporary-paths.ts'

/**
 * What we have no use for. The address bar that nobody sees is a page of its own, which takes more time to start than ours.
 * The rest is what Playwright turns off: of several such flags Chromium heeds only the last.
 */
const FEATURES_OFF = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AcceptCHFrame',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'DialMediaRouteProvider',
  'GlobalMediaControls',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'RenderDocument',
  'ThirdPartyStoragePartitioning',
  'Translate',
]

/** What makes headless Chromium draw the same everywhere, and start sooner. */
const FLAGS = [
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--disable-gpu',
  `--disable-features=${FEATURES_OFF}`,
]

/**
 * Start a Chromium without a window. It has its sandbox wherever the system grants one: root and many containers get none.
 *
 * @param signal - closes the browser when aborted.
 * @throws Error when there is none to start.
 */
export async function launchChromium(signal?: AbortSignal): Promise<Browser> {
  const { launched: browser, folder } = await launch((chromium, options) => chromium.launch(options))
  browser.on('disconnected', () => remove(folder))
  signal?.addEventListener('abort', () => void browser.close(), { once: true })
  return browser
}

/**
 * Start a Chromium for several processes: each connects to its `wsEndpoint()`, and has pages of its own.
 *
 * @throws Error when there is none to start.
 */
export async function launchChromiumServer(): Promise<BrowserServer> {
  const { launched: server, folder } = await launch((chromium, options) => chromium.launchServer(options))
  server.on('close', () => remove(folder))
  return server
}

/** Start a Chromium in a folder of its own, without its sandbox where it does not start with it. */
async function launch<T>(
  start: (chromium: BrowserType, options: LaunchOptions) => Promise<T>,
): Promise<{ readonly launched: T; readonly folder: string }> {
  const [executablePath, { chromium }] = await Promise.all([findChromium(), import('playwright-chromium')])
  if (!executablePath) throw new Error('there is no Chromium; run npm run setup')
  const options: LaunchOptions = {
    executablePath,
    args: FLAGS,
    chromiumSandbox: process.getuid?.() !== 0,
    // Ctrl+C is the command's to handle: Playwright would end the process before it has cleaned up.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  }
  const folder = ownFolder()
  const env = { ...process.env, ...homeIn(folder) } as Record<string, string>
  const inSandbox = (chromiumSandbox: boolean) =>
    inFolder(folder, () => start(chromium, { ...options, chromiumSandbox, env }))
  const launched = await inSandbox(options.chromiumSandbox!)
    .catch(error => (options.chromiumSandbox ? inSandbox(false) : Promise.reject(error as Error)))
    .catch((error: Error) => {
      remove(folder)
      throw new Error(
        `Chromium (${executablePath}) does not start: ${error.message.split('\n').slice(0, 2).join(' ')}; start it by hand, or point CHROMIUM_PATH at another`,
        { cause: error },
      )
    })
  return { launched, folder }
}

/**
 * A folder for what Chromium and Playwright put aside, with our process in its name: whoever comes after one that was
 * killed cleans up behind it. Its path is short, for a socket's may have 108 letters.
 */
function ownFolder(): string {
  const place = join(tmpdir(), 'pt-regs')
  removeStaleTemporaries(place)
  const own = temporaryPathFor(place)
  mkdirSync(own, { mode: 0o700 })
  return own
}

/** Where Playwright puts its files is asked for when it starts a browser. */
async function inFolder<T>(folder: string, use: () => Promise<T>): Promise<T> {
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    return await use()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}

/** Without a home of its own Chromium does not start. */
function homeIn(folder: string): { readonly HOME?: string } {
  const home = process.env.HOME
  return home && existsSync(home) ? {} : { HOME: folder }
}

/** Remove it though processes that are about to end still delete in it: what vanishes meanwhile ends Node's own removal, without a word. */
function remove(folder: string): void {
  for (let tries = 0; tries < 10 && existsSync(folder); tries++)
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
