import type { ArchTree } from '../../model/schema/arch.ts'
import type { ArchVariant } from '../arch-variants.ts'
import type { KernelTree } from '../kernel-tree.ts'
import { draftCaptures } from '../asm/draft-captures.ts'
import { DataError } from '../../errors/fault.ts'
import { type CParser, loadCParser } from '../c/parse-c.ts'
import { findDefinitions } from '../c/find-definitions.ts'
import { deriveRegs } from './derive-regs.ts'
import { readRegsHeaders } from '../c/struct-layout.ts'
import { defaultConfig } from '../kconfig/default-config.ts'
import { deriveSupport, readArchKconfig } from './derive-support.ts'
import { treeFault } from '../kernel-tree.ts'

/**
 * All that a kernel tree tells of one architecture.
 *
 * @throws DataError with the place of what cannot be read.
 */
export async function deriveArch(tree: KernelTree, variant: ArchVariant): Promise<ArchTree> {
  const parser = await loadCParser()
  try {
    return derive(tree, variant, parser)
  } catch (error) {
    // A chain as long as no kernel's, of which we have no count of our own.
    if (error instanceof RangeError)
      throw new DataError([
        treeFault(
          `${variant.directory}/Kconfig`,
          1,
          `it cannot be read to the end: ${error.message}`,
          'no kernel is like that; is the tree what it seems to be?',
        ),
      ])
    throw error
  }
}

function derive(tree: KernelTree, variant: ArchVariant, parser: CParser): ArchTree {
  const kconfig = readArchKconfig(tree, variant)
  const definitions = findDefinitions(tree, variant, kconfig, parser)
  const regs = deriveRegs(
    tree,
    variant,
    readRegsHeaders(tree, variant, defaultConfig(kconfig, variant), parser),
    parser,
  )
  const drafts = draftCaptures(tree, variant, kconfig, parser)
  return {
    release: tree.release,
    state: tree.state,
    ...deriveSupport(kconfig, variant, definitions),
    definitions: Object.fromEntries(
      Object.entries(definitions).flatMap(([name, place]) => (place ? [[name, place]] : [])),
    ),
    ...(typeof regs === 'string' ? { ptRegsUnknown: regs } : { ptRegs: regs }),
    ...(drafts.length > 0 && { drafts: [...drafts] }),
  }
}
