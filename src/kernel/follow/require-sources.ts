import type { ArchContext } from '../arch-context.ts'
import type { BuiltFiles } from '../kconfig/built-files.ts'
import type { Fault } from '../../errors/fault.ts'
import type { RecordingTree } from './recording-tree.ts'
import { posix } from 'node:path'
import { DataError } from '../../errors/fault.ts'
import { treeFault } from '../kernel-tree.ts'

const WHOLE = 'give a whole kernel source tree; a sparse checkout, or a package of headers, is not enough'

/**
 * Check that each source that was looked for is in the tree, if the tree names it: a Makefile builds it, or assembly
 * beside it includes it. What it would have done is not known without it.
 *
 * @param context - the architecture, with the files that were read.
 * @param builtIn - what the Makefile of a folder builds.
 * @throws DataError with the line that names the first such source.
 */
export function requireSources(
  { tree }: ArchContext & { readonly tree: RecordingTree },
  builtIn: (folder: string) => BuiltFiles,
): void {
  for (const path of [...tree.missed].filter(it => /\.[cS]$/.test(it))) {
    const [folder, name] = [posix.dirname(path), posix.basename(path)]
    const made = builtIn(folder).missing.find(it => it.name === name.replace(/\.[cS]$/, '.o'))
    const fault = made
      ? treeFault(made.makefile, made.line, `the source of ${made.name} is missing`, WHOLE)
      : unincluded(tree, folder, name)
    if (fault) throw new DataError([fault])
  }
}

/** The line of a folder's assembly that includes a file which is not there. */
function unincluded(tree: RecordingTree, folder: string, name: string): Fault | undefined {
  if (!name.endsWith('.S')) return undefined
  for (const other of tree.names(folder).filter(it => it.endsWith('.S'))) {
    const file = posix.join(folder, other)
    const line = (tree.read(file) ?? '')
      .split('\n')
      .findIndex(it => /^\s*#\s*include\s*"([^"]+)"/.exec(it)?.[1] === name)
    if (line >= 0) return treeFault(file, line + 1, `${name} is missing, though this line includes it`, WHOLE)
  }
  return undefined
}
