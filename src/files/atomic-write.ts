import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { OLD_FOLDER_NAME, removeStaleTemporaries, temporaryPathFor } from './temporary-paths.ts'

/** How often renaming a folder is tried while other processes put theirs in the same place. */
const MOST_RENAME_TRIES = 20

/**
 * Write a file atomically: to a temporary path beside it, which is then renamed. Missing folders are made.
 *
 * @param file - absolute path.
 * @param content - the whole new content.
 */
export async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  await withPathBeside(file, async temporary => {
    await writeFile(temporary, content)
    await rename(temporary, file)
  })
}

/**
 * Replace a folder atomically.
 *
 * @param folder - absolute path. What it held before is deleted.
 * @param fill - makes the new folder at the path that it is given, where nothing is yet; that is then renamed.
 */
export async function replaceFolder(folder: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  await withPathBeside(folder, async temporary => {
    await fill(temporary)
    await setModes(temporary)
    for (let tries = 1; ; tries++) {
      const old = join(dirname(temporary), OLD_FOLDER_NAME)
      await rename(folder, old).catch(unlessMissing)
      const error = await rename(temporary, folder).then(
        () => undefined,
        (error: NodeJS.ErrnoException) => error,
      )
      if (!error) return
      // Another process was faster. The folder of the last one stays.
      if (tries === MOST_RENAME_TRIES || (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST')) throw error
      await rm(old, { recursive: true, force: true })
    }
  })
}

/** Give all files in a folder the modes that files have which are written now: those of a copy are older. */
async function setModes(folder: string): Promise<void> {
  const open = ~process.umask()
  await chmod(folder, 0o777 & open)
  for (const it of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, it.name)
    if (it.isDirectory()) await setModes(path)
    else if (it.isFile()) await chmod(path, 0o666 & open)
  }
}

/**
 * Give `use` a path in a new temporary folder beside `path`, and delete that folder afterwards. Those of killed
 * processes are deleted first.
 */
async function withPathBeside(path: string, use: (temporary: string) => Promise<void>): Promise<void> {
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
