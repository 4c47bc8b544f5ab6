import type { KernelSources } from '../deck/panels/kernel-source-pages.ts'
import { readKernelSource } from '../kernel/read-kernel-source.ts'
import { openTree } from '../kernel/kernel-tree.ts'
import { DATA_FOLDER } from '../model/dataset.ts'
import { UsageError } from '../errors/usage-error.ts'
import { readValidDeck } from './read-deck.ts'

/**
 * Read from a kernel tree what the talk's sketches are drawn after.
 *
 * @param dir - the tree.
 * @param talk - its deck's folder, absolute, and its slides, relative to that.
 * @returns the kernel's own lines, by scene.
 * @throws UsageError if there is no tree at `dir`, or no sketch names a source; DataError if the dataset is at fault.
 */
export async function readKernelTree(
  dir: string,
  { deck, slides }: { readonly deck: string; readonly slides: string },
): Promise<KernelSources> {
  const sources = await readKernelSource(openTree(dir), readValidDeck(deck, DATA_FOLDER, slides).data)
  if (Object.keys(sources.scenes).length === 0)
    throw new UsageError(
      '--linux has nothing to show: no sketch in data/scenes.yaml names a file and a symbol as its source',
    )
  return sources
}
