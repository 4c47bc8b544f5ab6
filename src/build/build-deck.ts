import { execFile } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify, stripVTControlCharacters } from 'node:util'
import { root } from '../files/root.ts'
import { DATA_FOLDER } from '../model/dataset.ts'
import { hashFiles } from '../files/hash-files.ts'
import { pruneCache } from '../files/prune-cache.ts'
import { KERNEL_SOURCES } from './build-environment.ts'
import { PAPER_ONLY } from './vite/print-only.ts'
import { removeStaleTemporaries, temporaryPathFor } from '../files/temporary-paths.ts'

/** All that a built deck depends on but its data; `src` for how it is built. What is not there counts as empty. */
const INPUTS = [
  'slides.md',
  'components',
  'layouts',
  'setup',
  'styles',
  'public',
  'global-top.vue',
  'global-bottom.vue',
  'slide-top.vue',
  'slide-bottom.vue',
  'custom-nav-controls.vue',
  'index.html',
  'uno.config.ts',
  'vite.config.ts',
  'package-lock.json',
  'src',
]

/** How many builds are kept: the one of now, and those that another terminal may still be serving. */
const KEPT = 3

/** Room for what a build makes and drops at once, from the start: with what Node begins with, a tenth of the time and more goes to collecting it. */
const YOUNG_SPACE = ['--min-semi-space-size=128', '--max-semi-space-size=128']

/** A build that nobody waits for any more must not go on writing. */
const END_WITH_PARENT = pathToFileURL(join(root, 'src/build/exit-with-parent.mjs')).href

/** What Slidev writes for hosts that route by path. We route by hash, and under a base of `./` both would be wrong. */
const STRAY = ['_redirects', '404.html']

/** How much of what Slidev says is shown when it fails, lines. */
const MOST_LINES = 40

export type BuildOptions = {
  /** Where the deck will stand: a path like `/talk/`, or `./` for anywhere. */
  readonly base?: string
  /** The deck's folder, absolute. */
  readonly deck?: string
  /** Leave the speaker's notes out of it. */
  readonly withoutNotes?: boolean
  /** The kernel's own lines for the talk's sketches, as a file that was read from a tree, absolute. */
  readonly ownSources?: string | undefined
  /** It is only going to be printed: a build with nothing else in it will do, which takes half the time and is served its data. */
  readonly forPaper?: boolean
  /** What the caller has to do meanwhile, on another core: begun when a build is on its way, and not where there is one at hand. */
  readonly meanwhile?: () => void
  readonly signal?: AbortSignal
  readonly progress?: (text: string) => void
}

/**
 * The built deck: the one at hand when nothing that it is made of has changed, else a new one.
 *
 * Builds are kept in `.cache/deck`, each in a folder named by the hash of its inputs, so that none is ever half there.
 *
 * @returns the folder with `index.html`, absolute.
 * @throws DataError when the dataset or slides.md is at fault; else Error with Slidev's own words when the build fails.
 */
export async function ensureBuild({
  base = './',
  deck = root,
  withoutNotes = false,
  ownSources,
  forPaper = false,
  meanwhile,
  signal,
  progress,
}: BuildOptions = {}): Promise<string> {
  checkPath(deck)
  const builds = join(deck, '.cache/deck')
  const folderOf = (forPaper: boolean) => join(builds, inputHash(deck, { base, withoutNotes, ownSources, forPaper }))
  const folder = folderOf(forPaper)
  if (existsSync(folder)) return folder
  // What is on paper is in a whole build too, and the same.
  const whole = forPaper ? folderOf(false) : folder
  if (existsSync(whole)) return whole
  progress?.('Building the deck …')
  // All at once, so that Slidev is on its way before the caller goes on with what it does meanwhile.
  mkdirSync(builds, { recursive: true })
  const place = join(builds, 'new')
  removeStaleTemporaries(place)
  const temporary = temporaryPathFor(place)
  mkdirSync(temporary)
  try {
    const building = runSlidevBuild(deck, { base, withoutNotes, ownSources, forPaper, out: temporary, signal })
    meanwhile?.()
    await building
    for (const name of STRAY) await rm(join(temporary, name), { force: true })
    await rename(temporary, folder).catch(unlessThere)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
  pruneCache(builds, KEPT, folder)
  return folder
}

/** The hash of all that a build depends on. 16 hexadecimal digits. */
export function inputHash(
  deck: string,
  {
    base = './',
    withoutNotes = false,
    ownSources,
    forPaper = false,
  }: Pick<BuildOptions, 'base' | 'withoutNotes' | 'ownSources' | 'forPaper'> = {},
): string {
  const options = [
    process.version,
    base,
    withoutNotes ? 'without notes' : '',
    ownSources ? basename(ownSources) : '',
    forPaper ? 'for paper' : '',
  ]
  return hashFiles(deck, [...INPUTS, ...(forPaper ? [] : [DATA_FOLDER])], options.join(' '))
}

type SlidevBuild = {
  readonly base: string
  readonly withoutNotes: boolean
  readonly ownSources: string | undefined
  readonly forPaper: boolean
  readonly out: string
  readonly signal: AbortSignal | undefined
}

/** Run Slidev's own `build`. A child process, so that what it loads and leaves behind is gone with it. */
async function runSlidevBuild(
  deck: string,
  { base, withoutNotes, ownSources, forPaper, out, signal }: SlidevBuild,
): Promise<void> {
  const args = [
    'build',
    'slides.md',
    '--base',
    base,
    '--out',
    out,
    '--router-mode',
    'hash',
    ...(withoutNotes ? ['--without-notes'] : []),
  ]
  try {
    await promisify(execFile)(
      process.execPath,
      [...YOUNG_SPACE, '--import', END_WITH_PARENT, join(root, 'node_modules/@slidev/cli/bin/slidev.mjs'), ...args],
      {
        cwd: deck,
        // Whoever asks for it, the build is the one that is shown: under a test runner Vue would come with its warnings.
        env: {
          ...process.env,
          NODE_ENV: 'production',
          NODE_COMPILE_CACHE: join(root, '.cache/node'),
          NODE_DISABLE_COLORS: '1',
          NO_COLOR: '1',
          FORCE_COLOR: undefined,
          [KERNEL_SOURCES]: ownSources,
          [PAPER_ONLY]: forPaper ? '1' : undefined,
        },
        maxBuffer: 64 * 1024 * 1024,
        ...(signal && { signal }),
      },
    )
  } catch (error) {
    signal?.throwIfAborted()
    await throwFaults(deck)
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`the deck does not build; Slidev says:\n${withoutStack(stderr.trim() || stdout.trim())}`, {
      cause: error,
    })
  }
  if (!existsSync(join(out, 'index.html')))
    throw new Error('the deck does not build; Slidev ended without an index.html')
}

/**
 * Slidev writes paths into code as they are, between quotes, and Vite takes what follows # or ? for no part of one.
 *
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
async function throwFaults(deck: string): Promise<void> {
  if (!existsSync(join(deck, DATA_FOLDER))) return
  const [{ DataError }, { readDeckSources }] = await Promise.all([
    import('../errors/fault.ts'),
    import('./read-deck.ts'),
  ])
  const { faults } = readDeckSources(deck)
  if (faults.length > 0) throw new DataError(faults)
}

/** Another process was quicker: its build is as good. */
function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
}
