import type { KernelTree } from './kernel-tree.ts'
import { closestMatch } from '../errors/closest-match.ts'
import { DataError } from '../errors/fault.ts'
import { UsageError } from '../errors/usage-error.ts'
import { archByName } from '../model/arch-names.ts'

/**
 * An architecture for which a kernel can be built: a directory of `arch/`, or one of the two variants that some of
 * these hold, such as 32 and 64 bits.
 */
export type ArchVariant = {
  readonly id: string
  /** Its directory in the kernel tree: `arch/x86`. */
  readonly directory: string
  /** The value of `make ARCH=`. */
  readonly makeArch: string
  /** Width of a register and of a `long`, bits. */
  readonly bits: 32 | 64
  /** `unknown`, in a directory that is not in the table, where no header says it. */
  readonly endian: 'little' | 'big' | 'unknown'
  /** Why the width is not known, in a directory that is not in the table; `bits` is then not to be used for layouts. */
  readonly widthUnknown?: string
  /** Kconfig symbols with a fixed value: those by which a person chooses this variant in the configuration. */
  readonly fixedSymbols: Readonly<Record<string, boolean>>
  /** Macros that its compiler defines and headers test. */
  readonly defines: readonly string[]
  /** Folders with its headers, beside its own `include` and `include/uapi`. */
  readonly includeFolders: readonly string[]
  /** The largest alignment of a type, bytes; types larger than that are aligned to it. */
  readonly maxAlignBytes?: number
  /** The architecture that it is but for the order of bytes: what is known of that one's assembly holds for it, too. */
  readonly sameAs?: string
}

type Row = Partial<Omit<ArchVariant, 'id'>> & Pick<ArchVariant, 'directory' | 'bits'>

const big = 'big' as const

