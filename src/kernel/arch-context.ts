import type { ArchVariant } from './arch-variants.ts'
import type { CParser } from './c/parse-c.ts'
import type { KernelTree } from './kernel-tree.ts'

/** What is needed to read the code of one architecture: the tree, the architecture, and the parser for C. */
export type ArchContext = { readonly tree: KernelTree; readonly variant: ArchVariant; readonly parser: CParser }
