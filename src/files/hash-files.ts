import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A hash over files and folders: their names and contents, not their times.
 *
 * @param folder - absolute path.
 * @param inputs - paths of files and folders relative to `folder`. One that does not exist counts as empty.
 * @param also - text that is hashed as well.
 * @returns 16 hexadecimal digits.
 */
export function hashFiles(folder: string, inputs: readonly string[], also = ''): string {
  const hash = createHash('sha256').update(also)
  for (const input of inputs) {
    for (const file of filesOf(folder, input)) hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)))
  }
  return hash.digest('hex').slice(0, 16)
}

/** The files at or below a path, sorted, relative to the folder. */
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