/** Every architecture since 5.10, by id. For another, {@link unknownVariant} reads its directory. */
const ROWS: Readonly<Record<string, Row>> = {
  alpha: { directory: 'arch/alpha', bits: 64, defines: ['__alpha__'] },
  arc: { directory: 'arch/arc', bits: 32, maxAlignBytes: 4 },
  arm: { directory: 'arch/arm', bits: 32, defines: ['__arm__'] },
  arm64: { directory: 'arch/arm64', bits: 64, defines: ['__aarch64__'] },
  c6x: { directory: 'arch/c6x', bits: 32 },
  csky: {
    directory: 'arch/csky',
    bits: 32,
    defines: ['__CSKYABIV2__'],
    includeFolders: ['arch/csky/abiv2/inc'],
    maxAlignBytes: 4,
  },
  h8300: { directory: 'arch/h8300', bits: 32, endian: big, maxAlignBytes: 4 },
  hexagon: { directory: 'arch/hexagon', bits: 32 },
  i386: { directory: 'arch/x86', makeArch: 'i386', bits: 32, defines: ['__i386__'], maxAlignBytes: 4 },
  ia64: { directory: 'arch/ia64', bits: 64, defines: ['__ia64__'] },
  loongarch64: { directory: 'arch/loongarch', bits: 64, defines: ['__loongarch64'] },
  m68k: { directory: 'arch/m68k', bits: 32, endian: big, defines: ['__mc68000__'], maxAlignBytes: 2 },
  microblaze: { directory: 'arch/microblaze', bits: 32, maxAlignBytes: 4 },
  mips: {
    directory: 'arch/mips',
    bits: 32,
    endian: big,
    fixedSymbols: { '32BIT': true, '64BIT': false },
    defines: ['__mips__'],
  },
  mips64: {
    directory: 'arch/mips',
    bits: 64,
    endian: big,
    fixedSymbols: { '32BIT': false, '64BIT': true },
    defines: ['__mips__', '__mips64'],
  },
  nds32: { directory: 'arch/nds32', bits: 32 },
  nios2: { directory: 'arch/nios2', bits: 32, maxAlignBytes: 4 },
  openrisc: { directory: 'arch/openrisc', bits: 32, endian: big, maxAlignBytes: 4 },
  parisc: {
    directory: 'arch/parisc',
    makeArch: 'parisc',
    bits: 32,
    endian: big,
    fixedSymbols: { '64BIT': false },
    defines: ['__hppa__'],
  },
  parisc64: {
    directory: 'arch/parisc',
    makeArch: 'parisc64',
    bits: 64,
    endian: big,
    fixedSymbols: { '64BIT': true },
    defines: ['__hppa__', '__LP64__'],
  },
  powerpc: {
    directory: 'arch/powerpc',
    bits: 32,
    endian: big,
    fixedSymbols: { PPC64: false, PPC32: true },
    defines: ['__powerpc__'],
  },
  powerpc64: {
    directory: 'arch/powerpc',
    bits: 64,
    fixedSymbols: { PPC64: true, PPC32: false },
    defines: ['__powerpc__', '__powerpc64__'],
  },
  riscv32: {
    directory: 'arch/riscv',
    bits: 32,
    fixedSymbols: { ARCH_RV64I: false, ARCH_RV32I: true },
    defines: ['__riscv'],
  },
  riscv64: {
    directory: 'arch/riscv',
    bits: 64,
    fixedSymbols: { ARCH_RV64I: true, ARCH_RV32I: false },
    defines: ['__riscv'],
  },
  s390x: { directory: 'arch/s390', bits: 64, endian: big, defines: ['__s390x__', '__s390__'] },
  sh: {
    directory: 'arch/sh',
    makeArch: 'sh',
    bits: 32,
    fixedSymbols: { SUPERH32: true, SUPERH64: false },
    defines: ['__sh__', '__SH4__'],
    maxAlignBytes: 4,
  },
  sh64: {
    directory: 'arch/sh',
    makeArch: 'sh64',
    bits: 64,
    fixedSymbols: { SUPERH32: false, SUPERH64: true },
    defines: ['__sh__', '__SH5__'],
  },
  sparc: {
    directory: 'arch/sparc',
    makeArch: 'sparc32',
    bits: 32,
    endian: big,
    fixedSymbols: { '64BIT': false },
    defines: ['__sparc__'],
  },
  sparc64: {
    directory: 'arch/sparc',
    makeArch: 'sparc64',
    bits: 64,
    endian: big,
    fixedSymbols: { '64BIT': true },
    defines: ['__sparc__', '__arch64__'],
  },
  um: {
    directory: 'arch/um',
    bits: 64,
    includeFolders: [
      'arch/x86/um',
      'arch/x86/um/shared',
      'arch/um/include/shared',
      'arch/x86/include',
      'arch/x86/include/uapi',
    ],
    fixedSymbols: { '64BIT': true },
    defines: ['__x86_64__'],
  },
  'x86-64': { directory: 'arch/x86', makeArch: 'x86_64', bits: 64, defines: ['__x86_64__'] },
  xtensa: {
    directory: 'arch/xtensa',
    bits: 32,
    defines: ['__XTENSA__', '__XTENSA_WINDOWED_ABI__'],
    includeFolders: ['arch/xtensa/variants/fsf/include'],
  },
}

/** Architectures that are another one but for the order of bytes. They are found by name, and are not listed. */
const OTHER_ORDERS: Readonly<Record<string, Pick<ArchVariant, 'endian'> & { readonly sameAs: string }>> = {
  mipsel: { sameAs: 'mips', endian: 'little' },
  mips64el: { sameAs: 'mips64', endian: 'little' },
  sheb: { sameAs: 'sh', endian: 'big' },
  xtensaeb: { sameAs: 'xtensa', endian: 'big' },
}

/**
 * Find the architectures of a tree.
 *
 * @param tree - the kernel tree.
 * @returns them sorted by id; two for a directory that holds two.
 */
