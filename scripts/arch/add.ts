import type { ArchArguments } from './list.ts'
import type { ArchVariant } from '../../src/kernel/arch-variants.ts'
import type { KernelTree } from '../../src/kernel/kernel-tree.ts'
import { printJson } from '../../src/cli/command.ts'
import { UsageError } from '../../src/errors/usage-error.ts'
import { loadCParser } from '../../src/kernel/c/parse-c.ts'
import { readArchKconfig } from '../../src/kernel/derive/derive-support.ts'
import { draftArch } from '../../src/kernel/follow/draft-arch.ts'
import { requireTree } from '../../src/kernel/kernel-tree.ts'
import { variantOf, variantsOf } from '../../src/kernel/arch-variants.ts'

/**
 * `npm run arch -- add ID… --linux DIR --json`: follow the code with which an arch fills its register structs, and
 * print what every field holds, and where that was lost.
 *
 * @param args - the arguments; `all` takes every arch of the tree, `progress` reports what is being read.
 * @throws UsageError for arguments that do not go together.
 * @throws DataError for a tree that cannot be read.
 */
export async function addCommand({
  ids,
  linux,
  all,
  json,
  progress,
}: ArchArguments & { readonly all: boolean; readonly progress: (text: string) => void }): Promise<void> {
  if (ids.length > 0 === all)
    throw new UsageError(
      all
        ? `--all adds every arch; leave out ${ids[0]}`
        : 'add needs an arch; write npm run arch -- add ID --linux DIR --json',
    )
  if (!json) throw new UsageError('add prints what it found; write --json')
  if (linux.length > 1) throw new UsageError('add reads one tree; run it once for each tree')
  const tree = requireTree(linux[0], `npm run arch -- add ${ids.join(' ') || '--all'} --json`)
  const variants = all ? variantsOf(tree) : ids.map(id => variantOf(tree, id))
  const drafts: unknown[] = []
  for (const variant of variants) {
    progress(`Following ${tree.dir}/${variant.directory} …`)
    drafts.push(await draftJson(tree, variant))
  }
  printJson(all || drafts.length > 1 ? drafts : drafts[0])
}

/** What `arch add --json` prints for one arch. */
async function draftJson(tree: KernelTree, variant: ArchVariant): Promise<unknown> {
  const parser = await loadCParser()
  const { captures, lost, absent } = draftArch({ tree, variant, parser }, readArchKconfig(tree, variant))
  return { arch: variant.id, release: tree.release, state: tree.state, captures, readers: [], lost, absent }
}
