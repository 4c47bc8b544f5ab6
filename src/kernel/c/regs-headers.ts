import type { ArchContext } from '../arch-context.ts'
import type { ArchVariant } from '../arch-variants.ts'
import type { Config } from '../kconfig/default-config.ts'
import type { MacroLookup } from './evaluate-expression.ts'
import { readHeaders, type Headers } from './read-headers.ts'
import { type StructMember, structLayout, unlessUnknown } from './struct-layout.ts'

/** The headers that declare an architecture's register structs, as they are in one configuration. */
export type RegsHeaders = {
  /** Their paths in the tree, without the headers that they include. */
  readonly files: readonly string[]
  readonly headers: Headers
  readonly config: Config
  /** What is defined when the kernel reads them. */
  readonly defined: MacroLookup
}

/** Files in which register structs are declared. */
const NAMES = ['ptrace.h', 'registers.h', 'ptrace-generic.h', 'ftrace.h'] as const

/**
 * Read the headers of an architecture that declare its register structs.
 *
 * @param context - the architecture.
 * @param config - the configuration for which they are read.
 * @returns the headers that exist.
 */
export function readRegsHeaders(context: ArchContext, config: Config): RegsHeaders {
  const { tree, variant } = context
  const defined = definedMacros(variant, config, true)
  const folders =
    variant.directory === 'arch/um'
      ? ['arch/x86/um/asm', 'arch/um/include/asm']
      : ['include/asm', 'include/uapi/asm'].map(it => `${variant.directory}/${it}`)
  const files = [
    ...folders.flatMap(folder => NAMES.map(it => `${folder}/${it}`)),
    'include/linux/ftrace_regs.h',
  ].filter(it => tree.read(it) !== undefined)
  return { files, headers: readHeaders(context, files, defined), config, defined }
}

/**
 * Find the fields of a struct in the headers of an architecture.
 *
 * @param regs - the headers.
 * @param variant - the architecture.
 * @param name - of the struct, without `struct`.
 * @returns its fields in the order of memory; undefined if it is not declared, or cannot be laid out.
 */
export function structFields(
  { headers }: RegsHeaders,
  variant: ArchVariant,
  name: string,
): readonly StructMember[] | undefined {
  const found = headers.tag(name)
  return found && unlessUnknown(() => structLayout(found.node, { headers, variant, depth: 0 }).fields)
}

/** Macros that the compiler of one architecture defines with a value. */
const COMPILER_MACROS: readonly (readonly [
  directory: string,
  name: string,
  value: (variant: ArchVariant) => string,
])[] = [
  ['arch/riscv', '__riscv_xlen', it => String(it.bits)],
  ['arch/loongarch', '__loongarch_grlen', it => String(it.bits)],
  ['arch/loongarch', '_LOONGARCH_SZINT', () => '32'],
  ['arch/loongarch', '_LOONGARCH_SZLONG', it => String(it.bits)],
  ['arch/loongarch', '_LOONGARCH_SZPTR', it => String(it.bits)],
  ['arch/mips', '_ABIO32', () => '1'],
  ['arch/mips', '_ABIN32', () => '2'],
  ['arch/mips', '_ABI64', () => '3'],
  ['arch/mips', '_MIPS_SIM', it => (it.bits === 64 ? '3' : '1')],
  ['arch/mips', '_MIPS_SZINT', () => '32'],
  ['arch/mips', '_MIPS_SZLONG', it => String(it.bits)],
  ['arch/mips', '_MIPS_SZPTR', it => String(it.bits)],
  ['arch/powerpc', '_CALL_ELF', () => '2'],
  ['arch/arm', '__LINUX_ARM_ARCH__', () => '7'],
  // The variant whose headers are read has no registers beside the usual ones.
  ['arch/xtensa', 'XTREGS_OPT_SIZE', () => '0'],
]

/** What a compiler defines for each order of bytes; nothing where the order is not known. */
const ENDIAN_MACROS: Readonly<Record<ArchVariant['endian'], readonly (readonly [name: string, value: string])[]>> = {
  little: [
    ['__LITTLE_ENDIAN', '1234'],
    ['__LITTLE_ENDIAN__', '1'],
  ],
  big: [
    ['__BIG_ENDIAN', '4321'],
    ['__BIG_ENDIAN__', '1'],
  ],
  unknown: [],
}

/**
 * The macros that are defined before a header is read.
 *
 * @param variant - the architecture, whose compiler defines some.
 * @param config - the configuration, for `CONFIG_…`.
 * @param inKernel - whether the kernel includes the header, or a program in user space.
 * @returns the text of each macro.
 */
export function definedMacros(variant: ArchVariant, config: Config, inKernel: boolean): MacroLookup {
  const macros = new Map<string, string>([
    ...variant.defines.map(it => [it, '1'] as const),
    ['__BITS_PER_LONG', String(variant.bits)],
    ['BITS_PER_LONG', String(variant.bits)],
    ...ENDIAN_MACROS[variant.endian],
    ['__GNUC__', '12'],
    ['__SIZEOF_INT__', '4'],
    ['__SIZEOF_LONG__', String(variant.bits / 8)],
    ['__SIZEOF_POINTER__', String(variant.bits / 8)],
    ...COMPILER_MACROS.flatMap(([directory, name, value]) =>
      directory === variant.directory ? [[name, value(variant)] as const] : [],
    ),
  ])
  if (inKernel) macros.set('__KERNEL__', '1')
  if (variant.bits === 64) macros.set('__LP64__', '1').set('_LP64', '1')
  return name => (name.startsWith('CONFIG_') ? config(name.slice('CONFIG_'.length)) : macros.get(name))
}
