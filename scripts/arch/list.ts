import { readDataset } from '../../src/model/read/read-dataset.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { printJson } from '../../src/cli/command.ts'
import { UsageError } from '../../src/errors/usage-error.ts'
import { variantsOf } from '../../src/kernel/arch-variants.ts'
import { openTree } from '../../src/kernel/kernel-tree.ts'

/** What the subcommands of `npm run arch` are given: positional arguments and options. */
export type ArchArguments = {
  readonly ids: readonly string[]
  readonly linux: readonly string[]
  readonly json: boolean
}

/**
 * `npm run arch -- list`: print the arches of the data, and those that only a kernel tree has.
 *
 * @param args - the arguments; `ids` must be empty.
 * @throws UsageError for a positional argument, or a folder that is no kernel tree.
 */
export function listCommand({ ids, linux, json }: ArchArguments): void {
  if (ids.length > 0) throw new UsageError(`unexpected argument "${ids[0]}" after list; see npm run arch -- --help`)
  const { value: data } = readDataset(loadFiles())
  const shipped = data.arches.map(({ id, directory, trees = [] }) => ({
    id,
    directory,
    derivedFrom: trees.map(it => it.release),
    captures: [...data.captures.values()].filter(it => it.arch === id).length,
  }))
  const inTree = linux.map(openTree).flatMap(tree =>
    variantsOf(tree)
      .filter(it => !shipped.some(other => other.id === it.id))
      .map(({ id, directory }) => ({ id, directory, derivedFrom: [], captures: 0, in: tree.release })),
  )
  const all = [...shipped, ...inTree]
  if (json) return printJson(all)
  const width = Math.max(...all.map(it => it.id.length))
  process.stdout.write(
    all
      .map(it => {
        const derived =
          it.derivedFrom.length > 0
            ? `derived from ${it.derivedFrom.join(', ')}`
            : 'in' in it
              ? `in the tree of ${it.in}, not in the data`
              : 'by hand'
        return `${it.id.padEnd(width)}  ${it.directory.padEnd(16)}  ${derived}${it.captures > 0 ? `; ${it.captures} captures` : ''}\n`
      })
      .join(''),
  )
}
