import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { resolve, sep } from 'node:path'

/**
 * What was read for a build: the state in which it was found, by its path relative to the deck's folder. A path that
 * ends with a slash stands for the names in a folder.
 */
export type BuildInputs = Readonly<Record<string, string>>

/** The state of an input that was found in two: the build is of no state of the deck that was ever on disk. */
export const CHANGED = 'changed while the deck was built'

/**
 * The state of what a build may read.
 *
 * @param input - its path, relative to the deck's folder; with a slash at the end if the names in it were read.
 * @param deck - the deck's folder, absolute.
 * @returns the hash of a file's content or of the names in a folder, or what else is there.
 */
export function stateOf(input: string, deck: string): string {
  const path = resolve(deck, input)
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) return 'nothing'
  if (stats.isFile()) return hash(readFileSync(path))
  if (!stats.isDirectory()) return 'neither file nor folder'
  if (!input.endsWith(sep)) return 'a folder'
  // Lock and swap files of editors come and go.
  const names = readdirSync(path).filter(it => !it.startsWith('.'))
  return hash(names.sort().join('\0'))
}

/** Whether all that was read for a build is as it was. */
export function areCurrent(inputs: BuildInputs, deck: string): boolean {
  return Object.entries(inputs).every(([input, state]) => stateOf(input, deck) === state)
}

/** A hash as a name. 16 hexadecimal digits. */
export function hash(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}
