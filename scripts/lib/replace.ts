import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Write a file whole or not at all: beside its place, then renamed into it. Missing folders are made.
 *
 * @param file - absolute path.
 */
export async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  await besideOf(file, async (temporary) => {
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
  await besideOf(folder, async (temporary) => {
    await fill(temporary)
    const old = `${temporary}.old`
    await rename(folder, old).catch(unlessMissing)
    await rename(temporary, folder)
  })
}

/** Give `use` a path in a new folder next to `path`, and delete that folder when done. */
async function besideOf(path: string, use: (temporary: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const folder = await mkdtemp(join(dirname(path), `.${basename(path)}-`))
  try {
    await use(join(folder, basename(path)))
  }
  finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
