import type { ArchTree } from '../../src/model/schema/arch.ts'
import type { ArchWords } from './list.ts'
import type { DerivedArch } from '../../src/kernel/derive/derived-file.ts'
import type { ArchVariant } from '../../src/kernel/arch-variants.ts'
import type { KernelTree } from '../../src/kernel/kernel-tree.ts'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataError } from '../../src/errors/fault.ts'
import { root } from '../../src/files/root.ts'
import { seriesOf } from '../../src/model/analysis/compare-releases.ts'
import { printJson } from '../../src/cli/command.ts'
import { UsageError } from '../../src/errors/usage-error.ts'
import { replaceFile } from '../../src/files/atomic-write.ts'
import { differenceTable, treeDifferences } from '../../src/kernel/derive/diff-trees.ts'
import { variantOf, variantsOf } from '../../src/kernel/arch-variants.ts'
import { deriveArch } from '../../src/kernel/derive/derive-arch.ts'
import { derivedText, editedFault, provenanceOf, readDerived, withTree } from '../../src/kernel/derive/derived-file.ts'
import { treeOf } from '../../src/kernel/kernel-tree.ts'

/** `npm run arch -- derive ID --linux DIR`: write `data/arch/<id>.yaml`, and print what is new in it. */
export async function deriveCommand({
  ids,
  linux,
  all,
  json,
  progress,
}: ArchWords & { readonly all: boolean; readonly progress: (text: string) => void }): Promise<void> {
  if (ids.length > 0 === all)
    throw new UsageError(
      all
        ? `unexpected argument "${ids[0]}" beside --all, which takes every arch`
        : 'derive takes an arch; write npm run arch -- derive ID --linux DIR',
    )
  if (all && !json)
    throw new UsageError(
      '--all goes with --json: an arch that is written is an arch of the deck; write those that you want by their ids',
    )
  if (linux.length > 1) throw new UsageError('derive reads one tree; derive the other one after it')
  const tree = treeOf(linux[0], `npm run arch -- derive ${ids.join(' ') || '--all'}`)
  const variants = all ? variantsOf(tree) : ids.map(id => variantOf(tree, id))
  if (!json) {
    // Whose the files are is asked of all before one is written.
    const before = variants.map(it => ours(fileOf(it), it))
    for (const [i, variant] of variants.entries()) await deriveInto(tree, variant, before[i], progress)
    return
  }
  const derived = []
  for (const variant of variants) derived.push(derivedJson(variant, await deriveArch(tree, variant)))
  printJson(all || derived.length > 1 ? derived : derived[0])
}

const fileOf = ({ id }: ArchVariant): string => `data/arch/${id}.yaml`

/** Derive one arch into its file. */
async function deriveInto(
  tree: KernelTree,
  variant: ArchVariant,
  before: Before | undefined,
  progress: (text: string) => void,
): Promise<void> {
  const { id, directory } = variant
  const file = fileOf(variant)
  progress(`Reading ${tree.dir}/${directory} …`)
  const derived = await deriveArch(tree, variant)
  const text = derivedText(withTree(before?.arch ?? { id, name: id, directory, trees: [] }, derived))
  if (text === before?.text) return void process.stdout.write(`${file} is as ${tree.release} has it\n`)
  await replaceFile(join(root, file), text)
  process.stdout.write(
    `${before ? 'changed' : 'wrote'} ${file} from Linux ${tree.release} (${tree.state})\n${news(derived, before?.arch)}`,
  )
  if (derived.ptRegsUnknown)
    process.stdout.write(
      `\nstruct pt_regs cannot be told: ${derived.ptRegsUnknown}\nwrite it into data/arch/${id}.structs.yaml\n`,
    )
}

/** What a tree tells that was not known: against the same series before, else against the newest other tree, else all of it in a few words. */
function news(derived: ArchTree, before: DerivedArch | undefined): string {
  const old = before?.trees.find(it => seriesOf(it.release) === seriesOf(derived.release)) ?? before?.trees.at(-1)
  if (!old) {
    const has = (value: string) =>
      Object.entries(derived.support)
        .filter(([, it]) => it.value === value)
        .map(([id]) => id)
    const classes = (['yes', 'conditional', 'no'] as const)
      .map(it => `  ${it}: ${has(it).join(', ') || 'none'}\n`)
      .join('')
    return `${classes}${derived.ptRegs ? `  pt_regs: ${derived.ptRegs.size} bytes, ${derived.ptRegs.fields.length} fields\n` : ''}`
  }
  const all = treeDifferences(old, derived)
  return all.length > 0
    ? `\n${differenceTable(all, old.release, derived.release)}`
    : `the same as ${old.release}; only places have moved\n`
}

type Before = { readonly text: string; readonly arch: DerivedArch }

/**
 * What was derived before.
 *
 * @returns undefined if there is nothing.
 * @throws DataError if the file is a person's, or has been changed by one.
 */
function ours(file: string, { id }: ArchVariant): Before | undefined {
  if (!existsSync(join(root, file))) return undefined
  const text = readFileSync(join(root, file), 'utf8')
  const owner = provenanceOf(text)
  if (owner === 'derived') return { text, arch: readDerived(file, text) }
  throw new DataError([
    owner === 'edited'
      ? editedFault(file)
      : {
          file,
          line: 1,
          col: 1,
          code: 'derived',
          problem: 'a person has written this file',
          tip: `move its structs to data/arch/${id}.structs.yaml, take the file away, and derive again`,
        },
  ])
}

/** What `--json` prints: the contract of `arch derive --json`. */
export function derivedJson(
  { id, directory }: ArchVariant,
  { release, state, symbols, support, definitions, ptRegs, ptRegsUnknown, drafts }: ArchTree,
): unknown {
  return {
    arch: id,
    kernelDir: directory,
    release,
    state,
    symbols,
    support,
    definitions,
    ptRegs: ptRegs
      ? { ...ptRegs, fields: ptRegs.fields.map(({ uapi, ...it }) => ({ ...it, uapi: uapi ?? false })) }
      : null,
    ...(ptRegsUnknown && { ptRegsUnknown }),
    ...(drafts && { drafts }),
  }
}
