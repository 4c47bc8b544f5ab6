import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { extname, join, relative, resolve, sep } from 'node:path'
import { UsageError } from '../errors/usage-error.ts'
import { root } from '../files/root.ts'

/** The folders that a deck is made of. No output goes there. */
const INPUTS: readonly string[] = [
  '.cache',
  '.git',
  'components',
  'data',
  'docs',
  'languages',
  'layouts',
  'looks',
  'node_modules',
  'probes',
  'public',
  'scripts',
  'setup',
  'src',
  'styles',
  'tests',
]

/**
 * The file that an option names for an output.
 *
 * @param typed - as it was typed; relative to where the person stands.
 * @param ending - of the output: `.pdf`.
 * @param deck - the deck's folder, absolute.
 * @returns the absolute path.
 * @throws UsageError where it would replace what no command writes: a file of another kind, an input of the deck, a
 *   link, a device or a pipe.
 */
export function outputFileAt(typed: string, ending: string, deck: string): string {
  const file = resolve(typed)
  refuseInputs(typed, file, deck)
  const stats = lstatSync(file, { throwIfNoEntry: false })
  if (stats?.isSymbolicLink()) throw new UsageError(`--output ${typed} is a link; name the file that it leads to`)
  if (stats && !stats.isFile() && !stats.isDirectory())
    throw new UsageError(`--output ${typed} is a device or a pipe; name a file`)
  // A name without an ending may be that of an earlier output, but for the deck's own: LICENSE.
  const isOther = extname(file) === '' ? isIn(deck, file) || isIn(root, file) : extname(file).toLowerCase() !== ending
  if (stats?.isFile() && isOther)
    throw new UsageError(`--output ${typed} is there, and is no ${ending} file; name another`)
  return file
}

/**
 * The folder that an option names for an output; what it holds is replaced.
 *
 * @param option - as it is typed: `--out`.
 * @param typed - as it was typed; relative to where the person stands.
 * @param options - the deck's folder, absolute; the file by which an earlier output is known; and whether a name is one
 *   that the command writes.
 * @returns the absolute path.
 * @throws UsageError where the folder holds anything else, or is one that the deck is made of.
 */
export function outputFolderAt(
  option: string,
  typed: string,
  { deck, sign, isOurs }: { readonly deck: string; readonly sign: string; readonly isOurs: (name: string) => boolean },
): string {
  const folder = resolve(typed)
  refuseInputs(typed, folder, deck, option)
  const stats = lstatSync(folder, { throwIfNoEntry: false })
  if (stats?.isSymbolicLink()) throw new UsageError(`${option} ${typed} is a link; name the folder that it leads to`)
  if (stats && !stats.isDirectory()) throw new UsageError(`${option} ${typed} is no folder; name another`)
  const names = existsSync(folder) ? readdirSync(folder) : []
  const foreign = names.includes(sign) ? names.find(it => !isOurs(it)) : names[0]
  if (foreign !== undefined)
    throw new UsageError(`${option} ${typed} holds ${foreign}, which this command does not write; name a new folder`)
  return folder
}

/** Whether a path lies in a folder; both are absolute. */
function isIn(folder: string, path: string): boolean {
  return path.startsWith(join(folder, sep))
}

function refuseInputs(typed: string, path: string, deck: string, option = '--output'): void {
  for (const place of new Set([deck, root])) {
    const [first = '', ...rest] = relative(place, path).split(sep)
    if (path === place || isIn(path, place))
      throw new UsageError(`${option} ${typed} is the folder of the deck, or one above it; name another`)
    if (INPUTS.includes(first) || (rest.length === 0 && first === 'index.html'))
      throw new UsageError(`${option} ${typed} is where the deck is made from; name another place, such as out/`)
  }
}
