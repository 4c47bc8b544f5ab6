import type { KernelTree } from './kernel-tree.ts'
import { closestMatch } from '../errors/closest-match.ts'
import { UsageError } from '../errors/usage-error.ts'

/** One architecture as a kernel can be built for it: a directory of `arch/`, and which of its two halves. */
export type ArchVariant = {
  readonly id: string
  /** Its directory in the kernel tree: `arch/x86`. */
  readonly directory: string
  /** What `make ARCH=` is given. */
  readonly make: string
  /** Width of a register and of a `long`, bits. */
  readonly bits: 32 | 64
  readonly endian: 'little' | 'big'
  /** Symbols of Kconfig that somebody chooses, where the choice is what makes this variant. */
  readonly chosen: Readonly<Record<string, boolean>>
  /** What its compiler defines, and headers ask for. */
  readonly defines: readonly string[]
  /** Where its headers lie, beside its own `include` and `include/uapi`. */
  readonly includes: readonly string[]
  /** No type is aligned to more bytes than this, where that is less than its size. */
  readonly mostAligned?: number
}

type Row = Partial<Omit<ArchVariant, 'id'>> & Pick<ArchVariant, 'directory' | 'bits'>

const big = 'big' as const

/** Every architecture since 5.10, by id. One that the kernel gets later is taken as its directory says. */
const ROWS: Readonly<Record<string, Row>> = {
  alpha: { directory: 'arch/alpha', bits: 64, defines: ['__alpha__'] },
  arc: { directory: 'arch/arc', bits: 32, mostAligned: 4 },
  arm: { directory: 'arch/arm', bits: 32, defines: ['__arm__'] },
  arm64: { directory: 'arch/arm64', bits: 64, defines: ['__aarch64__'] },
  c6x: { directory: 'arch/c6x', bits: 32 },
  csky: { directory: 'arch/csky', bits: 32, defines: ['__CSKYABIV2__'], mostAligned: 4 },
  h8300: { directory: 'arch/h8300', bits: 32, endian: big, mostAligned: 4 },
  hexagon: { directory: 'arch/hexagon', bits: 32 },
  i386: { directory: 'arch/x86', make: 'i386', bits: 32, defines: ['__i386__'], mostAligned: 4 },
  ia64: { directory: 'arch/ia64', bits: 64, defines: ['__ia64__'] },
  loongarch64: { directory: 'arch/loongarch', bits: 64, defines: ['__loongarch64'] },
  m68k: { directory: 'arch/m68k', bits: 32, endian: big, defines: ['__mc68000__'], mostAligned: 2 },
  microblaze: { directory: 'arch/microblaze', bits: 32, mostAligned: 4 },
  mips: {
    directory: 'arch/mips',
    bits: 32,
    endian: big,
    chosen: { '32BIT': true, '64BIT': false },
    defines: ['__mips__'],
  },
  mips64: {
    directory: 'arch/mips',
    bits: 64,
    endian: big,
    chosen: { '32BIT': false, '64BIT': true },
    defines: ['__mips__', '__mips64'],
  },
  nds32: { directory: 'arch/nds32', bits: 32 },
  nios2: { directory: 'arch/nios2', bits: 32, mostAligned: 4 },
  openrisc: { directory: 'arch/openrisc', bits: 32, endian: big, mostAligned: 4 },
  parisc: {
    directory: 'arch/parisc',
    make: 'parisc',
    bits: 32,
    endian: big,
    chosen: { '64BIT': false },
    defines: ['__hppa__'],
  },
  parisc64: {
    directory: 'arch/parisc',
    make: 'parisc64',
    bits: 64,
    endian: big,
    chosen: { '64BIT': true },
    defines: ['__hppa__', '__LP64__'],
  },
  powerpc: {
    directory: 'arch/powerpc',
    bits: 32,
    endian: big,
    chosen: { PPC64: false, PPC32: true },
    defines: ['__powerpc__'],
  },
  powerpc64: {
    directory: 'arch/powerpc',
    bits: 64,
    chosen: { PPC64: true, PPC32: false },
    defines: ['__powerpc__', '__powerpc64__'],
  },
  riscv32: { directory: 'arch/riscv', bits: 32, chosen: { ARCH_RV64I: false, ARCH_RV32I: true }, defines: ['__riscv'] },
  riscv64: { directory: 'arch/riscv', bits: 64, chosen: { ARCH_RV64I: true, ARCH_RV32I: false }, defines: ['__riscv'] },
  s390x: { directory: 'arch/s390', bits: 64, endian: big, defines: ['__s390x__', '__s390__'] },
  sh: {
    directory: 'arch/sh',
    make: 'sh',
    bits: 32,
    chosen: { SUPERH32: true, SUPERH64: false },
    defines: ['__sh__', '__SH4__'],
    mostAligned: 4,
  },
  sh64: {
    directory: 'arch/sh',
    make: 'sh64',
    bits: 64,
    chosen: { SUPERH32: false, SUPERH64: true },
    defines: ['__sh__', '__SH5__'],
  },
  sparc: {
    directory: 'arch/sparc',
    make: 'sparc32',
    bits: 32,
    endian: big,
    chosen: { '64BIT': false },
    defines: ['__sparc__'],
  },
  sparc64: {
    directory: 'arch/sparc',
    make: 'sparc64',
    bits: 64,
    endian: big,
    chosen: { '64BIT': true },
    defines: ['__sparc__', '__arch64__'],
  },
  um: {
    directory: 'arch/um',
    bits: 64,
    includes: [
      'arch/x86/um',
      'arch/x86/um/shared',
      'arch/um/include/shared',
      'arch/x86/include',
      'arch/x86/include/uapi',
    ],
    chosen: { '64BIT': true },
    defines: ['__x86_64__'],
  },
  'x86-64': { directory: 'arch/x86', make: 'x86_64', bits: 64, defines: ['__x86_64__'] },
  xtensa: {
    directory: 'arch/xtensa',
    bits: 32,
    defines: ['__XTENSA__'],
    includes: ['arch/xtensa/variants/fsf/include'],
  },
}

