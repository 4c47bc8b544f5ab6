import type { ArchVariant } from '../arch-variants.ts'
import type { ArchSites } from './site.ts'
import { armSites } from './arm.ts'
import { arm64 } from './arm64.ts'
import { loongarch64 } from './loongarch.ts'
import { mipsSites } from './mips.ts'
import { powerpc64 } from './powerpc.ts'
import { riscvSites } from './riscv.ts'
import { s390x } from './s390.ts'
import { i386, x86_64 } from './x86.ts'

const SITES: Readonly<Record<string, () => ArchSites>> = {
  'x86-64': () => x86_64,
  i386: () => i386,
  arm: () => armSites,
  arm64: () => arm64,
  loongarch64: () => loongarch64,
  mips: () => mipsSites(4),
  mips64: () => mipsSites(8),
  powerpc64: () => powerpc64,
  riscv32: () => riscvSites(4),
  riscv64: () => riscvSites(8),
  s390x: () => s390x,
}

/**
 * Find what is known about the assembly of an architecture.
 *
 * @param variant - the architecture.
 * @returns its instruction set and its sites; undefined for one that has no table here.
 */
export function sitesOf({ id }: ArchVariant): ArchSites | undefined {
  return SITES[id]?.()
}
