// Make a fresh clone able to run: the packages of package-lock.json and, with --browser, a Chromium.
//
//   node scripts/setup/setup.mjs [--browser]
//
// npm's pre… scripts call this, so it is plain JavaScript for the Node that happens to be there (20 or newer) and
// imports no package. When nothing is missing it says nothing and takes a few hundredths of a second.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasChromium, installChromium } from '../../src/chromium/find-chromium.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const modules = join(root, 'node_modules')

/** The parsed JSON file, or undefined when it is missing or broken. */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Whether node_modules holds what package-lock.json asks for; npm keeps its own list of what it installed there. */
function isInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {}
  const installed = readJson(join(modules, '.package-lock.json'))?.packages
  if (!installed || (!existsSync(join(modules, 'node/bin/node')) && process.platform !== 'win32')) return false
  return Object.entries(wanted).every(
    ([path, { integrity, optional }]) =>
      path === '' || installed[path]?.integrity === integrity || (optional && !installed[path]),
  )
}

/** Run `npm ci` on the Node outside of node_modules: the one inside is about to be replaced. */
function install() {
  say('installing the packages of package-lock.json; once, about half a minute')
  const outside = (process.env.PATH ?? '').split(delimiter).filter(dir => !dir.endsWith(`node_modules${sep}.bin`))
  const { status, error } = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env: { ...process.env, PATH: outside.join(delimiter), PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0)
    fail(`npm ci failed${error ? ` (${error.message})` : ''}; see above, mend it, and run the command again`)
}

async function ensureChromium() {
  if (!(await hasChromium()) && !(await installChromium(say)))
    throw new Error(
      'found no Chromium and could not install one; install chromium by hand, or point CHROMIUM_PATH at one',
    )
}

function say(text) {
  process.stderr.write(`setup: ${text}\n`)
}

function fail(text) {
  say(text)
  process.exit(1)
}

const unknown = process.argv.slice(2).find(argument => argument !== '--browser')
if (unknown) {
  say(`does not know ${unknown}; it takes --browser or nothing`)
  process.exit(2)
}
if (!isInstalled()) install()
if (process.argv.includes('--browser')) await ensureChromium().catch(error => fail(error.message))
