import type { Fault } from '../../errors/fault.ts'
import { existsSync, type Dirent, readdirSync, realpathSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** The folder whose files are published as they are. */
const PUBLIC = 'public'

/** Names with a dot that web servers and hosts read. All others are those of editors and systems. */
const FOR_HOSTS: readonly string[] = ['.htaccess', '.nojekyll', '.well-known']

/** Names that editors and version control give to copies and drafts. */
const LEFTOVER = /~$|^#.*#$|\.(?:bak|orig|rej|sw[a-p]|tmp)$|^(?:Thumbs\.db|desktop\.ini)$/i

/** Whether a file of this name belongs to an editor or a system, and is not published. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') && !FOR_HOSTS.includes(name)
}

/**
 * Find what stands in a deck's folder of public files and is not meant for the public, or cannot be copied.
 *
 * @param deck - the deck's folder, absolute.
 * @returns a fault for each such file.
 */
export function checkPublic(deck: string): readonly Fault[] {
  const folder = join(deck, PUBLIC)
  return existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).flatMap(it => faultsIn(it, deck)) : []
}

function faultsIn(entry: Dirent, deck: string): readonly Fault[] {
  if (isHidden(entry.name)) return []
  const path = join(entry.parentPath, entry.name)
  if (entry.isDirectory()) return readdirSync(path, { withFileTypes: true }).flatMap(it => faultsIn(it, deck))
  const problem = problemOf(path, entry, deck)
  const file = relative(deck, path).split(sep).join('/')
  return problem ? [{ file, line: 1, col: 1, code: 'file', problem: problem[0], tip: problem[1] }] : []
}

function problemOf(path: string, entry: Dirent, deck: string): readonly [problem: string, tip: string] | undefined {
  if (LEFTOVER.test(entry.name))
    return ['it is named like a copy that an editor leaves, and would be published', 'take it away, or rename it']
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) return ['it is a link to nothing', 'take the link away, or put the file there']
  if (relative(realpathSync.native(deck), realpathSync.native(path)).startsWith(`..${sep}`))
    return [
      'it is a link that leads out of the deck, and what it leads to would be published',
      'put the file itself here',
    ]
  if (!stats.isFile() && !stats.isDirectory())
    return ['it is a device or a pipe, and no file', 'only files can be published; take it away']
  return undefined
}
