import { DataError, type Fault } from '../../errors/fault.ts'
import { root } from '../../files/root.ts'
import { DATA_FOLDER, type Files } from '../dataset.ts'
import { whereItBelongs } from './data-places.ts'
import { readFileSync, readdirSync, realpathSync, statSync, type Stats } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { MOST_BYTES, readText } from '../yaml/decode-text.ts'

/** Receives the faults of a file that cannot be read. */
export type OnUnreadable = (faults: readonly Fault[]) => void

/** Where the dataset is, and what becomes of files that cannot be read. */
export type LoadOptions = {
  /** The dataset's folder, relative to the deck's root, its parts joined by `/`. */
  readonly folder?: string
  /** Without it, the faults of the first such file are thrown. */
  readonly onUnreadable?: OnUnreadable
}

/**
 * Read the texts of the dataset from disk.
 *
 * @param from - the deck's root.
 * @param options - see {@link LoadOptions}.
 * @returns every file of the dataset in the folder, and below it; names that begin with a dot are left out.
 * @throws DataError for the first file that cannot be read, or that nothing reads, unless `onUnreadable` is given.
 */
export function loadFiles(
  from: string = root,
  { folder = DATA_FOLDER, onUnreadable = throwFaults }: LoadOptions = {},
): Files {
  let names: readonly string[] = []
  try {
    names = namesIn(join(from, folder))
  } catch (error) {
    onUnreadable([
      fault(
        folder,
        `the folder cannot be read (${codeOf(error)})`,
        'it holds the dataset; bring it back, or fix its permissions',
      ),
    ])
  }
  const texts = names.flatMap(name => {
    const file = `${folder}/${name}`
    const tip = whereItBelongs(name)
    if (tip !== undefined) onUnreadable([fault(file, 'nothing reads this file', tip)])
    const text = tip === undefined && name.endsWith('.yaml') ? loadText(file, from, onUnreadable) : undefined
    return text === undefined ? [] : [[file, text] as const]
  })
  return new Map(texts)
}

/** The files in a folder and below it, their parts joined by `/`. Names with a dot are those of editors and systems. */
function namesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(it => !it.isDirectory() || it.name.endsWith('.yaml'))
    .map(it => relative(folder, join(it.parentPath, it.name)).split(sep))
    .filter(parts => !parts.some(it => it.startsWith('.')))
    .map(parts => parts.join('/'))
}

/**
 * Read one text of the deck from disk.
 *
 * @param file - relative to `from`, its parts joined by `/`.
 * @param from - the deck's root.
 * @param onUnreadable - without it, the faults are thrown.
 * @returns undefined if the file cannot be read, after `onUnreadable` was called.
 * @throws DataError if the file cannot be read, unless `onUnreadable` is given.
 */
export function loadText(
  file: string,
  from: string = root,
  onUnreadable: OnUnreadable = throwFaults,
): string | undefined {
  const path = join(from, file)
  try {
    const problem = escapesRoot(path, from)
      ? (['it is a link that leads out of the deck', 'put the file itself here'] as const)
      : problemOf(statSync(path))
    const text = problem ? [fault(file, ...problem)] : readText(file, readFileSync(path))
    if (typeof text === 'string') return text
    onUnreadable(text)
  } catch (error) {
    if (error instanceof DataError) throw error
    onUnreadable([fault(file, ...reasonFor(codeOf(error)))])
  }
  return undefined
}

function escapesRoot(path: string, from: string): boolean {
  return relative(realpathSync.native(from), realpathSync.native(path)).startsWith(`..${sep}`)
}

/** Why this cannot be a file of the deck. Found out before it is opened, since reading a pipe may never end. */
function problemOf(stats: Stats): readonly [problem: string, tip: string] | undefined {
  if (!stats.isFile())
    return [
      `it is ${stats.isDirectory() ? 'a folder' : 'a device or a pipe'}, and no file`,
      'only files are named .yaml or .md here; give it another name',
    ]
  if (stats.size > MOST_BYTES)
    return [
      `it has ${(stats.size / 1024).toFixed(0)} KB, ${MOST_BYTES / 1024} KB is the most`,
      'split it, or take out what is no data',
    ]
  return undefined
}

function reasonFor(code: string): readonly [problem: string, tip: string] {
  if (code === 'ENOENT') return ['there is no such file', 'bring it back, or take away the link that leads to it']
  return [`the file cannot be read (${code})`, "fix the file's permissions, or check the disk"]
}

function fault(file: string, problem: string, tip: string): Fault {
  return { file, line: 1, col: 1, code: 'file', problem, tip }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error)
}

function throwFaults(faults: readonly Fault[]): never {
  throw new DataError(faults)
}
