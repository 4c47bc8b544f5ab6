import type { KernelTree } from '../kernel-tree.ts'
import type { Kconfig } from './parse-kconfig.ts'
import type { ArchVariant } from '../arch-variants.ts'
import { KconfigEvaluator } from './evaluate.ts'
import { posix } from 'node:path'

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
  const values = new KconfigEvaluator(kconfig, variant)
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
