import type { Arch, RegisterStruct } from '../schema/arch.ts'
import { holdsIn } from './compare-releases.ts'

/** A struct of an arch in the form that it has at a release, if it exists there. */
export function structAt(arch: Pick<Arch, 'structs'>, name: string, release: string): RegisterStruct | undefined {
  return arch.structs?.find(it => it.name === name && holdsIn(it, release))
}
