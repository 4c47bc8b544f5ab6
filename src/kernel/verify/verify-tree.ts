import { DataError, type Fault } from '../../errors/fault.ts'
import type { Files } from '../../model/dataset.ts'
import { readDataset } from '../../model/read/read-dataset.ts'
import type { KernelTree } from '../kernel-tree.ts'
import { arch as archSchema, type Arch, type ArchTree } from '../../model/schema/arch.ts'
import { seriesOf, compareReleases } from '../../model/analysis/compare-releases.ts'
import { readYaml } from '../../model/yaml/parse-yaml.ts'
import { treeDifferences, type TreeDifference } from '../derive/diff-trees.ts'
import { type ArchVariant, variantsOf } from '../arch-variants.ts'
import { loadCParser, type CParser } from '../c/parse-c.ts'
import { findCitations, type Citation } from './citations.ts'
import { deriveArch } from '../derive/derive-arch.ts'
import { findSymbol } from '../c/find-symbol.ts'
import { affectedSlides } from './affected-slides.ts'
import { checkCommits } from './git-commits.ts'

/** The result of checking the data against a kernel tree. */
export type Verification = {
  /** Claims about this release that are wrong. */
  readonly faults: readonly Fault[]
  /** Citations that were read in an older release and are not in this one, with the slides that may be out of date. */
  readonly aged: readonly (Fault & { readonly slides: readonly string[] })[]
  /** Arches that were derived from other releases only, and how this tree differs from the nearest of these. */
  readonly changed: readonly {
    readonly arch: string
    readonly from: string
    readonly differences: readonly TreeDifference[]
  }[]
  /** Citations of files, by the release in which they were read, oldest first. */
  readonly releases: readonly {
    readonly release: string
    readonly citations: number
    readonly checked: number
    readonly faults: number
  }[]
  /** Citations of commits; `unknown` counts those that could not be checked, by the reason. */
  readonly commits: {
    readonly cited: number
    readonly checked: number
    readonly unknown: Readonly<Record<string, number>>
  }
  /** Arches with a tree of this release, which was derived again and compared. */
  readonly derived: readonly string[]
}

/**
 * Check all that the data says about kernels against a kernel tree.
 *
 * @param tree - the kernel tree.
 * @param files - the texts of the data files, by path.
 * @returns what was checked, and what is wrong.
 * @throws DataError with the place of a line of the tree that cannot be read.
 */
export async function verifyTree(tree: KernelTree, files: Files): Promise<Verification> {
  const all = findCitations(files)
  const parser = await loadCParser()
  const own = all.filter(({ source }) => source.file !== undefined && source.release === tree.release)
  const faults = inFileOrder(own, it => fileFault(it, tree, parser))
  const aged = inFileOrder(newestOfClaims(all, tree.release), it => fileFault(it, tree, parser))
  const slides = affectedSlides(readDataset(files).value, files)
  const commits = all.filter(({ source }) => source.commit !== undefined && source.repo !== 'linux-pre-git')
  const verdicts = await checkCommits(
    tree,
    commits.map(({ source }) => ({ commit: source.commit!, release: source.release, file: source.file })),
  )
  const wrong = commits.flatMap(({ faultAt }, i) => {
    const verdict = verdicts[i]!
    return verdict.is === 'wrong' ? [faultAt('commit', verdict.why, 'fix the citation')] : []
  })
  const derived = await derivedAgain(tree, files)
  const reasons = verdicts.flatMap(it => (it.is === 'unknown' ? [it.why] : []))
  return {
    faults: [...faults, ...wrong, ...derived.faults].sort((a, b) =>
      a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.col - b.col,
    ),
    aged: aged.map(it => ({ ...it, slides: slides(it) })),
    changed: derived.changed,
    releases: byRelease(all, own, faults),
    commits: {
      cited: commits.length,
      checked: commits.length - reasons.length,
      unknown: Object.fromEntries([...Map.groupBy(reasons, it => it)].map(([why, its]) => [why, its.length])),
    },
    derived: derived.arches,
  }
}

/** The faults of citations. Those of one file are checked one after the other, so that the file is parsed once. */
function inFileOrder(all: readonly Citation[], fault: (it: Citation) => Fault | undefined): readonly Fault[] {
  return all.toSorted((a, b) => (a.source.file! < b.source.file! ? -1 : 1)).flatMap(it => fault(it) ?? [])
}

function fileFault({ source, faultAt }: Citation, tree: KernelTree, parser: CParser): Fault | undefined {
  const text = tree.read(source.file!)
  if (text === undefined)
    return tree.names(source.file!).length > 0
      ? undefined
      : faultAt('file', `${tree.release} has no ${source.file}`, 'fix the path, or the release in which it was read')
  if (source.symbol === undefined) return undefined
  const found = findSymbol(text, source.file!, source.symbol, parser)
  if (found.is === 'defined') return undefined
  return faultAt(
    'symbol',
    found.is === 'absent'
      ? `${source.file} of ${tree.release} has no ${source.symbol}`
      : `${source.file} of ${tree.release} mentions ${source.symbol} (line ${found.line}), but does not define it`,
    'cite the file that defines it, or a symbol that this file defines',
  )
}

