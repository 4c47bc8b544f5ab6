import type { Dataset } from '../../src/model/dataset.ts'
import type { ArchArguments } from './list.ts'
import { type Side, briefDifferences } from './brief-differences.ts'
import { comparisonTable } from '../../src/cli/comparison-table.ts'
import { DataError } from '../../src/errors/fault.ts'
import { hazardsAt } from '../../src/model/analysis/hazards.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { seriesOf, holdsIn } from '../../src/model/analysis/compare-releases.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'
import { printJson } from '../../src/cli/command.ts'
import { archByName } from '../../src/model/arch-names.ts'
import { UsageError } from '../../src/errors/usage-error.ts'
import { differences, treeDifferences } from '../../src/kernel/derive/diff-trees.ts'
import { variantOf } from '../../src/kernel/arch-variants.ts'
import { deriveArch } from '../../src/kernel/derive/derive-arch.ts'
import { openTree } from '../../src/kernel/kernel-tree.ts'

/**
 * `npm run arch -- diff A B`: compare symbols, support, struct, captures and hazards of two arches, or of one in two
 * trees. What two arches cannot have in common, names and places, is left out of the table unless `all` is set.
 *
 * @param args - the arguments: two ids, and at most two trees.
 * @throws UsageError for arguments that do not go together, or an arch that is not there.
 * @throws DataError for data or a tree that cannot be read.
 */
export async function diffCommand({
  ids,
  linux,
  all,
  json,
  progress,
}: ArchArguments & { readonly all: boolean; readonly progress: (text: string) => void }): Promise<void> {
  const [a, b, ...others] = ids
  if (a === undefined || b === undefined || others.length > 0)
    throw new UsageError('diff needs two arches; write npm run arch -- diff A B')
  if (linux.length > 2) throw new UsageError('diff compares two arches; give --linux at most twice')
  const { value: data, faults } = readDataset(loadFiles())
  if (faults.length > 0) throw new DataError(faults)
  // With one tree, two arches are both read from it, and one arch is compared with the data.
  const [forA, forB] = linux.length === 1 && a === b ? [undefined, linux[0]] : [linux[0], linux[1] ?? linux[0]]
  const left = await side(a, forA, data, progress)
  const right = await side(b, forB, data, progress)
  const names = [nameOf(left, right), nameOf(right, left)] as const
  const whole = [
    ...treeDifferences(left.tree, right.tree),
    ...differences('capture', captures(data, left), captures(data, right)),
    ...differences('hazard', hazards(data, left), hazards(data, right)),
  ]
  if (json) {
    printJson({
      a: { arch: left.id, release: left.tree.release },
      b: { arch: right.id, release: right.tree.release },
      differences: whole,
    })
  } else {
    const rows = all ? whole : briefDifferences(data, left, right)
    process.stdout.write(
      rows.length > 0 ? comparisonTable(rows, ...names) : `${names[0]} and ${names[1]} are the same\n`,
    )
  }
}

/** Derive an arch from a tree, or take it from the data: `arm64` from its newest tree, `arm64@6.1` from another. */
async function side(
  word: string,
  dir: string | undefined,
  data: Dataset,
  progress: (text: string) => void,
): Promise<Side> {
  const [id, release] = word.split('@') as [string, string?]
  if (dir !== undefined) {
    if (release !== undefined) throw new UsageError(`${word}: the release is that of the tree; leave out @${release}`)
    const tree = openTree(dir)
    progress(`Reading ${dir} …`)
    const variant = variantOf(tree, id)
    return { id: variant.id, tree: await deriveArch(tree, variant) }
  }
  const known = archByName(
    id,
    data.arches.map(it => it.id),
  )
  const arch = data.arches.find(it => it.id === known)
  const trees = arch?.trees ?? []
  if (trees.length === 0)
    throw new UsageError(
      `nothing was derived for ${id}; give --linux DIR, or name one of ${data.arches
        .filter(it => it.trees)
        .map(it => it.id)
        .join(', ')}`,
    )
  const tree =
    release === undefined ? trees.at(-1) : trees.find(it => it.release === release || seriesOf(it.release) === release)
  if (!tree)
    throw new UsageError(
      `nothing was derived for ${id} from ${release}; name one of ${trees.map(it => it.release).join(', ')}`,
    )
  return { id: arch!.id, tree }
}

function nameOf({ id, tree }: Side, other: Side): string {
  return id === other.id || tree.release !== other.tree.release ? `${id} ${tree.release}` : id
}

/** Captures by their name without the arch, each with its struct and how many groups of fields have which state. */
function captures({ captures }: Dataset, { id, tree }: Side): ReadonlyMap<string, string> {
  return new Map(
    [...captures.values()]
      .filter(it => it.arch === id && holdsIn(it.value, tree.release))
      .map(({ value }) => {
        const counts = Map.groupBy(value.writes, it => it.state)
        const states = [...counts].map(([state, groups]) => `${groups.length} ${state}`).join(', ')
        return [value.id.slice(id.length + 1), `${value.struct}: ${states}`]
      }),
  )
}

/** Hazards with a verdict other than good, by their path and reader, each with the fields that were not captured. */
function hazards(data: Dataset, { id, tree }: Side): ReadonlyMap<string, string> {
  return new Map(
    hazardsAt(data, data.readers, { arch: id, release: tree.release })
      .filter(it => it.verdict !== 'good')
      .map(it => [
        `${it.path.join(' > ')} > ${it.reader}`,
        `${it.verdict}: ${it.fields
          .filter(field => field.state !== 'captured')
          .map(field => `${field.field} ${field.state}`)
          .join(', ')}`,
      ]),
  )
}
