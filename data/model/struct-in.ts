import type { Arch, RegisterStruct } from './arch.ts'
import { holdsIn } from './release-order.ts'

/** A struct of an arch as it is in a release. */
export function structIn(arch: Pick<Arch, 'structs'>, name: string, release: string): RegisterStruct | undefined {
  return arch.structs?.find(it => it.name === name && holdsIn(it, release))
}
