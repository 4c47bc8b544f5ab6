import type { ArchTree } from '../../src/model/schema/arch.ts'
import type { ArchArguments } from './list.ts'
import type { Fault } from '../../src/errors/fault.ts'
import type { DerivedArch } from '../../src/kernel/derive/derived-file.ts'
import type { ArchVariant } from '../../src/kernel/arch-variants.ts'
import type { KernelTree } from '../../src/kernel/kernel-tree.ts'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DATA_FOLDER } from '../../src/model/dataset.ts'
import { DataError, faultLine } from '../../src/errors/fault.ts'
import { release } from '../../src/model/schema/release.ts'
import { root } from '../../src/files/root.ts'
import { seriesOf } from '../../src/model/analysis/compare-releases.ts'
import { printJson } from '../../src/cli/command.ts'
import { UsageError } from '../../src/errors/usage-error.ts'
import { replaceFile } from '../../src/files/atomic-write.ts'
import { differenceTable, treeDifferences } from '../../src/kernel/derive/diff-trees.ts'
import { variantOf, variantsOf } from '../../src/kernel/arch-variants.ts'
import { deriveArch } from '../../src/kernel/derive/derive-arch.ts'
import { derivedText, editedFault, provenanceOf, readDerived, withTree } from '../../src/kernel/derive/derived-file.ts'
import { requireTree } from '../../src/kernel/kernel-tree.ts'

/**
 * `npm run arch -- derive ID… --linux DIR`: write `data/arch/<id>.yaml`, and print what has changed in it. With
 * `--json`, print what was derived and write nothing.
 *
 * @param args - the arguments; `all` derives every arch of the tree, `progress` reports what is being read.
 * @throws UsageError for arguments that do not go together.
 * @throws DataError for a tree that cannot be read, or a file that a person has written or edited; then no file is
 *   written.
 */
export async function deriveCommand({
  ids,
  linux,
  all,
  json,
  progress,
}: ArchArguments & { readonly all: boolean; readonly progress: (text: string) => void }): Promise<void> {
  if (ids.length > 0 === all)
    throw new UsageError(
      all
        ? `--all derives every arch; leave out ${ids[0]}`
        : 'derive needs an arch; write npm run arch -- derive ID --linux DIR',
    )
  if (all && !json)
    throw new UsageError(
      '--all needs --json, since every file that is written adds an arch to the deck; to write files, name the arches',
    )
  if (linux.length > 1) throw new UsageError('derive reads one tree; run it once for each tree')
  const tree = requireTree(linux[0], `npm run arch -- derive ${ids.join(' ') || '--all'}`)
  const variants = all ? variantsOf(tree) : ids.map(id => variantOf(tree, id))
  if (!json) {
    // All files are checked before one is written.
    const before = variants.map(derivedBefore)
    for (const [i, variant] of variants.entries()) await deriveInto(tree, variant, before[i], progress)
    return
  }
  const derived: unknown[] = []
  const faults: Fault[] = []
  for (const variant of variants) {
    const found = await unlessFaulty(all, faults, async () => derivedJson(variant, await deriveArch(tree, variant)))
    if (found) derived.push(found)
  }
  printJson(all || derived.length > 1 ? derived : derived[0])
  if (faults.length > 0) throw new DataError(uniqueFaults(faults))
}

/**
 * Work on an arch. Where it is one of all, its faults are collected, so that the others are read all the same.
 *
 * @param isOneOfAll - whether every arch of a tree is worked on.
 * @param faults - where the faults are collected.
 * @param work - what is done.
 * @returns what the work gives; undefined if it failed.
 * @throws DataError for the faults of an arch that was named.
 */
export async function unlessFaulty<T>(
  isOneOfAll: boolean,
  faults: Fault[],
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!isOneOfAll || !(error instanceof DataError)) throw error
    faults.push(...error.faults)
    return undefined
  }
}

/**
 * Keep each fault once: several arches may read one file.
 *
 * @param faults - faults of several arches.
 * @returns them in the same order.
 */
export function uniqueFaults(faults: readonly Fault[]): readonly Fault[] {
  return [...new Map(faults.map(it => [faultLine(it), it])).values()]
}

const fileOf = ({ id }: Pick<ArchVariant, 'id'>): string => `${DATA_FOLDER}/arch/${id}.yaml`

