import { resolve } from 'node:path'
import type { DeckFile } from './slides-option.ts'

/** The option of the commands that can show the kernel's own lines. */
export const KERNEL_TREE_OPTION = {
  hint: 'DIR',
  help: 'a kernel source tree, to show its own lines beside the sketches (key k)',
} as const

/**
 * The kernel tree that was named, if one was. It is read once before anything is built, so that its faults are
 * reported at once; what reads it brings a parser of C, and is loaded only then.
 *
 * @param dir - as it was typed; undefined without the option.
 * @param talk - whose sketches it is for.
 * @returns the tree's folder, absolute.
 * @throws UsageError if there is no tree at `dir`; DataError if the dataset is at fault.
 */
export async function kernelTreeOf(dir: string | undefined, talk: DeckFile): Promise<string | undefined> {
  if (dir === undefined) return undefined
  const { readKernelTree } = await import('../build/read-kernel-tree.ts')
  await readKernelTree(dir, talk)
  return resolve(dir)
}
