// The names by which people call an arch: those of uname, Debian, Go and LLVM beside the id in the data.

/** By id of an arch, its other names in lower case. The id of an arch that is not here is its only name. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  'x86-64': ['x86_64', 'amd64', 'x64', 'x86'],
  i386: ['i486', 'i586', 'i686', 'ia32', 'x86-32', 'x86_32', '386'],
  arm64: ['aarch64', 'armv8', 'armv8l'],
  arm: ['arm32', 'armhf', 'armel', 'armv6l', 'armv7', 'armv7l', 'aarch32'],
  riscv64: ['riscv', 'risc-v', 'rv64', 'riscv64gc'],
  s390x: ['s390', 'systemz'],
  loongarch64: ['loongarch', 'loong64', 'loong'],
  powerpc64: ['powerpc', 'ppc', 'ppc64', 'ppc64le', 'ppc64el', 'powerpc64le', 'power'],
  arc: ['arcv2'],
  csky: ['c-sky'],
  hexagon: ['qdsp6'],
  ia64: ['itanium'],
  m68k: ['68k', 'mc68000'],
  microblaze: ['microblazeel'],
  mips: ['mips32', 'mipseb'],
  mips64: ['mips64eb'],
  openrisc: ['or1k'],
  parisc: ['hppa', 'parisc32'],
  parisc64: ['hppa64'],
  powerpc: ['ppc32', 'powerpc32'],
  riscv32: ['rv32'],
  sh: ['sh4', 'superh'],
  sparc: ['sparc32', 'sun4m'],
  sparc64: ['sparcv9', 'sun4u', 'sun4v'],
  um: ['uml'],
}

/**
 * Find the arch that a name means.
 *
 * @param name - as people write it: `riscv`, `amd64`, `x86_64`; capitals make no difference.
 * @param ids - ids of the arches in the data, or in a kernel tree; an id always means itself.
 * @returns the id, or undefined where none of them is called so.
 */
export function archByName(name: string, ids: readonly string[]): string | undefined {
  const asked = name.toLowerCase()
  return ids.find(it => it === asked) ?? ids.find(it => OTHER_NAMES[it]?.includes(asked))
}

/**
 * The other names of an arch.
 *
 * @param id - of an arch.
 * @returns its names besides the id, in lower case; empty for an arch that is not known by any.
 */
export function otherArchNames(id: string): readonly string[] {
  return OTHER_NAMES[id] ?? []
}
