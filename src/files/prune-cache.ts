import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Delete all but the newest entries of a folder. Names that begin with a dot are being written, and stay.
 *
 * @param folder - absolute path.
 * @param kept - how many entries stay, `own` included.
 * @param own - absolute paths of entries that stay in any case: they were made just now, by a clock that may be wrong.
 */
export function pruneCache(folder: string, kept: number, ...own: readonly string[]): void {
  const entries = readdirSync(folder)
    .filter(name => !name.startsWith('.'))
    .map(name => join(folder, name))
    .filter(it => !own.includes(it))
  const aged = entries.flatMap(entry => {
    const stats = statSync(entry, { throwIfNoEntry: false })
    return stats ? [{ entry, at: stats.mtimeMs }] : []
  })
  aged.sort((a, b) => b.at - a.at)
  for (const { entry } of aged.slice(Math.max(0, kept - own.length))) rmSync(entry, { recursive: true, force: true })
}
