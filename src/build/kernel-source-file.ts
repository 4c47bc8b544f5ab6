import { createHash } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../files/root.ts'
import { UsageError } from '../errors/usage-error.ts'
import { pruneCache } from '../files/prune-cache.ts'
import { readValidDeck } from './read-deck.ts'
import { replaceFile } from '../files/atomic-write.ts'
import { readKernelSource } from '../kernel/read-kernel-source.ts'
import { openTree } from '../kernel/kernel-tree.ts'

/** How many are kept: the trees of now and of before. */
const KEPT = 3

/**
 * Read from a kernel tree what the talk's sketches are drawn after, into a file for the build. It is kept beside the
 * builds, where git does not look: none of the kernel's text is ever part of the repository.
 *
 * @param dir - the tree.
 * @returns the file, absolute; its name is the hash of what is in it.
 * @throws UsageError if there is no tree at `dir`, or no sketch names a source; DataError if the dataset is at fault.
 */
export async function kernelSourcesFile(dir: string): Promise<string> {
  const folder = join(root, '.cache/own-sources')
  const sources = await readKernelSource(openTree(dir), readValidDeck().data)
  if (Object.keys(sources.scenes).length === 0)
    throw new UsageError(
      '--linux has nothing to show: no sketch in data/scenes.yaml names a file and a symbol as its source',
    )
  const json = JSON.stringify(sources)
  const file = join(folder, `${createHash('sha256').update(json).digest('hex').slice(0, 16)}.json`)
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    await replaceFile(file, Buffer.from(json))
    pruneCache(folder, KEPT)
  }
  return file
}
