import type { ArchContext } from '../arch-context.ts'
import type { MacroLookup } from '../c/evaluate-expression.ts'
import type { KernelTree } from '../kernel-tree.ts'
import { posix } from 'node:path'
import { DataError } from '../../errors/fault.ts'
import { preprocess } from '../c/preprocess.ts'
import { includePaths } from '../c/read-headers.ts'
import { treeFault } from '../kernel-tree.ts'

/** The headers of an architecture by the name in their include; all other headers in brackets are shared. */
const OWN = /^(?:asm|uapi\/asm|abi)\//

/** Headers that the build makes from tables and from C code, and that no Kbuild names. */
const MADE = /^(?:uapi\/)?asm\/(?:asm-offsets|syscall_?table\w*|syscalls?_\w+|unistd_\w+)\.h$/

/** A line of a Kbuild: what kind of headers, and their names. */
const KBUILD_LINE = /^[ \t]*(generic|generated|mandatory)-y[ \t]*[:+]?=[ \t]*(.*)$/gm

/** A tree that remembers which of its files were read. */
export type RecordingTree = KernelTree & {
  /** The text of each file that was read, by its path. */
  readonly texts: ReadonlyMap<string, string>
}

/**
 * Make a tree remember which of its files are read.
 *
 * @param tree - the tree.
 * @returns the same tree, and the files that are read from now on.
 */
export function recordingTree(tree: KernelTree): RecordingTree {
  const texts = new Map<string, string>()
  return {
    ...tree,
    texts,
    read: path => {
      const text = tree.read(path)
      if (text !== undefined) texts.set(posix.normalize(path), text)
      return text
    },
  }
}

/**
 * Check that each header of the architecture that the read files include is in the tree. What a header defines is not
 * known without it, and code that was read without it may seem to do something else.
 *
 * @param context - the architecture, with the files that were read.
 * @param defined - what the compiler and the configuration define: an include that they leave out is not missed.
 * @throws DataError with the line of the first include whose header is missing.
 */
export function requireHeaders(context: ArchContext & { readonly tree: RecordingTree }, defined: MacroLookup): void {
  const { tree, variant } = context
  const isThere = fileFinder(tree)
  const made = headersOfKbuild(context, isThere)
  // A header that all architectures share is read to see whether it holds a function; only some of them include it.
  const ownTexts = [...tree.texts].filter(([file]) => file.startsWith(`${variant.directory}/`))
  const included = new Set(ownTexts.flatMap(([, text]) => includesOf(text)).map(it => `include/${it.path}`))
  for (const [file, text] of tree.texts) {
    if (!/\.[chS]$/.test(file) || (file.startsWith('include/') && !included.has(file))) continue
    const missing = includesOf(text).filter(({ quote, path }) => {
      if ((quote === '<' && !OWN.test(path)) || MADE.test(path) || made.has(path)) return false
      const beside = quote === '"' ? [posix.join(posix.dirname(file), path), `include/${path}`] : []
      const found = [...beside, ...includePaths(variant, path)].filter(isThere)
      return found.every(it => path === 'asm/ptrace.h' && isForProgramsAlone(it, tree))
    })
    if (missing.length === 0) continue
    const kept = keptLines(file, text, context, defined)
    const first = missing.find(it => kept.has(it.line))
    if (first)
      throw new DataError([
        treeFault(
          file,
          first.line,
          `${first.path} is missing, though this line includes it`,
          'give a whole kernel source tree; a sparse checkout, or a package of headers, is not enough',
        ),
      ])
  }
}

/**
 * Whether a header is the ptrace.h for programs, beside which the kernel has one of its own. Hexagon's serves both
 * until 6.1: what the kernel alone uses stands in it.
 */
function isForProgramsAlone(path: string, tree: KernelTree): boolean {
  return path.includes('/uapi/') && !/\binstruction_pointer\b/.test(tree.read(path) ?? '')
}

type Include = { readonly quote: string; readonly path: string; readonly line: number }

function includesOf(text: string): readonly Include[] {
  return text.split('\n').flatMap((it, i) => {
    const found = /^\s*#\s*include\s*(["<])([^">]+)[">]/.exec(it)
    return found ? [{ quote: found[1]!, path: found[2]!, line: i + 1 }] : []
  })
}

/** The lines that the preprocessor keeps, from 1; of a header those for C and those for assembly. */
function keptLines(file: string, text: string, { parser }: ArchContext, defined: MacroLookup): ReadonlySet<number> {
  const assembly = ['__ASSEMBLY__', '__ASSEMBLER__'].map(it => [it, '1'] as const)
  const languages = file.endsWith('.c') ? [[]] : file.endsWith('.S') ? [assembly] : [[], assembly]
  return new Set(
    languages.flatMap(macros =>
      preprocess(text, { parser, defined, macros: new Map(macros) })
        .split('\n')
        .flatMap((it, i) => (it.trim() === '' ? [] : [i + 1])),
    ),
  )
}

/** Finds out whether a file is in the tree, and not above it; each folder is listed once. */
function fileFinder(tree: KernelTree): (path: string) => boolean {
  const folders = new Map<string, ReadonlySet<string>>()
  return path => {
    const folder = posix.dirname(posix.normalize(path))
    if (folder.startsWith('..')) return false
    if (!folders.has(folder)) folders.set(folder, new Set(tree.names(folder)))
    return folders.get(folder)!.has(posix.basename(path))
  }
}

/** The headers that the build makes or takes from asm-generic, by the Kbuild files, as they are named in an include. */
function headersOfKbuild({ tree, variant }: ArchContext, isThere: (path: string) => boolean): ReadonlySet<string> {
  return new Set(
    ['', 'uapi/'].flatMap(api =>
      [`${variant.directory}/include/${api}asm/Kbuild`, `include/${api}asm-generic/Kbuild`]
        .flatMap(it => [...(tree.read(it) ?? '').matchAll(KBUILD_LINE)])
        .flatMap(([, kind, names]) =>
          names!
            .trim()
            .split(/\s+/)
            .map(name => ({ kind, name })),
        )
        .filter(({ kind, name }) => kind === 'generated' || isThere(`include/${api}asm-generic/${name}`))
        .flatMap(({ name }) => [`asm/${name}`, `${api}asm/${name}`]),
    ),
  )
}
