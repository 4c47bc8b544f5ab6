import type { Arch } from './arch.ts'
import type { Fault } from './fault.ts'
import type { RegisterData } from './flows.ts'
import type { Mechanism } from './mechanism.ts'
import type { Entity } from './read.ts'
import { appliesTo, classOf } from './resolve.ts'

/** No mechanism hands registers on where the kernel tree of that release says that the arch lacks it. */
export function checkPresence({ yaml }: Entity<Mechanism>, data: RegisterData & { readonly arches: readonly Arch[] }): readonly Fault[] {
  const mechanism = yaml.value
  // The ground is drawn for every arch, whatever stands on it.
  if (mechanism.kind === 'origin')
    return []
  return data.arches.flatMap(({ id: arch, trees = [] }) => trees.flatMap(({ release, support }) => {
    const derived = support[mechanism.id]
    if (derived?.value !== 'no' || classOf(mechanism, { arch, release }, data) === undefined)
      return []
    const at = mechanism.hands.findIndex(it => !it.also && !it.proposal && appliesTo(it, { arch, release }))
    return [yaml.faultAt(['hands', at], 'derived', `${arch} has ${mechanism.id} in ${release} by this, and lacks it by its tree: ${derived.because.join('; ')}`, `mend this, or say in data/arch/${arch}.fixes.yaml why the tree is wrong`)]
  }))
}
