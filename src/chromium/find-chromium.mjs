// Where a Chromium is, and how to come by one. Plain JavaScript, as setup.mjs runs it before any package is there.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const PLAYWRIGHT_CLI = fileURLToPath(new URL('../../node_modules/playwright-chromium/cli.js', import.meta.url))

/** How each distribution installs its Chromium, by the program that tells which one it is. */
const DISTRIBUTIONS = [
  ['apt-get', ['update', '-q'], ['install', '-y', '-q', '--no-install-recommends', 'chromium']],
  ['dnf', ['install', '-y', '-q', 'chromium']],
  ['pacman', ['-Sy', '--noconfirm', 'chromium']],
  ['apk', ['add', '--quiet', 'chromium']],
]

/**
 * The Chromium to use: CHROMIUM_PATH, else Playwright's, whose version is pinned, else the system's.
 *
 * @returns its absolute path, or undefined when there is none.
 * @throws Error when CHROMIUM_PATH names no program.
 */
export async function findChromium() {
  return namedChromium() ?? (await playwrightChromium()) ?? systemChromium()
}

/** Whether there is a Chromium. Faster than finding the one to use: Playwright is loaded only if there is no other. */
export async function hasChromium() {
  return Boolean(namedChromium() ?? systemChromium() ?? (await playwrightChromium()))
}

/**
 * Get a Chromium: Playwright's download, else, for root, the distribution's package.
 *
 * @param say - receives progress messages, one line each.
 * @returns whether one of them worked.
 */
export async function installChromium(say) {
  say('no Chromium yet; asking Playwright for one')
  if (runs(process.execPath, [PLAYWRIGHT_CLI, 'install', '--no-shell', 'chromium'])) return true
  const [program, ...commands] = DISTRIBUTIONS.find(([name]) => onPath(name)) ?? []
  if (!program || process.getuid?.() !== 0) return false
  say(`that did not work; asking ${program}`)
  for (const command of commands) runs(program, command)
  return await hasChromium()
}

function namedChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named && !isProgram(named))
    throw new Error(`CHROMIUM_PATH is ${named}, which is no program; name one or unset it`)
  return named || undefined
}

function systemChromium() {
  return SYSTEM_NAMES.map(onPath).find(Boolean)
}

async function playwrightChromium() {
  try {
    const { chromium } = await import('playwright-chromium')
    return isProgram(chromium.executablePath()) ? chromium.executablePath() : undefined
  } catch {
    return undefined
  }
}

function runs(program, commandArguments) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(program, commandArguments, { stdio: ['ignore', 2, 2], env }).status === 0
}

function onPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map(dir => join(dir, name))
    .find(isProgram)
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
