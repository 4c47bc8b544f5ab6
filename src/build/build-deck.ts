import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify, stripVTControlCharacters } from 'node:util'
import { root } from '../files/root.ts'
import { DATA_FOLDER, SLIDES_FILE } from '../model/dataset.ts'
import { pruneCache } from '../files/prune-cache.ts'
import { removeStaleTemporaries, temporaryPathFor } from '../files/temporary-paths.ts'
import { FOR_PRINT, INPUTS_FILE, KERNEL_TREE } from './build-environment.ts'
import { areCurrent, type BuildInputs, hash } from './build-inputs.ts'

/** How many builds are kept: the one of now, and those of a branch or of options that one comes back to. */
const KEPT = 3

/** How often a deck is built whose files are saved while it is built. */
const MOST_ATTEMPTS = 3

/**
 * Room for what a build makes and drops at once, from the start: with what Node begins with, a tenth of the time and
 * more goes to collecting it.
 */
const YOUNG_SPACE = ['--min-semi-space-size=128', '--max-semi-space-size=128']

/** What is loaded before Slidev: it ends a build whose caller is gone, and records what the build reads. */
const PRELOADED = ['exit-with-parent.mjs', 'record-inputs.ts'].flatMap(it => [
  '--import',
  pathToFileURL(join(root, 'src/build', it)).href,
])

/** What Slidev writes for hosts that route by path. We route by hash, and under a base of `./` both would be wrong. */
const STRAY = ['_redirects', '404.html']

/** How much of what Slidev says is shown when it fails, lines. */
const MOST_LINES = 40

/** A deck to build, and how; see {@link buildDeck}. */
export type BuildOptions = {
  /** Where the deck will stand: a path like `/talk/`, or `./` for anywhere. */
  readonly base?: string
  /** The deck's folder, absolute. */
  readonly deck?: string
  /** The file of its slides, relative to that. */
  readonly slides?: string
  /** Leave the speaker's notes out of it. */
  readonly withoutNotes?: boolean
  /** The kernel tree whose own lines are shown for the talk's sketches, absolute; no lines are shown without one. */
  readonly kernelTree?: string | undefined
  /** It is only going to be printed: a build of what is on paper will do, which takes a third less time. */
  readonly forPrint?: boolean
  readonly signal?: AbortSignal
  readonly progress?: (text: string) => void
}

/** A build in `.cache/deck`: the site that Slidev made, and what it read for it. */
const [SITE, INPUTS] = ['site', 'inputs.json']

/**
 * The built deck: one at hand when nothing that was read for it has changed, else a new one.
 *
 * Builds are kept in `.cache/deck`, each in a folder named by its options and by what was read for it. A deck whose
 * files are saved while it is built is built again: the build would be of no state that was ever on disk.
 *
 * @param options - which deck, and how it is built.
 * @returns the folder with `index.html`, absolute.
 * @throws DataError when the dataset or slides.md is at fault; else Error with Slidev's own words when the build fails,
 *   or when the deck's files change during each of several builds.
 */
export async function buildDeck({ deck = root, signal, progress, ...options }: BuildOptions = {}): Promise<string> {
  checkPath(deck)
  const builds = join(deck, '.cache/deck')
  const build = { deck, signal, ...howToBuild(options) }
  // What is on paper is in a whole build too, and the same.
  const names = [build.name, howToBuild({ ...options, forPrint: false }).name]
  for (let attempt = 0; attempt <= MOST_ATTEMPTS; attempt++) {
    const found = currentBuild(builds, names, deck)
    if (found) return join(found, SITE)
    if (attempt === MOST_ATTEMPTS) break
    progress?.(attempt === 0 ? 'Building the deck …' : 'Files of the deck were saved meanwhile; building it again …')
    await addBuild(builds, build)
  }
  throw new Error(
    `files of the deck changed during each of ${MOST_ATTEMPTS} builds; save them, and run the command again`,
  )
}

/** How Slidev is called, and the name of all builds for which it is called so. */
type Recipe = { readonly name: string; readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv }

function howToBuild({
  base = './',
  slides = SLIDES_FILE,
  withoutNotes = false,
  kernelTree,
  forPrint = false,
}: BuildOptions): Recipe {
  const args = [slides, '--base', base, '--router-mode', 'hash', ...(withoutNotes ? ['--without-notes'] : [])]
  const env = { [KERNEL_TREE]: kernelTree, [FOR_PRINT]: forPrint ? '1' : undefined }
  const own = readFileSync(import.meta.filename, 'utf8')
  return { name: hash(JSON.stringify([process.version, env, args, own])), args, env }
}

