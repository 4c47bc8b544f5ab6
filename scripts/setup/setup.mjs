// What a fresh clone lacks: the packages of package-lock.json, and a Chromium. Plain JavaScript without a package, for
// the Node that happens to be there (20 or newer). When all is there it prints nothing and takes a hundredth of a
// second.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasChromium, installChromium } from '../../src/chromium/find-chromium.mjs'
import { findProjectNode } from './project-node.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const modules = join(root, 'node_modules')

/**
 * The Node that runs this project, there once the packages are.
 *
 * @throws Error when there can be none.
 */
export const projectNode = () => findProjectNode(modules)

/**
 * Install what is missing.
 *
 * @param needsBrowser - whether a Chromium must be there, too.
 * @returns whether packages were installed, the project's Node among them.
 * @throws Error when something is missing and could not be installed.
 */
export async function setUp(needsBrowser) {
  const isStale = !isInstalled()
  if (isStale) install()
  if (needsBrowser && !(await hasChromium()) && !(await installChromium(say)))
    throw new Error(
      'found no Chromium and could not install one; install chromium by hand, or point CHROMIUM_PATH at one',
    )
  return isStale
}

/** Print a line about the set-up; stdout is the command's. */
export function say(text) {
  process.stderr.write(`setup: ${text}\n`)
}

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
  if (!installed || !existsSync(projectNode())) return false
  return Object.entries(wanted).every(
    ([path, { integrity, optional }]) =>
      path === '' || installed[path]?.integrity === integrity || (optional && !installed[path]),
  )
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Run `npm ci` on the Node outside of node_modules: the one inside is about to be replaced. */
function install() {
  if (!isWritable(root))
    throw new Error(`packages are missing in ${root}, which may not be written; have its owner run npm run setup`)
  say('installing the packages of package-lock.json; once, about half a minute')
  const outside = (process.env.PATH ?? '').split(delimiter).filter(dir => !dir.endsWith(`node_modules${sep}.bin`))
  const { status, error } = spawnSync(
    'npm',
    ['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      env: { ...process.env, PATH: outside.join(delimiter), PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    },
  )
  if (status !== 0)
    throw new Error(`npm ci failed${error ? ` (${error.message})` : ''}; see above, fix it, and run the command again`)
}
