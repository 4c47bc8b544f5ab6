import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { OLD, removeStaleTemporaries, temporaryPathFor } from './temporary-paths.ts'

/** How often a folder's place is tried for, while others put theirs there. */
const TRIES = 20

/**
 * Write a file whole or not at all: beside its place, then renamed into it. Missing folders are made.
 *
 * @param file - absolute path.
 */
export async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  await besideOf(file, async temporary => {
    await writeFile(temporary, content)
    await rename(temporary, file)
  })
}

/**
 * Fill a folder whole or not at all: `fill` gets an empty path beside it, which then takes the folder's place.
 *
 * @param folder - absolute path; what it held before is deleted.
 */
export async function replaceFolder(folder: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  await besideOf(folder, async temporary => {
    await fill(temporary)
    for (let tries = 1; ; tries++) {
      const old = join(dirname(temporary), OLD)
      await rename(folder, old).catch(unlessMissing)
      const error = await rename(temporary, folder).then(
        () => undefined,
        (error: NodeJS.ErrnoException) => error,
      )
      if (!error) return
      // Another run was quicker; the last one to come stays.
      if (tries === TRIES || (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST')) throw error
      await rm(old, { recursive: true, force: true })
    }
  })
}

/** Give `use` a path in a new folder next to `path`, and delete that folder when done, with those of runs that were ended. */
async function besideOf(path: string, use: (temporary: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  removeStaleTemporaries(path)
  const folder = temporaryPathFor(path)
  await mkdir(folder)
  try {
    await use(join(folder, basename(path)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