/** The build of one of these names whose inputs are as they were. */
function currentBuild(builds: string, names: readonly string[], deck: string): string | undefined {
  if (!existsSync(builds)) return undefined
  return readdirSync(builds)
    .filter(it => names.includes(it.split('-')[0]!))
    .map(it => join(builds, it))
    .find(it => {
      const inputs = inputsOf(it)
      return inputs && areCurrent(inputs, deck)
    })
}

/** What was read for a build, as far as it came; undefined where no file says it. */
function inputsOf(build: string): BuildInputs | undefined {
  try {
    return JSON.parse(readFileSync(join(build, INPUTS), 'utf8')) as BuildInputs
  } catch {
    return undefined
  }
}

type SlidevBuild = Recipe & { readonly deck: string; readonly signal: AbortSignal | undefined }

/**
 * Build, and keep what was built. One that fails over a file that was being saved has built nothing, and is no failure.
 */
async function addBuild(builds: string, build: SlidevBuild): Promise<void> {
  mkdirSync(builds, { recursive: true })
  const place = join(builds, 'new')
  removeStaleTemporaries(place)
  const temporary = temporaryPathFor(place)
  mkdirSync(temporary)
  try {
    await runSlidevBuild(temporary, build)
    for (const stray of STRAY) await rm(join(temporary, SITE, stray), { force: true })
    const folder = join(builds, `${build.name}-${hash(readFileSync(join(temporary, INPUTS)))}`)
    await rename(temporary, folder).catch(unlessThere)
    pruneCache(builds, KEPT, folder)
  } catch (error) {
    const inputs = inputsOf(temporary)
    if (build.signal?.aborted || !inputs || areCurrent(inputs, build.deck)) throw error
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** Run Slidev's own `build`. A child process, so that what it loads and leaves behind is gone with it. */
async function runSlidevBuild(folder: string, { deck, args, env, signal }: SlidevBuild): Promise<void> {
  const slidev = join(root, 'node_modules/@slidev/cli/bin/slidev.mjs')
  const site = join(folder, SITE)
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [...YOUNG_SPACE, ...PRELOADED, slidev, 'build', ...args, '--out', site],
      {
        cwd: deck,
        // Also where a test runner asks for it, the build is the one that is shown: Vue would come with its warnings.
        env: {
          ...process.env,
          NODE_ENV: 'production',
          NODE_COMPILE_CACHE: join(root, '.cache/node'),
          NODE_DISABLE_COLORS: '1',
          NO_COLOR: '1',
          FORCE_COLOR: undefined,
          // Node runs TypeScript itself: to have Babel translate the setup files takes 2 s when they are new.
          JITI_TRY_NATIVE: '1',
          JITI_FS_CACHE: 'false',
          [INPUTS_FILE]: join(folder, INPUTS),
          ...env,
        },
        maxBuffer: 64 * 1024 * 1024,
        ...(signal && { signal }),
      },
    )
    // Where Slidev is another than our plugins know, see src/build/vite/.
    for (const [line] of `${stdout}${stderr}`.matchAll(/^\[plugin [\w-]+\] Slidev .*$/gm)) console.warn(line)
  } catch (error) {
    signal?.throwIfAborted()
    await throwFaults(deck, args[0])
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`the deck does not build; Slidev says:\n${withoutStack(stderr.trim() || stdout.trim())}`, {
      cause: error,
    })
  }
  if (!existsSync(join(site, 'index.html')))
    throw new Error('the deck does not build; Slidev ended without an index.html')
}

/**
 * Slidev writes paths into code as they are, between quotes, and Vite takes what follows # or ? for no part of one.
 *
 * @param deck - the deck's folder, absolute.
 * @throws Error when the deck stands below a folder with such a name.
 */
export function checkPath(deck: string): void {
  const [bad] = /["#'?\\]/.exec(deck) ?? []
  if (bad)
    throw new Error(
      `${deck} cannot be built below a folder with ${bad} in its name, for Slidev and Vite read such a path as another; rename the folder`,
    )
}

function withoutStack(text: string): string {
  return stripVTControlCharacters(text)
    .split('\n')
    .filter(line => !/^\s+at /.test(line))
    .slice(0, MOST_LINES)
    .join('\n')
}

/** Where the dataset is at fault, that is what people want to read, and not how Slidev took it. */
async function throwFaults(deck: string, slides: string | undefined): Promise<void> {
  if (!existsSync(join(deck, DATA_FOLDER))) return
  const [{ DataError }, { readDeckSources }] = await Promise.all([
    import('../errors/fault.ts'),
    import('./read-deck.ts'),
  ])
  const { faults } = readDeckSources(deck, DATA_FOLDER, slides)
  if (faults.length > 0) throw new DataError(faults)
}

/** Another process was quicker: its build is as good. */
function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
}
