import {
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { join, posix, resolve, sep } from 'node:path'
import type { Fault } from '../errors/fault.ts'
import { DataError } from '../errors/fault.ts'
import { UsageError } from '../errors/usage-error.ts'

/** A larger file is not read; a kernel's source files are far smaller. */
const MOST_FILE_BYTES = 32 * 1024 * 1024

/** A kernel source tree. Only files below its folder are read, and none is executed. */
export type KernelTree = {
  /** Its folder, as the user named it. */
  readonly dir: string
  /** By its Makefile: `6.12.117`. */
  readonly release: string
  /** Whether it is a git checkout, and of which commit: one line for people. */
  readonly state: string
  /** The commit that is checked out; undefined in a tree without git. */
  readonly commit?: string
  /**
   * The text of a file of the tree.
   *
   * @returns undefined if there is no such file.
   * @throws DataError if the path leads out of the tree, or the file is too large.
   */
  readonly read: (path: string) => string | undefined
  /**
   * The paths of the files below a folder of the tree, sorted; none if there is no such folder. Links are not followed.
   * `depth` says how many levels of folders below it are read; 4 if left out.
   */
  readonly list: (folder: string, depth?: number) => readonly string[]
  /** The names of the files and folders in a folder of the tree, sorted; none if there is no such folder. */
  readonly names: (folder: string) => readonly string[]
}

/**
 * A fault at a line of a file in a kernel tree.
 *
 * @param file - path in the tree.
 * @param line - from 1.
 * @param problem - what is wrong there.
 * @param tip - what would be right.
 * @returns the fault, at column 1.
 */
export function treeFault(file: string, line: number, problem: string, tip: string): Fault {
  return { file, line, col: 1, code: 'kernel-tree', problem, tip }
}

/**
 * Open a kernel source tree for reading.
 *
 * @param dir - its folder, absolute or relative to the working directory.
 * @returns the tree, which keeps the texts that it has read.
 * @throws UsageError if there is no kernel source tree.
 */
export function openTree(dir: string): KernelTree {
  const top = realFolder(dir)
  const texts = new Map<string, string | undefined>()
  const read = (path: string): string | undefined => {
    const file = posix.normalize(path)
    if (!texts.has(file)) texts.set(file, readInTree(top, file))
    return texts.get(file)
  }
  const names = (folder: string): readonly string[] => {
    const at = resolveInTree(top, posix.normalize(folder))
    return at === undefined || !statSync(at).isDirectory() ? [] : readdirSync(at).sort()
  }
  const list = (folder: string, depth = 4): readonly string[] =>
    names(folder).flatMap(name => {
      const path = posix.join(folder, name)
      const stat = lstatSync(join(top, path))
      return stat.isDirectory() ? (depth > 0 ? list(path, depth - 1) : []) : stat.isFile() ? [path] : []
    })
  const release = releaseOf(read('Makefile'), dir)
  return { dir, release, ...gitState(top), read, list, names }
}

/**
 * Open the one tree that a command needs.
 *
 * @param dir - the value of `--linux`, if it was given.
 * @param command - what to write before `--linux DIR`, for the message.
 * @returns the tree.
 * @throws UsageError if no tree was given, or there is none.
 */
export function requireTree(dir: string | undefined, command: string): KernelTree {
  if (dir === undefined) throw new UsageError(`needs a kernel source tree; write ${command} --linux DIR`)
  return openTree(dir)
}

function realFolder(dir: string): string {
  try {
    const top = realpathSync.native(resolve(dir))
    if (statSync(top).isDirectory()) return top
  } catch {
    // Reported below.
  }
  throw new UsageError(`--linux ${dir} is no folder; name a kernel source tree, unpacked or checked out`)
}

function releaseOf(makefile: string | undefined, dir: string): string {
  const value = (name: string) => new RegExp(`^${name}[ \t]*=[ \t]*(\\d+)[ \t]*$`, 'm').exec(makefile ?? '')?.[1]
  const [version, level, sub] = [value('VERSION'), value('PATCHLEVEL'), value('SUBLEVEL')]
  if (version === undefined || level === undefined)
    throw new UsageError(`--linux ${dir} is no kernel source tree: its Makefile sets no VERSION and PATCHLEVEL`)
  return [version, level, ...(sub && sub !== '0' ? [sub] : [])].join('.')
}

/** The real path of a path in the tree, links followed; undefined if there is nothing. */
function resolveInTree(top: string, path: string): string | undefined {
  if (path === '..' || path.startsWith('../') || posix.isAbsolute(path))
    throw new DataError([
      treeFault(
        path,
        1,
        'the path leads out of the kernel tree',
        'name a file in the tree; nothing outside it is read',
      ),
    ])
  let real: string
  try {
    real = realpathSync.native(join(top, path))
  } catch {
    return undefined
  }
  if (real !== top && !real.startsWith(top + sep))
    throw new DataError([
      treeFault(
        path,
        1,
        'the link leads out of the kernel tree',
        'link to a file in the tree; nothing outside it is read',
      ),
    ])
  return real
}

function readInTree(top: string, path: string): string | undefined {
  const real = resolveInTree(top, path)
  if (real === undefined) return undefined
  const file = openSync(real, 'r')
  try {
    const stat = fstatSync(file)
    if (!stat.isFile()) return undefined
    if (stat.size > MOST_FILE_BYTES)
      throw new DataError([
        treeFault(
          path,
          1,
          `the file has ${stat.size} bytes`,
          `a kernel's source files have less than ${MOST_FILE_BYTES}; check that --linux names a kernel source tree`,
        ),
      ])
    const bytes = Buffer.allocUnsafe(stat.size)
    let length = 0
    for (let got = -1; got !== 0 && length < bytes.length; length += got)
      got = readSync(file, bytes, length, bytes.length - length, null)
    return bytes.toString('utf8', 0, length)
  } finally {
    closeSync(file)
  }
}

/**
 * Which commit is checked out, read from git's files: running git in a tree of unknown origin may execute its hooks.
 */
function gitState(top: string): { readonly state: string; readonly commit?: string } {
  const folder = gitFolder(top)
  if (folder === undefined) return { state: 'unpacked, without git' }
  const head = text(join(folder, 'HEAD'))?.trim() ?? ''
  const name = /^ref: (\S+)$/.exec(head)?.[1]
  const commit = name === undefined ? head : commitOf(folder, name)
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return { state: 'git checkout without a commit' }
  return { state: `git checkout of ${commit.slice(0, 12)}`, commit }
}

/**
 * Find the git folder of a checkout or of a linked worktree.
 *
 * @param top - the checkout's folder.
 * @returns undefined if it is no checkout.
 */
export function gitFolder(top: string): string | undefined {
  const at = join(top, '.git')
  const stat = statSync(at, { throwIfNoEntry: false })
  if (stat?.isDirectory()) return at
  const link = stat?.isFile() ? /^gitdir: (.+)$/m.exec(text(at) ?? '')?.[1] : undefined
  return link === undefined ? undefined : resolve(top, link)
}

/** The commit that a ref names: its own file, in the worktree or the repository, or a line of packed-refs. */
function commitOf(folder: string, name: string): string | undefined {
  const common = resolve(folder, text(join(folder, 'commondir'))?.trim() ?? '.')
  if (!/^refs\/[\w./-]+$/.test(name) || name.includes('..')) return undefined
  return (
    text(join(folder, name))?.trim() ??
    text(join(common, name))?.trim() ??
    text(join(common, 'packed-refs'))
      ?.split('\n')
      .find(line => line.endsWith(` ${name}`))
      ?.slice(0, -name.length - 1)
  )
}

function text(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
