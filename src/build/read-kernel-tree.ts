import type { KernelSources } from '../deck/panels/kernel-source-pages.ts'
import { readKernelSource } from '../kernel/read-kernel-source.ts'
import { openTree } from '../kernel/kernel-tree.ts'
import { UsageError } from '../errors/usage-error.ts'
import { readValidDeck } from './read-deck.ts'

/**
 * Read from a kernel tree what the talk's sketches are drawn after.
 *
 * @param dir - the tree.
 * @param deck - the deck's folder, absolute.
 * @returns the kernel's own lines, by scene.
 * @throws UsageError if there is no tree at `dir`, or no sketch names a source; DataError if the dataset is at fault.
 */
export async function readKernelTree(dir: string, deck?: string): Promise<KernelSources> {
  const sources = await readKernelSource(openTree(dir), readValidDeck(deck).data)
  if (Object.keys(sources.scenes).length === 0)
    throw new UsageError(
      '--linux has nothing to show: no sketch in data/scenes.yaml names a file and a symbol as its source',
    )
  return sources
}