/** The architectures of a tree, sorted by id; a directory that holds two stands twice. */
export function variantsOf(tree: KernelTree): readonly ArchVariant[] {
  const known = new Set(Object.values(ROWS).map(it => it.directory))
  const here = tree
    .names('arch')
    .map(name => `arch/${name}`)
    .filter(it => tree.read(`${it}/Kconfig`) !== undefined)
  return [
    ...Object.keys(ROWS)
      .filter(id => here.includes(ROWS[id]!.directory) && isWhole(tree, id))
      .map(variant),
    ...here.filter(it => !known.has(it)).map(unknownVariant),
  ].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** SuperH lost its 64 bits in 5.8, and the symbol that chose them. */
function isWhole(tree: KernelTree, id: string): boolean {
  return id !== 'sh64' || /^config SUPERH64$/m.test(tree.read('arch/sh/Kconfig') ?? '')
}

/**
 * The architecture that was asked for.
 *
 * @throws UsageError if the tree has no such one; it names those that it has.
 */
export function variantOf(tree: KernelTree, id: string): ArchVariant {
  const variants = variantsOf(tree)
  const found = variants.find(it => it.id === id)
  if (found) return found
  const inside = variants.filter(it => it.directory === `arch/${id}`).map(it => it.id)
  const near = closestMatch(
    id,
    variants.map(it => it.id),
  )
  throw new UsageError(
    inside.length > 0
      ? `arch/${id} holds ${inside.join(' and ')}; name ${inside.length > 1 ? 'one of them' : 'it so'}`
      : `the tree has no arch ${id}; ${near ? `did you mean ${near}?` : `it has ${variants.map(it => it.id).join(', ')}`}`,
  )
}

function variant(id: string): ArchVariant {
  const row = ROWS[id]!
  const folder = row.directory.slice('arch/'.length)
  return { id, make: folder, endian: 'little', chosen: {}, defines: [], includes: [], ...row }
}

function unknownVariant(directory: string): ArchVariant {
  const id = directory
    .slice('arch/'.length)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  return { id, directory, make: id, bits: 64, endian: 'little', chosen: {}, defines: [], includes: [] }
}