/**
 * Derive one arch, write its file, and print what has changed.
 *
 * @param tree - the kernel tree.
 * @param variant - the arch.
 * @param before - its file as it was; undefined if there is none.
 * @param progress - reports what is being read.
 * @throws UsageError for a tree of no release, such as 6.13-rc1.
 */
export async function deriveInto(
  tree: KernelTree,
  variant: ArchVariant,
  before: Before | undefined,
  progress: (text: string) => void,
): Promise<void> {
  if (!release.safeParse(tree.release).success)
    throw new UsageError(
      `the tree is of ${tree.release}, and the data holds releases alone, as 6.13; take a release, or print with --json`,
    )
  const { id, directory } = variant
  const file = fileOf(variant)
  progress(`Reading ${tree.dir}/${directory} …`)
  const derived = await deriveArch(tree, variant)
  const text = derivedText(withTree(before?.arch ?? { id, name: id, directory, trees: [] }, derived))
  if (text === before?.text) return void process.stdout.write(`${file} is up to date with ${tree.release}\n`)
  await replaceFile(join(root, file), text)
  process.stdout.write(
    `${before ? 'changed' : 'wrote'} ${file} from Linux ${tree.release} (${tree.state})\n${changes(derived, before?.arch)}`,
  )
  if (derived.ptRegsUnknown)
    process.stdout.write(
      `\nstruct pt_regs could not be derived: ${derived.ptRegsUnknown}\nwrite it into ${DATA_FOLDER}/arch/${id}.structs.yaml\n`,
    )
}

/**
 * What has changed in the derived file: against the tree of the same series that was there before, else against the
 * newest other tree; a summary if there is none.
 */
function changes(derived: ArchTree, before: DerivedArch | undefined): string {
  const old = before?.trees.find(it => seriesOf(it.release) === seriesOf(derived.release)) ?? before?.trees.at(-1)
  if (!old) {
    const has = (value: string) =>
      Object.entries(derived.support)
        .filter(([, it]) => it.value === value)
        .map(([id]) => id)
    const support = (['yes', 'conditional', 'no'] as const)
      .map(it => `  ${it}: ${has(it).join(', ') || 'none'}\n`)
      .join('')
    const { ptRegs } = derived
    return `${support}${ptRegs ? `  pt_regs: ${ptRegs.size} bytes, ${ptRegs.fields.length} fields\n` : ''}`
  }
  const all = treeDifferences(old, derived)
  return all.length > 0
    ? `\n${differenceTable(all, old.release, derived.release)}`
    : `the same as ${old.release}, except for line numbers\n`
}

/** A derived file as it was before. */
export type Before = { readonly text: string; readonly arch: DerivedArch }

/**
 * Read a derived file before it is replaced.
 *
 * @param variant - the arch.
 * @returns undefined if there is no file.
 * @throws DataError if a person has written or edited it.
 */
export function derivedBefore({ id }: Pick<ArchVariant, 'id'>): Before | undefined {
  const file = fileOf({ id })
  if (!existsSync(join(root, file))) return undefined
  const text = readFileSync(join(root, file), 'utf8')
  const provenance = provenanceOf(text)
  if (provenance === 'derived') return { text, arch: readDerived(file, text) }
  throw new DataError([
    provenance === 'edited'
      ? editedFault(file)
      : {
          file,
          line: 1,
          col: 1,
          code: 'derived',
          problem: 'this file was written by hand, not derived',
          tip: `move its structs to ${DATA_FOLDER}/arch/${id}.structs.yaml, delete the file, and derive it`,
        },
  ])
}

/**
 * What `arch derive --json` prints for one arch.
 *
 * @param variant - the arch.
 * @param tree - what was derived.
 * @returns a value for JSON; `ptRegs` is null where the struct is unknown.
 */
export function derivedJson(
  { id, directory, bits, endian, widthUnknown }: ArchVariant,
  { release, state, symbols, support, definitions, ptRegs, ptRegsUnknown, drafts, readers, lost }: ArchTree,
): unknown {
  return {
    arch: id,
    kernelDir: directory,
    release,
    state,
    bits: widthUnknown === undefined ? bits : 'unknown',
    endian,
    symbols,
    support,
    definitions,
    ptRegs: ptRegs
      ? { ...ptRegs, fields: ptRegs.fields.map(({ uapi, ...it }) => ({ ...it, uapi: uapi ?? false })) }
      : null,
    ...(ptRegsUnknown && { ptRegsUnknown }),
    ...(drafts && { drafts }),
    ...(readers && { readers }),
    ...(lost && { lost }),
  }
}
