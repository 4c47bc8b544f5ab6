import type { ArchTree } from '../../model/schema/arch.ts'
import type { ArchContext } from '../arch-context.ts'
import type { ArchVariant } from '../arch-variants.ts'
import type { KernelTree } from '../kernel-tree.ts'
import { recordedDrafts } from '../follow/recorded-drafts.ts'
import { DataError } from '../../errors/fault.ts'
import { loadCParser } from '../c/parse-c.ts'
import { findDefinitions } from '../c/find-definitions.ts'
import { deriveRegs } from './derive-regs.ts'
import { readRegsHeaders } from '../c/regs-headers.ts'
import { defaultConfig } from '../kconfig/default-config.ts'
import { deriveSupport, readArchKconfig } from './derive-support.ts'
import { treeFault } from '../kernel-tree.ts'

/**
 * Derive from a kernel tree what the dataset holds about one architecture: supported mechanisms, `struct pt_regs`,
 * definitions, and drafts of captures.
 *
 * @param tree - the kernel tree.
 * @param variant - the architecture.
 * @returns the same for the same tree.
 * @throws DataError with the place of a line that cannot be read.
 */
export async function deriveArch(tree: KernelTree, variant: ArchVariant): Promise<ArchTree> {
  const parser = await loadCParser()
  try {
    return derive({ tree, variant, parser })
  } catch (error) {
    // Recursion that is deeper than the stack, in a place that has no limit of its own.
    if (error instanceof RangeError)
      throw new DataError([
        treeFault(
          `${variant.directory}/Kconfig`,
          1,
          `it is nested too deeply: ${error.message}`,
          'no kernel is; check that --linux names a kernel source tree',
        ),
      ])
    throw error
  }
}

function derive(context: ArchContext): ArchTree {
  const { tree, variant } = context
  const kconfig = readArchKconfig(tree, variant)
  const definitions = findDefinitions(context, kconfig)
  const regs = deriveRegs(context, readRegsHeaders(context, defaultConfig(kconfig, variant)))
  const { drafts, readers, lost } = recordedDrafts(context, kconfig)
  return {
    release: tree.release,
    state: tree.state,
    ...deriveSupport(kconfig, variant, definitions),
    definitions: Object.fromEntries(
      Object.entries(definitions).flatMap(([name, place]) => (place ? [[name, place]] : [])),
    ),
    ...(typeof regs === 'string' ? { ptRegsUnknown: regs } : { ptRegs: regs }),
    ...(drafts.length > 0 && { drafts: [...drafts] }),
    ...(readers.length > 0 && { readers: [...readers] }),
    ...(lost.length > 0 && { lost: [...lost] }),
  }
}
