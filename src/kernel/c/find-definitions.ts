import type { ArchContext } from '../arch-context.ts'
import type { Place } from '../kernel-tree.ts'
import type { Kconfig } from '../kconfig/kconfig.ts'
import { builtFiles } from '../kconfig/built-files.ts'

/** Functions and macros that an architecture may define, and where it does. No Kconfig symbol stands for them. */
export type Definitions = {
  readonly arch_ptrace?: Place | undefined
  readonly arch_prepare_bpf_trampoline?: Place | undefined
  readonly perf_arch_fetch_caller_regs?: Place | undefined
}

/** The folders in which each is looked for, below the directory of the architecture. */
const FOLDERS: Readonly<Record<keyof Definitions, readonly string[]>> = {
  arch_ptrace: ['kernel', 'kernel/ptrace'],
  arch_prepare_bpf_trampoline: ['net'],
  perf_arch_fetch_caller_regs: ['include/asm'],
}

/**
 * Find the definitions of an architecture in the files that it builds. A declaration or a call does not count.
 *
 * @param context - the architecture.
 * @param kconfig - its symbols, which say what is built.
 * @returns the place of each definition; undefined for one that the architecture lacks.
 */
export function findDefinitions({ tree, variant, parser }: ArchContext, kconfig: Kconfig): Definitions {
  const find = (name: keyof Definitions): Place | undefined => {
    for (const folder of FOLDERS[name].map(it => `${variant.directory}/${it}`)) {
      const { isBuilt } = builtFiles(tree, folder, kconfig, variant)
      for (const file of tree.list(folder, 0).filter(it => /\.[ch]$/.test(it) && isBuilt(it))) {
        const text = tree.read(file)
        if (!text?.includes(name)) continue
        const line = parser.definitionOf(text, name)
        if (line !== undefined) return { file, line }
      }
    }
    return undefined
  }
  return {
    arch_ptrace: find('arch_ptrace'),
    arch_prepare_bpf_trampoline: find('arch_prepare_bpf_trampoline'),
    perf_arch_fetch_caller_regs: find('perf_arch_fetch_caller_regs'),
  }
}
