import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The hash of files and folders: names and contents, not times. 16 hexadecimal digits.
 *
 * @param inputs - paths relative to `folder`; what is not there counts as empty.
 * @param also - what else the result depends on.
 */
export function hashFiles(folder: string, inputs: readonly string[], also = ''): string {
  const hash = createHash('sha256').update(also)
  for (const input of inputs) {
    for (const file of filesOf(folder, input)) hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)))
  }
  return hash.digest('hex').slice(0, 16)
}

/** The files at or under a path, sorted, as paths relative to the folder. */
function filesOf(folder: string, path: string): readonly string[] {
  const full = join(folder, path)
  if (!existsSync(full)) return []
  try {
    return readdirSync(full, { withFileTypes: true })
      .flatMap(entry => (entry.isDirectory() ? filesOf(folder, `${path}/${entry.name}`) : [`${path}/${entry.name}`]))
      .sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path]
    throw error
  }
}
