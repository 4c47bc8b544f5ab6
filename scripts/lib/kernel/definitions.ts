import type { ArchVariant } from './arch-variants.ts'
import type { CParser } from './c-parser.ts'
import type { Kconfig } from './kconfig-parse.ts'
import type { KernelTree } from './tree.ts'
import { posix } from 'node:path'
import { Values } from './kconfig-values.ts'

/** Where something is defined. */
export type SourcePlace = { readonly file: string; readonly line: number }

/** What no symbol of Kconfig tells: whether an architecture defines a function or a macro, and where. */
export type Definitions = {
  readonly arch_ptrace?: SourcePlace | undefined
  readonly arch_prepare_bpf_trampoline?: SourcePlace | undefined
  readonly perf_arch_fetch_caller_regs?: SourcePlace | undefined
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
  const find = (name: keyof Definitions): SourcePlace | undefined => {
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

/**
 * Whether a folder's Makefile builds a file on an architecture: where a directory holds two, their files stand in two
 * branches. Headers, and files that the Makefile does not name, count as built.
 */
export function builtFiles(
  tree: KernelTree,
  folder: string,
  kconfig: Kconfig,
  variant: ArchVariant,
): (file: string) => boolean {
  const makefile = tree.read(`${folder}/Makefile`)
  if (makefile === undefined) return () => true
  const values = new Values(kconfig, variant)
  const isOn = (symbol: string) => values.of(symbol).level !== 'n'
  const expand = (word: string) =>
    word
      .replace(/\$[({]BITS[)}]/g, String(variant.bits))
      .replace(/\$[({]CONFIG_(\w+)[)}]/g, (_, symbol: string) => (isOn(symbol) ? 'y' : ''))
  const named = new Set<string>()
  const built = new Set<string>()
  const branches: boolean[] = []
  for (const raw of makefile.replace(/\\\n/g, ' ').split('\n')) {
    const line = raw.replace(/#.*/, '').trim()
    const test = /^(ifn?eq)\s*\(([^,]*),(.*)\)$/.exec(line)
    const defined = /^(ifn?def)\s+(\S+)$/.exec(line)
    if (test) branches.push((expand(test[2]!.trim()) === expand(test[3]!.trim())) === (test[1] === 'ifeq'))
    else if (defined) branches.push((expand(`$(${defined[2]})`) === 'y') === (defined[1] === 'ifdef'))
    else if (line === 'else') branches.push(!branches.pop())
    else if (line === 'endif') branches.pop()
    else if (/^[\w$(){}.-]+\s*[:+]?=/.test(line)) {
      const [target, words] = line.split(/[:+]?=/, 2) as [string, string]
      const isHere = branches.every(Boolean) && !expand(target.trim()).endsWith('-')
      for (const word of words.split(/\s+/).filter(it => it.endsWith('.o'))) {
        const file = posix.join(folder, expand(word).slice(0, -'.o'.length))
        named.add(file)
        if (isHere) built.add(file)
      }
    }
  }
  return file => {
    const stem = file.slice(0, -posix.extname(file).length)
    return !named.has(stem) || built.has(stem)
  }
}
