import type { ArchVariant } from '../arch-variants.ts'
import type { ArchSites } from './site.ts'
import { alpha } from './tables/alpha.ts'
import { arc } from './tables/arc.ts'
import { armSites } from './tables/arm.ts'
import { arm64 } from './tables/arm64.ts'
import { csky } from './tables/csky.ts'
import { loongarch64 } from './tables/loongarch.ts'
import { m68k } from './tables/m68k.ts'
import { microblaze } from './tables/microblaze.ts'
import { mipsSites } from './tables/mips.ts'
import { nios2 } from './tables/nios2.ts'
import { openrisc } from './tables/openrisc.ts'
import { pariscSites } from './tables/parisc.ts'
import { powerpc32, powerpc64 } from './tables/powerpc.ts'
import { riscvSites } from './tables/riscv.ts'
import { s390x } from './tables/s390.ts'
import { sh } from './tables/sh.ts'
import { sparc32, sparc64 } from './tables/sparc.ts'
import { i386, x86_64 } from './tables/x86.ts'
import { xtensa } from './tables/xtensa.ts'

const SITES: Readonly<Record<string, () => ArchSites>> = {
  'x86-64': () => x86_64,
  i386: () => i386,
  alpha: () => alpha,
  arc: () => arc,
  arm: () => armSites,
  arm64: () => arm64,
  csky: () => csky,
  loongarch64: () => loongarch64,
  m68k: () => m68k,
  microblaze: () => microblaze,
  mips: () => mipsSites(4),
  mips64: () => mipsSites(8),
  nios2: () => nios2,
  openrisc: () => openrisc,
  parisc: () => pariscSites(4),
  parisc64: () => pariscSites(8),
  powerpc: () => powerpc32,
  powerpc64: () => powerpc64,
  riscv32: () => riscvSites(4),
  riscv64: () => riscvSites(8),
  s390x: () => s390x,
  sh: () => sh,
  sparc: () => sparc32,
  sparc64: () => sparc64,
  xtensa: () => xtensa,
}

/**
 * Find what is known about the assembly of an architecture.
 *
 * @param variant - the architecture.
 * @returns its instruction set and its sites; undefined for one that has no table here.
 */
export function sitesOf({ id, sameAs = id }: ArchVariant): ArchSites | undefined {
  return SITES[sameAs]?.()
}
