import type { ArchTree } from '../../src/model/schema/arch.ts'
import type { Dataset } from '../../src/model/dataset.ts'
import type { ArchWords } from './list.ts'
import { DataError } from '../../src/errors/fault.ts'
import { hazardsAt } from '../../src/model/analysis/hazards.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { seriesOf, holdsIn } from '../../src/model/analysis/compare-releases.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'
import { printJson } from '../../src/cli/command.ts'
import { UsageError } from '../../src/errors/usage-error.ts'
import { differences, differenceTable, treeDifferences } from '../../src/kernel/derive/diff-trees.ts'
import { variantOf } from '../../src/kernel/arch-variants.ts'
import { deriveArch } from '../../src/kernel/derive/derive-arch.ts'
import { openTree } from '../../src/kernel/kernel-tree.ts'

/** One side of a comparison: an arch as of a tree. */
type Side = { readonly id: string; readonly tree: ArchTree }

/** `npm run arch -- diff A B`: support, struct, captures and hazards of two arches, or of one in two trees. */
export async function diffCommand({
  ids,
  linux,
  json,
  progress,
}: ArchWords & { readonly progress: (text: string) => void }): Promise<void> {
  const [a, b, ...others] = ids
  if (a === undefined || b === undefined || others.length > 0)
    throw new UsageError('diff takes two arches; write npm run arch -- diff A B')
  if (linux.length > 2) throw new UsageError('diff compares two sides; give at most two trees')
  const { value: data, faults } = readDataset(loadFiles())
  if (faults.length > 0) throw new DataError(faults)
  // With one tree, an arch is held against the data; two arches are both read from it.
  const [forA, forB] = linux.length === 1 && a === b ? [undefined, linux[0]] : [linux[0], linux[1] ?? linux[0]]
  const left = await side(a, forA, data, progress)
  const right = await side(b, forB, data, progress)
  const names = [nameOf(left, right), nameOf(right, left)] as const
  const all = [
    ...treeDifferences(left.tree, right.tree),
    ...differences('capture', captures(data, left), captures(data, right)),
    ...differences('hazard', hazards(data, left), hazards(data, right)),
  ]
  if (json)
    printJson({
      a: { arch: left.id, release: left.tree.release },
      b: { arch: right.id, release: right.tree.release },
      differences: all,
    })
  else
    process.stdout.write(all.length > 0 ? differenceTable(all, ...names) : `${names[0]} and ${names[1]} are the same\n`)
}

/** An arch in a tree, or as it stands in the data: `arm64`, or `arm64@6.1` for one of its trees. */
async function side(
  word: string,
  dir: string | undefined,
  data: Dataset,
  progress: (text: string) => void,
): Promise<Side> {
  const [id, release] = word.split('@') as [string, string?]
  if (dir !== undefined) {
    if (release !== undefined) throw new UsageError(`${word}: the tree has a release of its own; leave out @${release}`)
    const tree = openTree(dir)
    progress(`Reading ${dir} …`)
    return { id, tree: await deriveArch(tree, variantOf(tree, id)) }
  }
  const arch = data.arches.find(it => it.id === id)
  const trees = arch?.trees ?? []
  if (trees.length === 0)
    throw new UsageError(
      `nothing was derived for ${id}; give --linux DIR, or one of ${data.arches
        .filter(it => it.trees)
        .map(it => it.id)
        .join(', ')}`,
    )
  const tree =
    release === undefined ? trees.at(-1) : trees.find(it => it.release === release || seriesOf(it.release) === release)
  if (!tree)
    throw new UsageError(
      `nothing was derived for ${id} from ${release}; there is ${trees.map(it => it.release).join(', ')}`,
    )
  return { id, tree }
}

function nameOf({ id, tree }: Side, other: Side): string {
  return id === other.id || tree.release !== other.tree.release ? `${id} ${tree.release}` : id
}

/** Captures by their name without the arch, each with what it leaves in the struct. */
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

/** Readers that get what was not captured, by their way without the arch. */
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
