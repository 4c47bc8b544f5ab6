import type { Arch, ArchFixes, Draft } from '../schema/arch.ts'
import type { Capture, Conversion, FieldGroup } from '../schema/capture.ts'
import type { ArchReviews } from '../schema/review.ts'
import { type DraftedField, draftOf, draftedFields } from '../analysis/draft-fields.ts'
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

/** What is held against the tree: a capture, or a conversion with the struct that it fills. */
type Filled = Pick<Capture, 'id' | 'name' | 'since' | 'until' | 'role'> & {
  readonly struct: string
  readonly writes: readonly (FieldGroup & { readonly state: string })[]
}

/**
 * Check that no field has another state in a capture or a conversion than the code of a kernel tree says, as it was
 * followed when the arch was derived.
 *
 * @param file - a capture or a conversion that could be read.
 * @param arch - its arch, with the drafts of its trees; undefined if it could not be read.
 * @param fixes - where a person knows better.
 * @returns a fault for each group of fields and tree.
 */
export function checkDrafts(
  { yaml }: Pick<ParsedFile<Capture | Conversion>, 'yaml'>,
  arch: Arch | undefined,
  fixes: ArchFixes | undefined,
): readonly Fault[] {
  const { value } = yaml
  const filled: Filled = { ...value, struct: 'struct' in value ? value.struct : value.gives }
  if (!filled.role || !arch || ('proposal' in value && value.proposal)) return []
  return (arch.trees ?? [])
    .filter(tree => holdsIn(filled, tree.release))
    .flatMap(tree => {
      const draft = draftOf(tree, filled)
      const struct = structAt(arch, filled.struct, tree.release)
      if (!draft || !struct) return []
      const known = (fixes?.captures ?? []).filter(
        it => it.capture === filled.id && (it.releases?.includes(tree.release) ?? true),
      )
      const fixed = new Set(known.flatMap(it => it.fields))
      const drafted = draftedFields(draft)
      return filled.writes.flatMap((group, i) => {
        const state = group.state === 'copied' ? 'captured' : group.state
        const wrong = fieldsOf(group, struct).flatMap(field => {
          const found = drafted.get(field)
          return found && state !== 'unknown' && found.state !== 'unknown' && found.state !== state && !fixed.has(field)
            ? [{ field, ...found }]
            : []
        })
        return wrong.length === 0
          ? []
          : [yaml.faultAt(['writes', i], 'derived', ...contradiction(wrong, draft, tree.release))]
      })
    })
}

/**
 * Check that a review changes no field to another state than the code of a kernel tree says, unless it notes why.
 *
 * @param file - the reviews of an arch that could be read.
 * @param arch - the arch, with the drafts of its trees; undefined if it could not be read.
 * @returns a fault for each such field, and for one that no draft of the site has.
 */
export function checkReviews(
  { yaml }: Pick<ParsedFile<ArchReviews>, 'yaml'>,
  arch: Arch | undefined,
): readonly Fault[] {
  return yaml.value.sites.flatMap(({ role, name, fields = {} }, i) => {
    const forms = (arch?.trees ?? []).flatMap(({ release, drafts = [] }) =>
      drafts.filter(it => it.role === role && it.name === name).map(draft => ({ release, draft })),
    )
    return Object.entries(fields).flatMap(([field, { state, note }]) => {
      const drafted = forms.flatMap(it => {
        const found = draftedFields(it.draft).get(field)
        return found ? [{ ...it, found }] : []
      })
      const at = ['sites', i, 'fields', field]
      if (forms.length > 0 && drafted.length === 0)
        return [yaml.faultAt(at, 'derived', `${name} has no ${field}`, 'name a field of its struct, as the draft does')]
      const other = drafted.find(
        ({ found }) => state !== 'unknown' && found.state !== 'unknown' && found.state !== state,
      )
      if (!other || note !== undefined) return []
      const [problem] = contradiction([{ field, ...other.found }], other.draft, other.release)
      return [yaml.faultAt(at, 'derived', problem, 'read the line; correct the state, or say in note why it is right')]
    })
  })
}

/** What a draft says of some fields otherwise than the capture, for people. */
function contradiction(
  wrong: readonly ({ readonly field: string } & DraftedField)[],
  draft: Draft,
  release: string,
): readonly [problem: string, tip: string] {
  const first = wrong[0]!
  const others = wrong.length > 1 ? ` and ${wrong.length - 1} more` : ''
  const place =
    first.file === undefined
      ? `nowhere in ${draft.name} (${draft.file}:${draft.line})`
      : `at ${first.file}:${first.line}`
  return [
    `${first.field}${others}: ${STATES[first.state]} ${place} of ${release}`,
    'read the line; correct the state here, or say with a reason in captures: of the fixes file why it is right',
  ]
}

/** What the code was seen to do, by the state that follows. */
const STATES: Readonly<Record<string, string>> = {
  captured: 'the register is stored as it was,',
  computed: 'the value is computed',
  'made-up': 'something else than the register is written',
  unset: 'it is written',
  none: 'it is no register, and is written',
}