/**
 * The citations that can be out of date in a release: those of the newest release in which their claim was read, if
 * that is older and the claim still holds.
 */
function newestOfClaims(all: readonly Citation[], release: string): readonly Citation[] {
  const read = all.filter(
    ({ source }) =>
      source.file !== undefined && source.commit === undefined && source.known === 'read' && source.release,
  )
  return [...Map.groupBy(read, it => it.claim).values()].flatMap(its => {
    const newest = its
      .map(it => it.source.release!)
      .toSorted(compareReleases)
      .at(-1)!
    return compareReleases(newest, release) >= 0
      ? []
      : its.filter(it => it.source.release === newest && !(it.until && compareReleases(it.until, release) <= 0))
  })
}

/** Count citations of files by release; only those of the checked release can have faults. */
function byRelease(
  all: readonly Citation[],
  checked: readonly Citation[],
  faults: readonly Fault[],
): Verification['releases'] {
  const cited = Map.groupBy(
    all.filter(
      ({ source }) => source.file !== undefined && source.commit === undefined && source.release !== undefined,
    ),
    it => it.source.release!,
  )
  return [...cited]
    .sort(([a], [b]) => compareReleases(a, b))
    .map(([release, its]) => {
      const isOwn = checked[0]?.source.release === release
      return { release, citations: its.length, checked: isOwn ? its.length : 0, faults: isOwn ? faults.length : 0 }
    })
}

/** What deriving the arches of the data again shows. */
type DerivedAgain = {
  readonly faults: readonly Fault[]
  readonly arches: readonly string[]
  readonly changed: Verification['changed']
}

/** Derive again the arches that were derived from a tree, and compare. */
async function derivedAgain(tree: KernelTree, files: Files): Promise<DerivedAgain> {
  const faults: Fault[] = []
  const arches: string[] = []
  const changed: Verification['changed'][number][] = []
  const variants = new Map(variantsOf(tree).map(it => [it.id, it]))
  const derived = [...files]
    .filter(([file]) => /^data\/arch\/[^.]+\.yaml$/.test(file))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [file, text] of derived) {
    const yaml = readYaml<Arch>(file, text, archSchema)
    const trees = 'value' in yaml ? (yaml.value.trees ?? []) : []
    if (!('value' in yaml) || trees.length === 0) continue
    const { id } = yaml.value
    const variant = variants.get(id)
    const at = trees.findIndex(it => it.release === tree.release)
    const fault = (problem: string, tip: string) => yaml.faultAt(['trees', at], 'derived', problem, tip)
    if (!variant) {
      if (at >= 0)
        faults.push(fault(`${tree.release} has no arch ${id}`, 'check that --linux names a whole kernel source tree'))
      continue
    }
    const again = await derivedOrFaults(tree, variant)
    if ('faults' in again) {
      faults.push(...again.faults)
      continue
    }
    if (at >= 0) {
      arches.push(id)
      const problem = derivedDifference(trees[at]!, again)
      if (problem !== undefined) faults.push(fault(problem, `run npm run arch -- derive ${id} --linux DIR`))
    } else {
      const nearest =
        trees.find(it => seriesOf(it.release) === seriesOf(tree.release)) ??
        trees.filter(it => compareReleases(it.release, tree.release) < 0).at(-1)
      const differences = nearest ? treeDifferences(nearest, again) : []
      if (nearest && differences.length > 0) changed.push({ arch: id, from: nearest.release, differences })
    }
  }
  return { faults, arches, changed }
}

/** Derive an arch; where the tree is at fault, say so, and go on with the others. */
async function derivedOrFaults(
  tree: KernelTree,
  variant: ArchVariant,
): Promise<ArchTree | { readonly faults: readonly Fault[] }> {
  try {
    return await deriveArch(tree, variant)
  } catch (error) {
    if (error instanceof DataError) return { faults: error.faults }
    throw error
  }
}

/** In what a derived tree of the data differs from the same tree derived again; undefined if in nothing. */
function derivedDifference(before: ArchTree, again: ArchTree): string | undefined {
  // `state` describes the folder (an unpacked tree, a checkout), not the kernel.
  const [a, b] = [before, again].map(it => JSON.stringify(sorted({ ...it, state: '' })))
  if (a === b) return undefined
  const differences = treeDifferences(before, again)
  return `deriving from ${again.release} gives another result: ${
    differences.length > 0
      ? differences.map(it => `${it.id} is ${it.b ?? 'none'}, not ${it.a ?? 'none'}`).join('; ')
      : 'only line numbers differ'
  }`
}

/** A value with the keys of all its maps sorted. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, it]) => [key, sorted(it)]),
      )
    : value
}
