import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * A name beside a path for what is to take its place: hidden, and with the process in it that makes it, so that another
 * can tell whether anybody is still at work on it.
 */
export function temporaryPathFor(path: string): string {
  return join(dirname(path), `.${basename(path)}-${process.pid}-${randomBytes(4).toString('hex')}`)
}

/**
 * Delete what processes that are gone have left beside a path. One that was ended between putting a folder aside and
 * putting the new one in its place gets its folder back.
 */
export function removeStaleTemporaries(path: string): void {
  const own = `.${basename(path)}-`
  const folder = dirname(path)
  const left = existsSync(folder)
    ? readdirSync(folder).filter(it => it.startsWith(own) && isLeft(it.slice(own.length)))
    : []
  for (const name of left) {
    const old = join(folder, name, OLD)
    if (existsSync(old) && !existsSync(path)) renameSync(old, path)
    rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** What a folder is called while the new one takes its place. */
export const OLD = 'old'

function isLeft(pidAndRest: string): boolean {
  const pid = /^(\d+)-[0-9a-f]{8}$/.exec(pidAndRest)?.[1]
  return pid !== undefined && !isAlive(Number(pid))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It may be somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
