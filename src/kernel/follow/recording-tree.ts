import type { KernelTree } from '../kernel-tree.ts'
import { posix } from 'node:path'

/** A tree that remembers which of its files were read. */
export type RecordingTree = KernelTree & {
  /** The text of each file that was read, by its path. */
  readonly texts: ReadonlyMap<string, string>
  /** The paths that were to be read, and at which there is nothing. */
  readonly missed: ReadonlySet<string>
}

/**
 * Make a tree remember which of its files are read.
 *
 * @param tree - the tree.
 * @returns the same tree, and the files that are read from now on.
 */
export function recordingTree(tree: KernelTree): RecordingTree {
  const texts = new Map<string, string>()
  const missed = new Set<string>()
  return {
    ...tree,
    texts,
    missed,
    read: path => {
      const text = tree.read(path)
      if (text === undefined) missed.add(posix.normalize(path))
      else texts.set(posix.normalize(path), text)
      return text
    },
  }
}
