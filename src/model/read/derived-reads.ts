import type { Arch } from '../schema/arch.ts'
import type { Reader } from '../schema/reader.ts'
import { seriesOf } from '../analysis/compare-releases.ts'

/**
 * Add to a reader what it reads on architectures of which a person has written down nothing, as their trees say.
 *
 * @param reader - the reader.
 * @param arches - those architectures.
 * @returns the reader, with an entry of `reads` for each form that it has in a tree.
 */
export function withDerivedReads(reader: Reader, arches: readonly Arch[]): Reader {
  const added = arches
    .filter(arch => !reader.reads.some(it => it.arches?.includes(arch.id)))
    .flatMap(({ id, trees = [] }) => {
      const forms = trees.flatMap(tree => {
        const found = tree.readers?.find(it => it.id === reader.id)
        return found ? [{ ...found, release: tree.release }] : []
      })
      const changes = forms.filter((it, i) => i === 0 || it.fields.join() !== forms[i - 1]!.fields.join())
      return changes.map(({ fields, file, release }, i): Reader['reads'][number] => ({
        arches: [id],
        ...(i > 0 && { since: seriesOf(release) }),
        ...(changes[i + 1] && { until: seriesOf(changes[i + 1]!.release) }),
        fields,
        wrong: 'Derived from the function, and not reviewed: its answer is not that of the interrupted code',
        sources: [{ file, release, known: 'derived' }],
      }))
    })
  return added.length === 0 ? reader : { ...reader, reads: [...reader.reads, ...added] }
}
