import type { ArchContext } from '../arch-context.ts'
import type { MacroLookup } from '../c/evaluate-expression.ts'
import type { KernelTree } from '../kernel-tree.ts'
import type { RecordingTree } from './recording-tree.ts'
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

/** The header of offsets, which the build makes of a C file of the architecture. */
const OFFSETS = 'asm/asm-offsets.h'

/** Headers that the build makes, of all architectures. */
const GENERATED = /^(?:uapi\/)?generated\//

/**
 * Check that the headers that the read files include are in the tree: each header of the architecture, and each other
 * one that was looked for. What a header defines is not known without it, and code that was read without it may seem to
 * do something else: the fallback of a shared header seems to hold.
 *
 * @param context - the architecture, with the files that were read.
 * @param defined - what the compiler and the configuration define: an include that they leave out is not missed.
 * @throws DataError with the line of the first include whose header is missing.
 */
export function requireHeaders(context: ArchContext & { readonly tree: RecordingTree }, defined: MacroLookup): void {
  const { tree, variant } = context
  // What is read from here on is not what was followed.
  const [texts, missed] = [new Map(tree.texts), new Set(tree.missed)]
  const isThere = fileFinder(tree)
  const made = headersOfKbuild(context, isThere, defined)
  const offsets = `${variant.directory}/kernel/asm-offsets.c`
  // A header that all architectures share is read to see whether it holds a function; only some of them include it.
  const ownTexts = [...texts].filter(([file]) => file.startsWith(`${variant.directory}/`))
  const included = new Set(ownTexts.flatMap(([, text]) => includesOf(text)).map(it => `include/${it.path}`))
  let reached: ReadonlySet<string> | undefined
  for (const [file, text] of texts) {
    if (!/\.[chS]$/.test(file)) continue
    const isIncluded = !file.startsWith('include/') || included.has(file)
    const missing = includesOf(text).filter(({ quote, path }) => {
      if (path === OFFSETS) return !isThere(offsets)
      if (MADE.test(path) || GENERATED.test(path) || made.has(path)) return false
      const beside = quote === '"' ? [posix.join(posix.dirname(file), path)] : []
      const paths = [...beside, ...includePaths(variant, path), `include/${path}`, `include/uapi/${path}`]
      const isNeeded = isIncluded && (quote === '"' || OWN.test(path))
      if (!isNeeded && !paths.some(it => missed.has(it))) return false
      if (!paths.filter(isThere).every(it => path.startsWith('asm/') && isForProgramsAlone(it, tree))) return false
      return isIncluded || (reached ??= sharedHeaders(texts, tree)).has(file)
    })
    if (missing.length === 0) continue
    const kept = keptLines(file, text, context, defined)
    const first = missing.find(it => kept.has(it.line))
    if (first)
      throw new DataError([
        treeFault(
          file,
          first.line,
          first.path === OFFSETS
            ? `${offsets} is missing, of which the header that this line includes is made`
            : `${first.path} is missing, though this line includes it`,
          'give a whole kernel source tree; a sparse checkout, or a package of headers, is not enough',
        ),
      ])
  }
}

/** Headers that have a file for programs, beside which the kernel has one of its own, and what that alone defines. */
const FOR_KERNEL: Readonly<Record<string, RegExp>> = {
  // Hexagon's serves both until 6.1.
  'ptrace.h': /\binstruction_pointer\b/,
  'perf_event.h': /\bperf_arch_fetch_caller_regs\b/,
}

/** Whether a header is for programs alone, and does not stand in for the kernel's own. */
function isForProgramsAlone(path: string, tree: KernelTree): boolean {
  const name = FOR_KERNEL[posix.basename(path)]
  return name !== undefined && path.includes('/uapi/asm/') && !name.test(tree.read(path) ?? '')
}

/** The headers that all architectures share and that the read C files include, or headers that these include. */
function sharedHeaders(texts: RecordingTree['texts'], tree: KernelTree): ReadonlySet<string> {
  const reached = new Set<string>()
  const visit = (text: string): void => {
    for (const { path } of includesOf(text)) {
      const file = `include/${path}`
      if (!path.startsWith('linux/') || reached.has(file)) continue
      reached.add(file)
      visit(tree.read(file) ?? '')
    }
  }
  for (const [file, text] of texts) if (/\.[cS]$/.test(file)) visit(text)
  return reached
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
function headersOfKbuild(
  { tree, variant }: ArchContext,
  isThere: (path: string) => boolean,
  defined: MacroLookup,
): ReadonlySet<string> {
  // What asm-generic has for ftrace is empty: an architecture whose functions can be traced has a header of its own.
  const isOwn = (name: string) => name === 'ftrace.h' && defined('CONFIG_FUNCTION_TRACER') !== undefined
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
        .filter(
          ({ kind, name }) =>
            kind === 'generated' ||
            (isThere(`include/${api}asm-generic/${name}`) && !(kind === 'mandatory' && isOwn(name))),
        )
        .flatMap(({ name }) => [`asm/${name}`, `${api}asm/${name}`]),
    ),
  )
}
