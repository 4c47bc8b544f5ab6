import type { KernelTree } from '../kernel-tree.ts'
import type { ArchVariant } from '../arch-variants.ts'
import type { Kconfig } from '../kconfig/parse-kconfig.ts'
import type { CParser } from './parse-c.ts'
import { builtFiles } from '../kconfig/built-files.ts'

/** Where something is defined. */
export type DefinitionSite = { readonly file: string; readonly line: number }

/** What no symbol of Kconfig tells: whether an architecture defines a function or a macro, and where. */
export type Definitions = {
  readonly arch_ptrace?: DefinitionSite | undefined
  readonly arch_prepare_bpf_trampoline?: DefinitionSite | undefined
  readonly perf_arch_fetch_caller_regs?: DefinitionSite | undefined
}

/** Where an architecture's code for each is looked for, below its directory. */
const PLACES: Readonly<Record<keyof Definitions, readonly string[]>> = {
  arch_ptrace: ['kernel', 'kernel/ptrace'],
  arch_prepare_bpf_trampoline: ['net'],
  perf_arch_fetch_caller_regs: ['include/asm'],
}

/** Find the definitions of an architecture, in the files that it builds. A mention, or a declaration, is none. */
export function findDefinitions(
  tree: KernelTree,
  variant: ArchVariant,
  kconfig: Kconfig,
  parser: CParser,
): Definitions {
  const find = (name: keyof Definitions): DefinitionSite | undefined => {
    for (const folder of PLACES[name].map(it => `${variant.directory}/${it}`)) {
      const isBuilt = builtFiles(tree, folder, kconfig, variant)
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
