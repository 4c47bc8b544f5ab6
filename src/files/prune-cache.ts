import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Delete all but the newest entries of a folder. What begins with a dot is being made, and left alone.
 *
 * @param kept - how many stay.
 * @param own - what stays whatever its time says: it was made just now, by a clock that may be wrong.
 */
export function keepNewest(folder: string, kept: number, ...own: readonly string[]): void {
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
