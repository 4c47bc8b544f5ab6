import type { ArchTree } from '../../src/model/schema/arch.ts'
import type { Dataset } from '../../src/model/dataset.ts'
import type { ComparedRow } from '../../src/cli/comparison-table.ts'
import { hazardsAt } from '../../src/model/analysis/hazards.ts'
import { holdsIn } from '../../src/model/analysis/compare-releases.ts'
import { captureFrame } from '../../src/model/analysis/register-frame.ts'
import { structAt } from '../../src/model/analysis/struct-at.ts'
import { treeDifferences } from '../../src/kernel/derive/diff-trees.ts'

/** One side of a comparison: an arch as of a tree. */
export type Side = { readonly id: string; readonly tree: ArchTree }

/** A thing on one side: by what it is compared, and how it is written. */
type Described = { readonly key: string; readonly text: string }

/** How many fields are named; where there are more, only their number is written. */
const MOST_NAMES = 4

/**
 * In what two arches differ for somebody who compares them: what each supports, what fills its structs, and what is
 * not to be relied on. Registers of two arches have names of their own, so their names make no difference: capture
 * sites are matched by their role, and what is read by the reader.
 *
 * @param data - the dataset.
 * @param left - the one side.
 * @param right - the other.
 * @returns the differences, those of a kind together.
 */
export function briefDifferences(data: Dataset, left: Side, right: Side): readonly ComparedRow[] {
  const isOneArch = left.id === right.id
  const derived = treeDifferences(left.tree, right.tree).filter(
    ({ what, a, b }) =>
      what === 'symbol' ||
      what === 'support' ||
      (what === 'definition' && (a === undefined || b === undefined)) ||
      (what === 'pt_regs' && isOneArch),
  )
  return [
    ...derived,
    ...(isOneArch ? [] : compared('pt_regs', structSize(left), structSize(right))),
    ...compared('capture', capturesByRole(data, left), capturesByRole(data, right)),
    ...compared('hazard', hazardsByReader(data, left, isOneArch), hazardsByReader(data, right, isOneArch)),
  ]
}

function compared(
  what: string,
  a: ReadonlyMap<string, Described>,
  b: ReadonlyMap<string, Described>,
): readonly ComparedRow[] {
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter(id => a.get(id)?.key !== b.get(id)?.key)
    .map(id => ({ what, id, a: a.get(id)?.text, b: b.get(id)?.text }))
}

function structSize({ tree: { ptRegs } }: Side): ReadonlyMap<string, Described> {
  const text = ptRegs && `${ptRegs.size} bytes, ${ptRegs.fields.length} fields`
  return new Map(text === undefined ? [] : [['size', { key: text, text }]])
}

/** Captures by their role, or their name without the arch: the struct, and the fields that are not simply captured. */
function capturesByRole(data: Dataset, { id, tree }: Side): ReadonlyMap<string, Described> {
  const arch = data.arches.find(it => it.id === id)
  const found = [...data.captures.values()].flatMap(({ arch: of, value }) => {
    const struct = arch && structAt(arch, value.struct, tree.release)
    if (of !== id || !struct || !holdsIn(value, tree.release)) return []
    const states = Map.groupBy(captureFrame(value, struct), it => it.state)
    const others = [...states].filter(([state]) => state !== 'captured' && state !== 'none').sort()
    return {
      role: value.role ?? value.id.slice(id.length + 1),
      key: `${value.struct} ${others.map(([state]) => state).join(' ')}`,
      text: [value.struct, ...others.map(([state, cells]) => `${state} ${named(cells.map(it => it.field.name))}`)].join(
        '; ',
      ),
    }
  })
  return new Map(
    [...Map.groupBy(found, it => it.role)].map(([role, its]) => [
      role,
      {
        key: its
          .map(it => it.key)
          .sort()
          .join(),
        text: its.map(it => it.text).join(' / '),
      },
    ]),
  )
}

/** Hazards with a verdict other than good, by their path and reader. */
function hazardsByReader(data: Dataset, { id, tree }: Side, withNames: boolean): ReadonlyMap<string, Described> {
  return new Map(
    hazardsAt(data, data.readers, { arch: id, release: tree.release })
      .filter(it => it.verdict !== 'good')
      .map(it => {
        const fields = it.fields.filter(field => field.state !== 'captured').map(field => field.field)
        const text = `${it.verdict}: ${named(fields)}`
        return [`${it.path.join(' > ')} > ${it.reader}`, { key: withNames ? text : it.verdict, text }]
      }),
  )
}

function named(fields: readonly string[]): string {
  return fields.length > MOST_NAMES ? `${fields.length} fields` : fields.join(', ')
}
