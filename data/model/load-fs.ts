import type { Files } from './read.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** The repository's root folder, absolute. */
export const root = join(import.meta.dirname, '..', '..')

/**
 * Read the texts of the dataset from disk.
 *
 * @param from - folder that holds `data/`.
 * @throws the file system's own error when `data/` cannot be read.
 */
export function loadFiles(from: string = root): Files {
  const data = join(from, 'data')
  return new Map(readdirSync(data, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return [relative(from, path).split(sep).join('/'), readFileSync(path, 'utf8')]
    }))
}
