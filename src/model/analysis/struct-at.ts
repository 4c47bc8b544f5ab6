import type { Arch, RegisterStruct } from '../schema/arch.ts'
import { holdsIn } from './compare-releases.ts'

/** A struct of an arch as it is in a release. */
export function structAt(arch: Pick<Arch, 'structs'>, name: string, release: string): RegisterStruct | undefined {
  return arch.structs?.find(it => it.name === name && holdsIn(it, release))
}
