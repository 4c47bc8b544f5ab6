import type { Arch } from '../schema/arch.ts'
import type { Capture } from '../schema/capture.ts'
import type { Fault } from '../../errors/fault.ts'
import type { RegisterData } from '../analysis/register-data.ts'
import type { Mechanism } from '../schema/mechanism.ts'
import type { ParsedFile } from '../dataset.ts'
import { fieldsOf } from '../analysis/register-frame.ts'
import { holdsIn } from '../analysis/compare-releases.ts'
import { appliesTo } from '../analysis/applicability.ts'
import { classOf } from '../analysis/register-class.ts'
import { structAt } from '../analysis/struct-at.ts'

/** No mechanism hands registers on where the kernel tree of that release says that the arch lacks it. */
export function checkPresence(
  { yaml }: ParsedFile<Mechanism>,
  data: RegisterData & { readonly arches: readonly Arch[] },
): readonly Fault[] {
  const mechanism = yaml.value
  // The ground is drawn for every arch, whatever stands on it.
  if (mechanism.kind === 'origin') return []
  return data.arches.flatMap(({ id: arch, trees = [] }) =>
    trees.flatMap(({ release, support }) => {
      const derived = support[mechanism.id]
      if (derived?.value !== 'no' || classOf(mechanism, { arch, release }, data) === undefined) return []
      const at = mechanism.provides.findIndex(it => !it.alternative && !it.proposal && appliesTo(it, { arch, release }))
      return [
        yaml.faultAt(
          ['provides', at],
          'derived',
          `${arch} has ${mechanism.id} in ${release} by this, and lacks it by its tree: ${derived.because.join('; ')}`,
          `mend this, or say in data/arch/${arch}.fixes.yaml why the tree is wrong`,
        ),
      ]
    }),
  )
}

/**
 * Where a person has begun to say what is captured on an arch, nothing is left out that its kernel tree says it has. What
 * hands through the registers of another is told of that one.
 */
export function checkMissing(
  { yaml }: ParsedFile<Mechanism>,
  data: RegisterData & { readonly arches: readonly Arch[] },
): readonly Fault[] {
  const mechanism = yaml.value
  const begun = new Set([...data.captures.values()].map(it => it.arch))
  return data.arches
    .filter(it => begun.has(it.id))
    .flatMap(({ id: arch, trees = [] }) =>
      trees.flatMap(({ release, support }) => {
        const value = support[mechanism.id]?.value ?? 'no'
        const at = { arch, release }
        if (
          value === 'no' ||
          classOf(mechanism, at, data) !== undefined ||
          mechanism.provides.some(it => it.inherits && !it.only && !it.alternative && appliesTo(it, at))
        )
          return []
        return [
          yaml.faultAt(
            ['provides'],
            'derived',
            `${arch} has ${mechanism.id} in ${release} by its tree, and nothing is handed on there`,
            `name what fills its registers, of data/captures/${arch}/, or say in data/arch/${arch}.fixes.yaml why the tree is wrong`,
          ),
        ]
      }),
    )
}

/** No capture says that a field is never written which the stub that it cites was seen to store. */
export function checkDrafts({ yaml }: Pick<ParsedFile<Capture>, 'yaml'>, arch: Arch): readonly Fault[] {
  const capture = yaml.value
  return (arch.trees ?? [])
    .filter(tree => holdsIn(capture, tree.release))
    .flatMap(({ release, drafts = [] }) => {
      const struct = structAt(arch, capture.struct, release)
      const its = drafts.filter(
        draft =>
          draft.struct.replace(/^__arch_/, '') === capture.struct &&
          capture.sources.some(
            source => source.file === draft.file && source.symbol === draft.name && source.release === release,
          ),
      )
      return its.flatMap(draft =>
        capture.writes.flatMap((group, i) => {
          const stored =
            group.state === 'unset' && struct
              ? fieldsOf(group, struct).flatMap(field =>
                  draft.stores.filter(it => it.fields.includes(field)).map(it => ({ field, line: it.line })),
                )
              : []
          return stored.map(({ field, line }) =>
            yaml.faultAt(
              ['writes', i],
              'derived',
              `${field} is never written by this, and stored at ${draft.file}:${line} of ${release}`,
              'say what is stored there',
            ),
          )
        }),
      )
    })
}
