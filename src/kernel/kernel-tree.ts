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

/** No source file of a kernel comes near this; what does is not read, bytes. */
const MOST_BYTES = 32 * 1024 * 1024

/** A kernel source tree, of which only files below its folder are read, and none is run. */
export type KernelTree = {
  /** As it was named. */
  readonly dir: string
  /** As its Makefile has it: `6.12.117`. */
  readonly release: string
  /** Whether it is a git checkout, and of what: one line for people. */
  readonly state: string
  /** The commit that is checked out; undefined in a tree without git. */
  readonly commit?: string
  /**
   * The text of a file of the tree.
   *
   * @returns undefined if there is no such file.
   * @throws DataError if it leads out of the tree, or is too big to be a source file.
   */
  readonly read: (path: string) => string | undefined
  /** The paths of the files below a folder of the tree, sorted; none if there is no such folder. Links are not followed. */
  readonly list: (folder: string, depth?: number) => readonly string[]
  /** The names of what is in a folder of the tree, sorted. */
  readonly names: (folder: string) => readonly string[]
}

/** A fault in a kernel tree at a line of one of its files. */
export function treeFault(file: string, line: number, problem: string, tip: string): Fault {
  return { file, line, col: 1, code: 'kernel-tree', problem, tip }
}

/**
 * Open a kernel source tree for reading.
 *
 * @throws UsageError if there is none at `dir`.
 */
export function openTree(dir: string): KernelTree {
  const top = realFolder(dir)
  const texts = new Map<string, string | undefined>()
  const read = (path: string): string | undefined => {
    const file = posix.normalize(path)
    if (!texts.has(file)) texts.set(file, readBelow(top, file))
    return texts.get(file)
  }
  const names = (folder: string): readonly string[] => {
    const at = below(top, posix.normalize(folder))
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
 * The one tree that a command was given.
 *
 * @throws UsageError when it was given none.
 */
export function treeOf(dir: string | undefined, command: string): KernelTree {
  if (dir === undefined) throw new UsageError(`needs a kernel source tree; write ${command} --linux DIR`)
  return openTree(dir)
}

function realFolder(dir: string): string {
  try {
    const top = realpathSync.native(resolve(dir))
    if (statSync(top).isDirectory()) return top
  } catch {
    /* Told below. */
  }
  throw new UsageError(`--linux ${dir} is no folder; it takes a kernel source tree, unpacked or checked out`)
}

function releaseOf(makefile: string | undefined, dir: string): string {
  const value = (name: string) => new RegExp(`^${name}[ \t]*=[ \t]*(\\d+)[ \t]*$`, 'm').exec(makefile ?? '')?.[1]
  const [version, level, sub] = [value('VERSION'), value('PATCHLEVEL'), value('SUBLEVEL')]
  if (version === undefined || level === undefined)
    throw new UsageError(`--linux ${dir} is no kernel source tree: its Makefile names no VERSION and PATCHLEVEL`)
  return [version, level, ...(sub && sub !== '0' ? [sub] : [])].join('.')
}

/** Where a path of the tree really is; undefined if there is nothing. */
function below(top: string, path: string): string | undefined {
  if (path === '..' || path.startsWith('../') || posix.isAbsolute(path))
    throw new DataError([
      treeFault(
        path,
        1,
        'the path leads out of the kernel tree',
        'nothing outside is read; is the tree what it seems to be?',
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
        'nothing outside is read; is the tree what it seems to be?',
      ),
    ])
  return real
}

function readBelow(top: string, path: string): string | undefined {
  const real = below(top, path)
  if (real === undefined) return undefined
  const file = openSync(real, 'r')
  try {
    const stat = fstatSync(file)
    if (!stat.isFile()) return undefined
    if (stat.size > MOST_BYTES)
      throw new DataError([
        treeFault(
          path,
          1,
          `the file has ${stat.size} bytes`,
          `no source file has more than ${MOST_BYTES}; is the tree what it seems to be?`,
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
 * What git has to say about the tree, by reading its files: no program is run in a tree that may be anyone's.
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

/** The git folder of a checkout or of a linked worktree. */
export function gitFolder(top: string): string | undefined {
  const at = join(top, '.git')
  const stat = statSync(at, { throwIfNoEntry: false })
  if (stat?.isDirectory()) return at
  const link = stat?.isFile() ? /^gitdir: (.+)$/m.exec(text(at) ?? '')?.[1] : undefined
  return link === undefined ? undefined : resolve(top, link)
}

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
