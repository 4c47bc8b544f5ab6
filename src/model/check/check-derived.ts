import type { Arch } from '../schema/arch.ts'
import type { Capture } from '../schema/capture.ts'
import type { Fault } from '../../errors/fault.ts'
import type { ReadSoFar } from './check-references.ts'
import type { Mechanism } from '../schema/mechanism.ts'
import type { ParsedFile } from '../dataset.ts'
import { fieldsOf } from '../analysis/register-frame.ts'
import { holdsIn } from '../analysis/compare-releases.ts'
import { appliesTo } from '../analysis/applicability.ts'
import { classOf } from '../analysis/register-class.ts'
import { structAt } from '../analysis/struct-at.ts'

/**
 * Check that a mechanism provides nothing on an arch whose kernel tree of that release lacks it.
 *
 * @param mechanism - a file that could be read.
 * @param data - the dataset as far as it could be read.
 * @returns a fault for each such arch and tree.
 */
export function checkPresence({ yaml }: ParsedFile<Mechanism>, data: ReadSoFar): readonly Fault[] {
  const mechanism = yaml.value
  // Origins are drawn on every arch, with or without a mechanism on them.
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
          `fix this, or say in ${data.folder}/arch/${arch}.fixes.yaml why the tree is wrong`,
        ),
      ]
    }),
  )
}

/**
 * Check that a mechanism provides something on each arch whose kernel tree has it, if the arch has any capture. Where
 * the mechanism inherits, the one that it inherits from is reported instead.
 *
 * @param mechanism - a file that could be read.
 * @param data - the dataset, without faults.
 * @returns a fault for each such arch and tree.
 */
export function checkMissing({ yaml }: ParsedFile<Mechanism>, data: ReadSoFar): readonly Fault[] {
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
            `name what fills its registers, of ${data.folder}/captures/${arch}/, or say in ${data.folder}/arch/${arch}.fixes.yaml why the tree is wrong`,
          ),
        ]
      }),
    )
}

/**
 * Check that no field which a capture calls unset is stored by the stub that the capture cites.
 *
 * @param capture - a file that could be read.
 * @param arch - the arch of the capture, with the drafts of its trees; undefined if it could not be read.
 * @returns a fault for each such field.
 */
export function checkDrafts({ yaml }: Pick<ParsedFile<Capture>, 'yaml'>, arch: Arch | undefined): readonly Fault[] {
  const capture = yaml.value
  return (arch?.trees ?? [])
    .filter(tree => holdsIn(capture, tree.release))
    .flatMap(({ release, drafts = [] }) => {
      const struct = arch && structAt(arch, capture.struct, release)
      const cited = drafts.filter(
        draft =>
          draft.struct.replace(/^__arch_/, '') === capture.struct &&
          capture.sources.some(
            source => source.file === draft.file && source.symbol === draft.name && source.release === release,
          ),
      )
      return cited.flatMap(draft =>
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
