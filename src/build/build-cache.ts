import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pruneCache } from '../files/prune-cache.ts'
import { root } from '../files/root.ts'
import { removeStaleTemporaries, temporaryPathFor } from '../files/temporary-paths.ts'
import { areCurrent, type BuildInputs, hash } from './build-inputs.ts'

/** How many builds are kept, those last used: the one of now, and others that a branch or options come back to. */
const KEPT = 3

/** How often a deck is built whose files are saved while it is built. */
const MOST_ATTEMPTS = 3

/** What is loaded before a program that builds: it ends a build whose caller is gone, and records what it reads. */
export const PRELOADED = ['exit-with-parent.mjs', 'record-inputs.ts'].flatMap(it => [
  '--import',
  pathToFileURL(join(root, 'src/build', it)).href,
])

/** A build: what was made, what was read for it, and the names of what was made. */
const [SITE, INPUTS, OUTPUTS] = ['site', 'inputs.json', 'outputs.json']

/** What to build, and how; see {@link cachedBuild}. */
export type CachedBuild = {
  /** The folder of the builds, absolute. */
  readonly builds: string
  /** The deck's folder, absolute. */
  readonly deck: string
  /** A hash of all that decides how it is built. */
  readonly name: string
  /** Names of builds that do as well. */
  readonly alsoNamed?: readonly string[]
  /** Makes the folder `site`, and writes into the file `inputs` what it reads. */
  readonly make: (site: string, inputs: string) => Promise<void>
  readonly signal: AbortSignal | undefined
  /** Called before each attempt. */
  readonly starting?: (isAgain: boolean) => void
}

/**
 * A build at hand when nothing that was read for it has changed, else a new one.
 *
 * Each is kept in a folder named by how it is built and by what was read for it. A deck whose files are saved while it
 * is built is built again: the build would be of no state that was ever on disk.
 *
 * @param build - see {@link CachedBuild}.
 * @returns the folder with what was made, absolute.
 * @throws Error as `make` does; or when the deck's files change during each of several builds.
 */
export async function cachedBuild(build: CachedBuild): Promise<string> {
  const { builds, deck, name, alsoNamed = [], starting } = build
  for (let attempt = 0; attempt <= MOST_ATTEMPTS; attempt++) {
    const found = currentBuild(builds, [name, ...alsoNamed], deck)
    if (found) {
      await noteUse(found)
      return join(found, SITE)
    }
    if (attempt === MOST_ATTEMPTS) break
    starting?.(attempt > 0)
    await addBuild(build)
  }
  throw new Error(
    `files of the deck changed during each of ${MOST_ATTEMPTS} builds; save them, and run the command again`,
  )
}

/** The build of one of these names whose inputs are as they were. */
function currentBuild(builds: string, names: readonly string[], deck: string): string | undefined {
  if (!existsSync(builds)) return undefined
  return readdirSync(builds)
    .filter(it => names.includes(it.split('-')[0]!))
    .map(it => join(builds, it))
    .find(it => {
      const inputs = inputsOf(it)
      return inputs && isWhole(it) && areCurrent(inputs, deck)
    })
}

/** Whether all that was made is still there: what cleans up caches may take some of it. */
function isWhole(build: string): boolean {
  try {
    const there = new Set(namesIn(build))
    return (JSON.parse(readFileSync(join(build, OUTPUTS), 'utf8')) as readonly string[]).every(it => there.has(it))
  } catch {
    return false
  }
}

/** The names of what was made in a build. */
function namesIn(build: string): readonly string[] {
  return readdirSync(join(build, SITE), { recursive: true, encoding: 'utf8' }).sort()
}

/** Make a build the newest, so that those are kept that are in use. Where it cannot be written, it is no newer. */
async function noteUse(build: string): Promise<void> {
  const now = new Date()
  await utimes(build, now, now).catch(() => undefined)
}

/** What was read for a build, as far as it came; undefined where no file says it. */
function inputsOf(build: string): BuildInputs | undefined {
  try {
    return JSON.parse(readFileSync(join(build, INPUTS), 'utf8')) as BuildInputs
  } catch {
    return undefined
  }
}

/**
 * Build, and keep what was built. One that fails over a file that was being saved has built nothing, and is no failure.
 */
async function addBuild({ builds, deck, name, make, signal }: CachedBuild): Promise<void> {
  mkdirSync(builds, { recursive: true })
  const place = join(builds, 'new')
  removeStaleTemporaries(place)
  const temporary = temporaryPathFor(place)
  mkdirSync(temporary)
  try {
    await make(join(temporary, SITE), join(temporary, INPUTS))
    const folder = join(builds, `${name}-${hash(readFileSync(join(temporary, INPUTS)))}`)
    await writeFile(join(temporary, OUTPUTS), JSON.stringify(namesIn(temporary)))
    if (existsSync(folder) && !isWhole(folder)) await rm(folder, { recursive: true, force: true })
    await rename(temporary, folder).catch(unlessThere)
    pruneCache(builds, KEPT, folder)
  } catch (error) {
    const inputs = inputsOf(temporary)
    if (signal?.aborted || !inputs || areCurrent(inputs, deck)) throw error
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** Another process was quicker: its build is as good. */
function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
}
