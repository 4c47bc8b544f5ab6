import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
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
  /** By its Makefile and its `localversion` files: `6.12.117`, `6.13-rc3`, `6.13-rc3-next-20241220`. */
  readonly release: string
  /** Whether it is a git checkout, and of which commit: one line for people. */
  readonly state: string
  /** The commit that is checked out; undefined in a tree without git. */
  readonly commit?: string
  /**
   * The text of a file of the tree. Its lines end in LF, also where the checkout has CRLF.
   *
   * @returns undefined if there is no such file.
   * @throws DataError if the path leads out of the tree, the file is too large, or it holds no text.
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

/** Where a line of the kernel stands: a file of the tree, and a line from 1. */
export type Place = { readonly file: string; readonly line: number }

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
      if (stat.isDirectory()) return depth > 0 ? list(path, depth - 1) : []
      return stat.isSymbolicLink() ? [] : [path]
    })
  const release = releaseOf({ dir, read, names })
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

/** The most digits that a number of a release has. */
const MOST_NUMBER_DIGITS = 4

/** What follows the numbers of a release: `-rc3`, `-next-20241220`, `-arch1`. */
const SUFFIX = /^[-\w.+~]*$/

function releaseOf({ dir, read, names }: Pick<KernelTree, 'dir' | 'read' | 'names'>): string {
  const makefile = read('Makefile') ?? ''
  const value = (name: string) => new RegExp(`^${name}[ \t]*=[ \t]*(.*?)[ \t]*$`, 'm').exec(makefile)?.[1]
  const number = (name: string): string | undefined => {
    const found = value(name)
    if (found === undefined || (/^\d+$/.test(found) && found.length <= MOST_NUMBER_DIGITS)) return found
    if (name === 'SUBLEVEL' && found === '') return undefined
    throw new UsageError(
      `--linux ${dir}: its Makefile sets ${name} to ${JSON.stringify(found.slice(0, 30))}, which is no number of a release`,
    )
  }
  const [version, level, sub] = [number('VERSION'), number('PATCHLEVEL'), number('SUBLEVEL')]
  if (version === undefined || level === undefined)
    throw new UsageError(`--linux ${dir} is no kernel source tree: its Makefile sets no VERSION and PATCHLEVEL`)
  // As scripts/setlocalversion has it: EXTRAVERSION, and then each file localversion* in the order of the names.
  const suffixes = [
    ['EXTRAVERSION', value('EXTRAVERSION') ?? ''],
    ...names('.')
      .filter(it => it.startsWith('localversion') && !it.endsWith('~'))
      .map(it => [it, (read(it) ?? '').replace(/\s+/g, '')]),
  ] as const
  for (const [name, text] of suffixes) {
    if (!SUFFIX.test(text!))
      throw new UsageError(
        `--linux ${dir}: ${name} is ${JSON.stringify(text!.slice(0, 30))}, so its release is not known`,
      )
  }
  return [version, level, ...(sub && sub !== '0' ? [sub] : [])].join('.') + suffixes.map(it => it[1]).join('')
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
  if (real === undefined || statSync(real).isDirectory()) return undefined
  const fault = (problem: string, tip: string) => new DataError([treeFault(path, 1, problem, tip)])
  const read = readRegularFile(real)
  if (read === undefined) throw fault('this is no regular file', 'put the file of the kernel there; pipes are not read')
  if ('tooLarge' in read)
    throw fault(
      `the file has ${read.tooLarge} bytes`,
      `a kernel's source files have less than ${MOST_FILE_BYTES}; check that --linux names a kernel source tree`,
    )
  return sourceText(read.bytes, fault)
}

/** The text of a source file: UTF-8 without NUL, lines ended by LF. */
function sourceText(bytes: Buffer, fault: (problem: string, tip: string) => DataError): string {
  const marks = bytes.toString('latin1', 0, 2)
  if (marks === '\xff\xfe' || marks === '\xfe\xff')
    throw fault('the file is in UTF-16', 'check the file out again; the kernel is in UTF-8')
  if (bytes.includes(0)) throw fault('the file holds NUL bytes', 'check the file out again; this is no text')
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (text.startsWith('version https://git-lfs.github.com/spec/'))
    throw fault('this is a pointer of git-lfs, not the file', 'fetch the file with git lfs pull')
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text
}

/**
 * Read a file without waiting: where a pipe stands in its place, opening it would wait for a writer for ever.
 *
 * @returns undefined if it is no regular file.
 */
function readRegularFile(file: string): { readonly bytes: Buffer } | { readonly tooLarge: number } | undefined {
  const opened = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(opened)
    if (!stat.isFile()) return undefined
    if (stat.size > MOST_FILE_BYTES) return { tooLarge: stat.size }
    const bytes = Buffer.allocUnsafe(stat.size)
    let length = 0
    for (let got = -1; got !== 0 && length < bytes.length; length += got)
      got = readSync(opened, bytes, length, bytes.length - length, null)
    return { bytes: bytes.subarray(0, length) }
  } finally {
    closeSync(opened)
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

/**
 * Find the folder in which a linked worktree shares objects, refs and settings with its repository.
 *
 * @param folder - the git folder of a checkout or of a linked worktree.
 * @returns `folder` itself if it is no linked worktree.
 */
export function commonGitFolder(folder: string): string {
  return resolve(folder, text(join(folder, 'commondir'))?.trim() ?? '.')
}

/** The commit that a ref names: its own file, in the worktree or the repository, or a line of packed-refs. */
function commitOf(folder: string, name: string): string | undefined {
  const common = commonGitFolder(folder)
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
    const read = readRegularFile(file)
    return read && 'bytes' in read ? read.bytes.toString('utf8') : undefined
  } catch {
    return undefined
  }
}
