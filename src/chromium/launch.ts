import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserServer, BrowserType, LaunchOptions } from 'playwright-chromium'
import { findChromium } from './find-chromium.mjs'
import { removeStaleTemporaries, temporaryPathFor } from '../files/temporary-paths.ts'

/**
 * Features of Chromium that the deck does not use. The popup of the address bar is a page of its own and takes longer
 * to start than the deck. The rest is what Playwright turns off: Chromium obeys only the last `--disable-features`.
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

/** Flags that make headless Chromium draw the same on every machine, and start faster. */
const FLAGS = [
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--disable-gpu',
  `--disable-features=${FEATURES_OFF}`,
]

/**
 * Start Chromium without a window, with its sandbox where the system allows one: not as root, nor in many containers.
 *
 * @param signal - closes the browser when aborted.
 * @returns the browser; its temporary folder is removed when it closes.
 * @throws Error if there is no Chromium, or it does not start.
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
 * @returns the Chromium, which the caller closes.
 * @throws Error when there is none to start.
 */
export async function launchChromiumServer(): Promise<BrowserServer> {
  const { launched: server, folder } = await launch((chromium, options) => chromium.launchServer(options))
  server.on('close', () => remove(folder))
  return server
}

/** How long a Chromium may take to start before it is said that it does not, and before it is given up, ms. */
const [SLOW_MS, START_MS] = [8000, 30_000]

/** Start a Chromium in a folder of its own, without its sandbox where it does not start with it. */
async function launch<T>(
  start: (chromium: BrowserType, options: LaunchOptions) => Promise<T>,
): Promise<{ readonly launched: T; readonly folder: string }> {
  const [executablePath, { chromium }] = await Promise.all([findChromium(), import('playwright-chromium')])
  if (!executablePath) throw new Error('there is no Chromium; run npm run setup')
  const options: LaunchOptions = {
    executablePath,
    args: FLAGS,
    timeout: START_MS,
    chromiumSandbox: process.getuid?.() !== 0,
    // The command handles Ctrl+C: Playwright would end the process before the command has cleaned up.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  }
  const folder = ownFolder()
  const env = { ...process.env, TMPDIR: folder, ...homeIn(folder) } as Record<string, string>
  const inSandbox = (chromiumSandbox: boolean) =>
    inFolder(folder, () => start(chromium, { ...options, chromiumSandbox, env }))
  const slow = setTimeout(
    () =>
      console.error(`Chromium (${executablePath}) has not started yet; it has ${(START_MS - SLOW_MS) / 1000} s more`),
    SLOW_MS,
  )
  const launched = await inSandbox(options.chromiumSandbox!)
    .catch((error: Error) =>
      options.chromiumSandbox && error.name !== 'TimeoutError' ? inSandbox(false) : Promise.reject(error),
    )
    .finally(() => clearTimeout(slow))
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
 * Temporary folder of Chromium and Playwright, named by process id; later runs delete the folders of dead processes.
 * The path is short: a Unix socket path is limited to 108 bytes.
 */
function ownFolder(): string {
  const place = join(shortTmpdir(), 'pt-regs')
  removeStaleTemporaries(place)
  const own = temporaryPathFor(place)
  mkdirSync(own, { mode: 0o700 })
  return own
}

/** The longest path of a temporary folder below which Chromium's sockets have paths that are short enough. */
const MOST_TMPDIR = 40

/** The temporary folder, or /tmp where the path of that is too long. */
function shortTmpdir(): string {
  return tmpdir().length > MOST_TMPDIR && existsSync('/tmp') ? '/tmp' : tmpdir()
}

/** Run with TMPDIR set to a folder: Playwright reads it when it starts a browser. */
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

/** Chromium does not start without a home folder. */
function homeIn(folder: string): { readonly HOME?: string } {
  const home = process.env.HOME
  return home && existsSync(home) ? {} : { HOME: folder }
}

/**
 * Remove a folder in which processes that are about to end still delete files: a file that disappears meanwhile makes
 * Node's own removal stop silently, so it is repeated.
 */
function remove(folder: string): void {
  for (let tries = 0; tries < 10 && existsSync(folder); tries++)
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
