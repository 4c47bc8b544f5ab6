import { randomBytes } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * A temporary path beside a path, for what will replace it. Its name is hidden and has the id of this process, so that
 * other processes can see whether it is still in use.
 *
 * @param path - absolute.
 */
export function temporaryPathFor(path: string): string {
  return join(dirname(path), `.${basename(path)}-${process.pid}-${randomBytes(4).toString('hex')}`)
}

/**
 * Delete the temporary files and folders of this user beside a path whose processes no longer run. If one of them was
 * killed after it had set the old folder aside and before the new one was in place, the old one is put back.
 *
 * @param path - absolute.
 */
export function removeStaleTemporaries(path: string): void {
  const own = `.${basename(path)}-`
  const folder = dirname(path)
  const stale = existsSync(folder)
    ? readdirSync(folder).filter(it => it.startsWith(own) && isStale(it.slice(own.length)))
    : []
  for (const name of stale) {
    const old = join(folder, name, OLD_FOLDER_NAME)
    try {
      if (lstatSync(join(folder, name)).uid !== (process.getuid?.() ?? 0)) continue
      if (existsSync(old) && !existsSync(path)) renameSync(old, path)
      rmSync(join(folder, name), { recursive: true, force: true })
    } catch {
      // What cannot be removed stays. No other name is the same.
    }
  }
}

/** The name of the old folder, in the temporary one, while the new one is put in place. */
export const OLD_FOLDER_NAME = 'old'

function isStale(pidAndRest: string): boolean {
  const pid = /^(\d+)-[0-9a-f]{8}$/.exec(pidAndRest)?.[1]
  return pid !== undefined && !isAlive(Number(pid))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
