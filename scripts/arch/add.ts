import type { ArchArguments } from './list.ts'
import type { ArchVariant } from '../../src/kernel/arch-variants.ts'
import type { KernelTree } from '../../src/kernel/kernel-tree.ts'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../../src/errors/fault.ts'
import { printJson } from '../../src/cli/command.ts'
import { DataError } from '../../src/errors/fault.ts'
import { UsageError } from '../../src/errors/usage-error.ts'
import { root } from '../../src/files/root.ts'
import { compareReleases } from '../../src/model/analysis/compare-releases.ts'
import { DATA_FOLDER } from '../../src/model/dataset.ts'
import { loadText } from '../../src/model/read/load-files.ts'
import { talk } from '../../src/model/schema/scene.ts'
import { readYaml } from '../../src/model/yaml/parse-yaml.ts'
import { derivedCaptures } from '../../src/model/read/derived-captures.ts'
import { loadCParser } from '../../src/kernel/c/parse-c.ts'
import { readArchKconfig } from '../../src/kernel/derive/derive-support.ts'
import { draftArch } from '../../src/kernel/follow/draft-arch.ts'
import { requireTree } from '../../src/kernel/kernel-tree.ts'
import { variantOf, variantsOf } from '../../src/kernel/arch-variants.ts'
import { deriveInto, derivedBefore, uniqueFaults, unlessFaulty } from './derive.ts'

type AddArguments = ArchArguments & { readonly all: boolean; readonly progress: (text: string) => void }

/**
 * `npm run arch -- add ID… --linux DIR…`: follow the code with which an arch fills its register structs, and write what
 * every field holds into `data/arch/<id>.yaml`, with all else that is derived. With `--json` print it instead.
 *
 * @param args - the arguments; `all` takes every arch of the tree, `progress` reports what is being read.
 * @throws UsageError for arguments that do not go together.
 * @throws DataError for a tree that cannot be read, or a file that a person has written or edited; then no file is
 *   written, or with `all` those of the other arches.
 */
export async function addCommand({ ids, linux, all, json, progress }: AddArguments): Promise<void> {
  if (ids.length > 0 === all)
    throw new UsageError(
      all
        ? `--all adds every arch; leave out ${ids[0]}`
        : 'add needs an arch; write npm run arch -- add ID --linux DIR',
    )
  const usage = `npm run arch -- add ${ids.join(' ') || '--all'}`
  const trees = linux.length === 0 ? [requireTree(undefined, usage)] : linux.map(it => requireTree(it, usage))
  if (json) {
    if (trees.length > 1) throw new UsageError('--json prints one tree; run it once for each tree')
    return await printDrafts(
      trees[0]!,
      all ? variantsOf(trees[0]!) : ids.map(id => variantOf(trees[0]!, id)),
      all,
      progress,
    )
  }
  const chosen = trees.map(tree => ({ tree, variants: all ? variantsOf(tree) : ids.map(id => variantOf(tree, id)) }))
  // Before one file is written, all are looked at; with --all, each that can be written is.
  if (!all) for (const { variants } of chosen) variants.forEach(derivedBefore)
  const added = new Set<string>()
  const faults: Fault[] = []
  for (const { tree, variants } of chosen) {
    for (const variant of variants) {
      const done = await unlessFaulty(all, faults, () =>
        deriveInto(tree, variant, derivedBefore(variant), progress).then(() => true),
      )
      if (done) added.add(variant.id)
    }
  }
  for (const id of added) process.stdout.write(summary(id))
  if (faults.length > 0) throw new DataError(uniqueFaults(faults))
}

async function printDrafts(
  tree: KernelTree,
  variants: readonly ArchVariant[],
  all: boolean,
  progress: (text: string) => void,
): Promise<void> {
  const drafts: unknown[] = []
  const faults: Fault[] = []
  for (const variant of variants) {
    progress(`Following ${tree.dir}/${variant.directory} …`)
    const draft = await unlessFaulty(all, faults, () => draftJson(tree, variant))
    if (draft) drafts.push(draft)
  }
  printJson(all || drafts.length > 1 ? drafts : drafts[0])
  if (faults.length > 0) throw new DataError(uniqueFaults(faults))
}

/** What `arch add --json` prints for one arch. */
async function draftJson(tree: KernelTree, variant: ArchVariant): Promise<unknown> {
  const parser = await loadCParser()
  const { captures, readers, lost, absent } = draftArch({ tree, variant, parser }, readArchKconfig(tree, variant))
  return { arch: variant.id, release: tree.release, state: tree.state, captures, readers, lost, absent }
}

/** What was found of an arch, and what comes next. */
function summary(id: string): string {
  const arch = derivedBefore({ id })?.arch
  if (!arch) return ''
  const sites = derivedCaptures(arch)
  const lost = arch.trees.flatMap(({ release, lost = [] }) =>
    lost.map(it => `  lost in ${release}: ${it.role}, ${it.file}:${it.line}: ${it.why}\n`),
  )
  const [oldest] = [...sites.values()].map(it => it.since).sort(compareReleases)
  const wanted = talkRelease()
  const later =
    oldest && wanted && compareReleases(oldest, wanted) > 0
      ? `the talk looks back at ${wanted}: the deck shows ${id} as of ${oldest}, unless an older tree is added, too\n`
      : ''
  const isWritten = existsSync(join(root, `data/captures/${id}`))
  return `\n${id}: ${sites.size} sites were followed, and are shown as derived, not reviewed${
    isWritten ? ', where no capture of it is written down' : ''
  }\n${later}${lost.join('')}  why it has no other sites: npm run arch -- add ${id} --linux DIR --json, under absent\n`
}

/** The release at which the talk looks back; undefined where its scenes cannot be read: `npm run check` says why. */
function talkRelease(): string | undefined {
  const file = `${DATA_FOLDER}/scenes.yaml`
  const text = loadText(file)
  const read = text === undefined ? [] : readYaml(file, text, talk)
  return 'value' in read ? read.value.release : undefined
}