export function variantsOf(tree: KernelTree): readonly ArchVariant[] {
  const known = new Set(Object.values(ROWS).map(it => it.directory))
  const directories = tree
    .names('arch')
    .map(name => `arch/${name}`)
    .filter(it => tree.names(it).includes('Kconfig'))
  return [
    ...Object.keys(ROWS)
      .filter(id => directories.includes(ROWS[id]!.directory) && isComplete(tree, id))
      .map(variant),
    ...directories.filter(it => !known.has(it)).map(it => unknownVariant(tree, it)),
  ].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Whether the tree has the variant of a directory that it has: SuperH lost its 64-bit variant in 5.8. */
function isComplete(tree: KernelTree, id: string): boolean {
  return id !== 'sh64' || /^config SUPERH64$/m.test(textOf(tree, 'arch/sh/Kconfig'))
}

/**
 * Find an architecture of a tree by its id.
 *
 * @param tree - the kernel tree.
 * @param id - as the user wrote it: its id, or another name for it, as `amd64`.
 * @returns the architecture.
 * @throws UsageError if the tree does not have it; the message names those that it has.
 */
export function variantOf(tree: KernelTree, id: string): ArchVariant {
  const variants = variantsOf(tree)
  const found = variants.find(it => it.id === id)
  if (found) return found
  const other = OTHER_ORDERS[id]
  const same = other && variants.find(it => it.id === other.sameAs)
  if (same) return { ...same, id, ...other }
  const inDirectory = variants.filter(it => it.directory === `arch/${id}`).map(it => it.id)
  const called = archByName(
    id,
    variants.map(it => it.id),
  )
  if (called !== undefined && inDirectory.length < 2) return variants.find(it => it.id === called)!
  const near = closestMatch(
    id,
    variants.map(it => it.id),
  )
  throw new UsageError(
    inDirectory.length > 0
      ? `arch/${id} holds ${inDirectory.join(' and ')}; name ${inDirectory.length > 1 ? 'one of them' : 'that'}`
      : `the tree has no arch ${id}; ${near ? `did you mean ${near}?` : `it has ${variants.map(it => it.id).join(', ')}`}`,
  )
}

function variant(id: string): ArchVariant {
  const row = ROWS[id]!
  const folder = row.directory.slice('arch/'.length)
  return { id, makeArch: folder, endian: 'little', fixedSymbols: {}, defines: [], includeFolders: [], ...row }
}

/** A variant for a directory that is not in the table, as far as its Kconfig and its headers tell. */
function unknownVariant(tree: KernelTree, directory: string): ArchVariant {
  const id = directory
    .slice('arch/'.length)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  return {
    id,
    directory,
    makeArch: id,
    ...widthOf(tree, directory),
    endian: endianOf(tree, directory),
    fixedSymbols: {},
    defines: [],
    includeFolders: [],
  }
}

/**
 * The width of a `long`: 64 bits where the directory's own Kconfig turns 64BIT on, 32 where it does not name it. Where
 * a person chooses, or a condition does, it is not known.
 */
function widthOf(tree: KernelTree, directory: string): Pick<ArchVariant, 'bits' | 'widthUnknown'> {
  const text = textOf(tree, `${directory}/Kconfig`)
  const [, entry] = /^(?:menu)?config[ \t]+64BIT[ \t]*\n((?:[ \t]+.*\n|\n)*)/m.exec(`${text}\n`) ?? []
  if (entry === undefined) {
    return /^[ \t]+select[ \t]+64BIT\b/m.test(text)
      ? { bits: 64, widthUnknown: `${directory}/Kconfig selects 64BIT and does not define it` }
      : { bits: 32 }
  }
  const isAlwaysOn = /^[ \t]+(?:def_bool|default)[ \t]+y[ \t]*$/m.test(entry)
  const isOpen = /^[ \t]+(?:(?:bool|prompt)[ \t]+\S|depends\b)/m.test(entry)
  return isAlwaysOn && !isOpen
    ? { bits: 64 }
    : { bits: 64, widthUnknown: `64BIT of ${directory}/Kconfig depends on the configuration` }
}

/** By the header with which user space learns it. */
function endianOf(tree: KernelTree, directory: string): ArchVariant['endian'] {
  const header = textOf(tree, `${directory}/include/uapi/asm/byteorder.h`)
  const found = [...new Set(Array.from(header.matchAll(/linux\/byteorder\/(big|little)_endian\.h/g), it => it[1]!))]
  return found.length === 1 ? (found[0] as 'big' | 'little') : 'unknown'
}

/** The text of a file; empty where it is missing or cannot be read, which is reported by what needs the file. */
function textOf(tree: KernelTree, path: string): string {
  try {
    return tree.read(path) ?? ''
  } catch (error) {
    if (error instanceof DataError) return ''
    throw error
  }
}
