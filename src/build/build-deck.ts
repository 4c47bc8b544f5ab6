import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify, stripVTControlCharacters } from 'node:util'
import { root } from '../files/root.ts'
import { diskSentenceIn } from '../errors/disk-sentence.ts'
import { DATA_FOLDER, SLIDES_FILE } from '../model/dataset.ts'
import { FOR_PRINT, INPUTS_FILE, KERNEL_TREE } from './build-environment.ts'
import { isHidden } from '../model/read/public-files.ts'
import { cachedBuild, PRELOADED } from './build-cache.ts'
import { hash } from './build-inputs.ts'
import { preloaded, SLIDEV } from './slidev/slidev-command.ts'

/**
 * Room for what a build makes and drops at once, from the start: with what Node begins with, a tenth of the time and
 * more goes to collecting it.
 */
const YOUNG_SPACE = ['--min-semi-space-size=128', '--max-semi-space-size=128']

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
  const { name, args, env } = howToBuild(options)
  return cachedBuild({
    builds: join(deck, '.cache/deck'),
    deck,
    name,
    // What is on paper is in a whole build too, and the same.
    alsoNamed: [howToBuild({ ...options, forPrint: false }).name],
    make: (site, inputs) => runSlidevBuild(site, { deck, args, env, inputs, signal }),
    signal,
    starting: isAgain =>
      progress?.(isAgain ? 'Files of the deck were saved meanwhile; building it again …' : 'Building the deck …'),
  })
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

type SlidevBuild = Omit<Recipe, 'name'> & {
  readonly deck: string
  readonly inputs: string
  readonly signal: AbortSignal | undefined
}

/** Run Slidev's own `build`. A child process, so that what it loads and leaves behind is gone with it. */
async function runSlidevBuild(site: string, { deck, args, env, inputs, signal }: SlidevBuild): Promise<void> {
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [...YOUNG_SPACE, ...PRELOADED, ...preloaded(deck), SLIDEV, 'build', ...args, '--out', site],
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
          [INPUTS_FILE]: inputs,
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
    const refused = diskSentenceIn(`${stderr}${stdout}`)
    throw new Error(
      refused === undefined
        ? `the deck does not build; Slidev says:\n${withoutStack(stderr.trim() || stdout.trim())}`
        : `the deck does not build: ${refused}`,
      { cause: error },
    )
  }
  if (!existsSync(join(site, 'index.html')))
    throw new Error('the deck does not build; Slidev ended without an index.html')
  const hidden = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter(it => isHidden(basename(it)))
  for (const stray of [...STRAY, ...hidden]) await rm(join(site, stray), { recursive: true, force: true })
}

/**
 * Slidev writes paths into code as they are, between quotes, and Vite takes what follows # or ? for no part of one.
 *
 * @param deck - the deck's folder, absolute.
 * @throws Error when the deck stands below a folder with such a name.
 */
export function checkPath(deck: string): void {
  const [bad] = /["#'?\\*\n\r]/.exec(deck) ?? []
  if (bad)
    throw new Error(
      `${deck} cannot be built below a folder with ${/\s/.test(bad) ? 'a line break' : bad} in its name, for Slidev and Vite read such a path as another; rename the folder`,
    )
}

/**
 * What a program said when it failed, without where in its code that was.
 *
 * @param text - what it said.
 * @returns its first lines.
 */
export function withoutStack(text: string): string {
  return stripVTControlCharacters(text)
    .split('\n')
    .filter(line => !/^\s+at /.test(line))
    .slice(0, MOST_LINES)
    .join('\n')
}

/**
 * Where the dataset is at fault, that is what people want to read, and not how what was built of it took it.
 *
 * @param deck - the deck's folder, absolute.
 * @param slides - the file of its slides, relative to that.
 * @throws DataError with every fault, if there is one.
 */
export async function throwFaults(deck: string, slides: string | undefined): Promise<void> {
  if (!existsSync(join(deck, DATA_FOLDER))) return
  const [{ DataError }, { readDeckSources }, { checkBodies }] = await Promise.all([
    import('../errors/fault.ts'),
    import('./read-deck.ts'),
    import('./bodies/check-bodies.ts'),
  ])
  const read = readDeckSources(deck, DATA_FOLDER, slides)
  const faults = read.faults.length > 0 ? read.faults : checkBodies(deck, read.slides?.slides ?? [])
  if (faults.length > 0) throw new DataError(faults)
}
