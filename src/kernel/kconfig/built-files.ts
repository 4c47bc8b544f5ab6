import type { KernelTree } from '../kernel-tree.ts'
import type { Kconfig } from './kconfig.ts'
import type { ArchVariant } from '../arch-variants.ts'
import { KconfigEvaluator } from './evaluate.ts'
import { posix } from 'node:path'

/** What the Makefile of a folder says about its files. */
export type BuiltFiles = {
  /** Whether a file of the folder is built, by its path in the tree. Headers count as built. */
  readonly isBuilt: (file: string) => boolean
  /** What is built and is not there: the Makefile's path and line, and what the line names, as `ptrace.o`, `net/`. */
  readonly missing: readonly { readonly makefile: string; readonly line: number; readonly name: string }[]
}

/**
 * An object or a folder that a line of a Makefile names, and whether the line counts. `stem` is its path without
 * extension; for a folder with a slash at the end.
 */
type Named = { readonly stem: string; readonly line: number; readonly isOn: boolean }

/** Of what an object is made, if it lies beside it in the tree. */
const SOURCES = ['.c', '.S', '.s', '.rs', '.c_shipped', '.S_shipped'] as const

/**
 * Find which files a folder's Makefile builds on an architecture: where a directory holds two architectures, the files
 * of each are in a branch of the Makefile, or in the name: `ptrace_$(BITS).o`. Without a Makefile all count as built;
 * files that the Makefile does not name do so, too, for they may be part of another.
 *
 * @param tree - the kernel tree.
 * @param folder - path of the folder in the tree.
 * @param kconfig - the symbols of the architecture; those that may be on count as on.
 * @param variant - the architecture.
 * @returns what is built, and what of it is missing.
 */
export function builtFiles(tree: KernelTree, folder: string, kconfig: Kconfig, variant: ArchVariant): BuiltFiles {
  const makefile = [`${folder}/Kbuild`, `${folder}/Makefile`].find(it => tree.read(it) !== undefined)
  if (makefile === undefined) return { isBuilt: () => true, missing: [] }
  const text = tree.read(makefile)!
  const all = namedFiles(text, { folder, kconfig, variant })
  const named = new Set(all.map(it => it.stem))
  const built = new Set(all.filter(it => it.isOn).map(it => it.stem))
  const names = new Set(tree.names(folder).map(it => posix.join(folder, it)))
  const isThere = (stem: string) =>
    stem.endsWith('/') ? names.has(stem.slice(0, -1)) : SOURCES.some(it => names.has(stem + it))
  return {
    isBuilt: file => {
      const stem = file.slice(0, -posix.extname(file).length)
      return !named.has(stem) || built.has(stem)
    },
    missing: all
      .filter(it => it.isOn && posix.dirname(it.stem) === folder && !isThere(it.stem) && !isMade(it.stem, text))
      .map(({ stem, line }) => ({
        makefile,
        line,
        name: stem.endsWith('/') ? stem.slice(folder.length + 1) : `${posix.basename(stem)}.o`,
      })),
  }
}

/**
 * Whether a Makefile says how an object is made, so that no source need lie beside it: of other objects, `x-y := a.o`,
 * by a rule of its own, `$(obj)/x.o: …`, or by a pattern, as `x.stub.o`.
 */
function isMade(stem: string, makefile: string): boolean {
  const name = posix.basename(stem)
  if (/[$().]/.test(name)) return true
  return [`${name}-y`, `${name}-objs`, `${name}-$(`, `$(obj)/${name}.`].some(it => makefile.includes(it))
}

/** The objects and folders that the lines of a Makefile name, in order. */
function namedFiles(
  text: string,
  { folder, kconfig, variant }: { readonly folder: string; readonly kconfig: Kconfig; readonly variant: ArchVariant },
): readonly Named[] {
  const values = new KconfigEvaluator(kconfig, variant)
  const expand = (word: string, bits: number = variant.bits) =>
    word
      .replace(/\$[({]BITS[)}]/g, String(bits))
      .replace(/\$[({]CONFIG_(\w+)[)}]/g, (_, symbol: string) => (values.of(symbol).level === 'n' ? '' : 'y'))
  const found: Named[] = []
  const branches: boolean[] = []
  let at = 0
  for (const raw of text.split(/(?<!\\)\n/)) {
    const begins = at + 1
    at = begins + raw.split('\n').length - 1
    const line = raw.replace(/\\\n/g, ' ').replace(/#.*/, '').trim()
    const equal = /^(ifn?eq)\s*\(([^,]*),(.*)\)$/.exec(line)
    const defined = /^(ifn?def)\s+(\S+)$/.exec(line)
    if (equal) branches.push((expand(equal[2]!.trim()) === expand(equal[3]!.trim())) === (equal[1] === 'ifeq'))
    else if (defined) branches.push((expand(`$(${defined[2]})`) === 'y') === (defined[1] === 'ifdef'))
    else if (line === 'else') branches.push(!branches.pop())
    else if (line === 'endif') branches.pop()
    else if (/^[\w$(){}.-]+\s*[:+]?=/.test(line)) {
      const [target, words] = line.split(/[:+]?=/, 2) as [string, string]
      // `obj-$(CONFIG_X) += x.o` builds nothing where the symbol is off: the target is then `obj-`.
      const isOn = branches.every(Boolean) && !expand(target.trim()).endsWith('-')
      for (const word of words.split(/\s+/).filter(it => /(?:\.o|[^/.]\/)$/.test(it))) {
        const stem = (bits: number) => posix.join(folder, expand(word, bits).replace(/\.o$/, ''))
        found.push({ stem: stem(variant.bits), line: begins, isOn })
        // The file of the other width is named by the same line, and not built.
        const other = stem(variant.bits === 64 ? 32 : 64)
        if (other !== stem(variant.bits)) found.push({ stem: other, line: begins, isOn: false })
      }
    }
  }
  return found
}
