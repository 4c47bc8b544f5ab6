import type { KernelTree } from '../kernel-tree.ts'
import type { Kconfig } from './kconfig.ts'
import type { ArchVariant } from '../arch-variants.ts'
import { KconfigEvaluator } from './evaluate.ts'
import { posix } from 'node:path'

/**
 * Find which files a folder's Makefile builds on an architecture: where a directory holds two architectures, the files
 * of each are in a branch of the Makefile. Headers, and files that the Makefile does not name, count as built.
 *
 * @param tree - the kernel tree.
 * @param folder - path of the folder in the tree.
 * @param kconfig - the symbols of the architecture; those that may be on count as on.
 * @param variant - the architecture.
 * @returns whether a file of the folder is built, by its path in the tree.
 */
export function builtFiles(
  tree: KernelTree,
  folder: string,
  kconfig: Kconfig,
  variant: ArchVariant,
): (file: string) => boolean {
  const makefile = tree.read(`${folder}/Makefile`)
  if (makefile === undefined) return () => true
  const values = new KconfigEvaluator(kconfig, variant)
  const isOn = (symbol: string) => values.of(symbol).level !== 'n'
  const expand = (word: string) =>
    word
      .replace(/\$[({]BITS[)}]/g, String(variant.bits))
      .replace(/\$[({]CONFIG_(\w+)[)}]/g, (_, symbol: string) => (isOn(symbol) ? 'y' : ''))
  /** Paths without extension: those that some line names, and those that a line which counts names. */
  const named = new Set<string>()
  const built = new Set<string>()
  const branches: boolean[] = []
  for (const raw of makefile.replace(/\\\n/g, ' ').split('\n')) {
    const line = raw.replace(/#.*/, '').trim()
    const equal = /^(ifn?eq)\s*\(([^,]*),(.*)\)$/.exec(line)
    const defined = /^(ifn?def)\s+(\S+)$/.exec(line)
    if (equal) branches.push((expand(equal[2]!.trim()) === expand(equal[3]!.trim())) === (equal[1] === 'ifeq'))
    else if (defined) branches.push((expand(`$(${defined[2]})`) === 'y') === (defined[1] === 'ifdef'))
    else if (line === 'else') branches.push(!branches.pop())
    else if (line === 'endif') branches.pop()
    else if (/^[\w$(){}.-]+\s*[:+]?=/.test(line)) {
      const [target, words] = line.split(/[:+]?=/, 2) as [string, string]
      // `obj-$(CONFIG_X) += x.o` builds nothing where the symbol is off: the target is then `obj-`.
      const isBuilt = branches.every(Boolean) && !expand(target.trim()).endsWith('-')
      for (const word of words.split(/\s+/).filter(it => it.endsWith('.o'))) {
        const file = posix.join(folder, expand(word).slice(0, -'.o'.length))
        named.add(file)
        if (isBuilt) built.add(file)
      }
    }
  }
  return file => {
    const stem = file.slice(0, -posix.extname(file).length)
    return !named.has(stem) || built.has(stem)
  }
}
