import type { Fault } from '../../errors/fault.ts'
import type { Files } from '../../model/dataset.ts'
import { readDataset } from '../../model/read/read-dataset.ts'
import type { KernelTree } from '../kernel-tree.ts'
import { arch as archSchema, type Arch } from '../../model/schema/arch.ts'
import { seriesOf, compareReleases } from '../../model/analysis/compare-releases.ts'
import { readYaml } from '../../model/yaml/parse-yaml.ts'
import { treeDifferences, type TreeDifference } from '../derive/diff-trees.ts'
import { variantsOf } from '../arch-variants.ts'
import { loadCParser, type CParser } from '../c/parse-c.ts'
import { citations, type Citation } from './citations.ts'
import { deriveArch } from '../derive/derive-arch.ts'
import { findSymbol } from '../c/find-symbol.ts'
import { slidesOf } from './affected-slides.ts'
import { judgeCommits } from './git-commits.ts'

/** What a kernel tree says to the data. */
export type Verification = {
  /** What the data claims of this very release, and is not so. */
  readonly faults: readonly Fault[]
  /** What was read in an older release and is not there any more, and the slides on which it stands: they may have aged. */
  readonly aged: readonly (Fault & { readonly slides: readonly string[] })[]
  /** What is derived from another release of the series, or none, and how this one differs. */
  readonly changed: readonly {
    readonly arch: string
    readonly from: string
    readonly differences: readonly TreeDifference[]
  }[]
  /** Citations of files by the release that they were read in, oldest first. */
  readonly releases: readonly {
    readonly release: string
    readonly citations: number
    readonly checked: number
    readonly faults: number
  }[]
  readonly commits: {
    readonly cited: number
    readonly checked: number
    readonly unknown: Readonly<Record<string, number>>
  }
  /** Arches whose derived part of this release was derived again. */
  readonly derived: readonly string[]
}

/** Hold everything that the data claims of a kernel against a tree. */
export async function verifyTree(tree: KernelTree, files: Files): Promise<Verification> {
  const all = citations(files)
  const parser = await loadCParser()
  const newest = newestRead(all)
  const own = all.filter(({ source }) => source.file !== undefined && source.release === tree.release)
  const faults = inFileOrder(own, it => fileFault(it, tree, parser))
  // A newer tree tells what has aged of what was read last; older reading stands for releases of its own.
  const isNewer = newest !== undefined && compareReleases(tree.release, newest) > 0
  const aged = isNewer
    ? inFileOrder(
        all.filter(
          ({ source }) => source.release === newest && source.file !== undefined && source.commit === undefined,
        ),
        it => fileFault(it, tree, parser),
      )
    : []
  const slides = slidesOf(readDataset(files).value, files)
  const commits = all.filter(({ source }) => source.commit !== undefined && source.repo !== 'linux-pre-git')
  const verdicts = await judgeCommits(
    tree,
    commits.map(({ source }) => ({ commit: source.commit!, release: source.release, file: source.file })),
  )
  const wrong = commits.flatMap(({ faultAt }, i) => {
    const verdict = verdicts[i]!
    return verdict.is === 'wrong' ? [faultAt('commit', verdict.why, 'mend the citation')] : []
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

/** Faults of citations, those of one file of the tree one after the other, so that each is parsed once. */
function inFileOrder(its: readonly Citation[], fault: (it: Citation) => Fault | undefined): readonly Fault[] {
  return its.toSorted((a, b) => (a.source.file! < b.source.file! ? -1 : 1)).flatMap(it => fault(it) ?? [])
}

function fileFault({ source, faultAt }: Citation, tree: KernelTree, parser: CParser): Fault | undefined {
  const text = tree.read(source.file!)
  if (text === undefined)
    return tree.names(source.file!).length > 0
      ? undefined
      : faultAt('file', `${tree.release} has no ${source.file}`, 'mend the path, or the release in which it was read')
  if (source.symbol === undefined) return undefined
  const found = findSymbol(text, source.file!, source.symbol, parser)
  if (found.is === 'defined') return undefined
  return faultAt(
    'symbol',
    found.is === 'absent'
      ? `${source.file} of ${tree.release} has no ${source.symbol}`
      : `${source.file} of ${tree.release} mentions ${source.symbol} (line ${found.line}), but does not define it`,
    'name the file that defines it, or what it is that the file defines',
  )
}

/** The newest release of which files were read. */
function newestRead(all: readonly Citation[]): string | undefined {
  return all
    .flatMap(({ source }) =>
      source.file !== undefined && source.commit === undefined && source.known === 'read' && source.release
        ? [source.release]
        : [],
    )
    .sort(compareReleases)
    .at(-1)
}

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

/** What is derived from a tree of this series, derived again. */
async function derivedAgain(
  tree: KernelTree,
  files: Files,
): Promise<{
  readonly faults: readonly Fault[]
  readonly arches: readonly string[]
  readonly changed: Verification['changed']
}> {
  const faults: Fault[] = []
  const arches: string[] = []
  const changed: Verification['changed'][number][] = []
  const variants = new Map(variantsOf(tree).map(it => [it.id, it]))
  for (const [file, text] of [...files]
    .filter(([file]) => /^data\/arch\/[^.]+\.yaml$/.test(file))
    .sort(([a], [b]) => (a < b ? -1 : 1))) {
    const yaml = readYaml<Arch>(file, text, archSchema)
    const trees = 'value' in yaml ? (yaml.value.trees ?? []) : []
    if (!('value' in yaml) || trees.length === 0) continue
    const { id } = yaml.value
    const variant = variants.get(id)
    const at = trees.findIndex(it => it.release === tree.release)
    if (!variant) {
      if (at >= 0)
        faults.push(
          yaml.faultAt(
            ['trees', at],
            'derived',
            `${tree.release} has no arch ${id}`,
            'is the tree what it seems to be?',
          ),
        )
      continue
    }
    const again = await deriveArch(tree, variant)
    if (at >= 0) {
      arches.push(id)
      // The state of the tree is no claim of the kernel.
      const [before, after] = [trees[at]!, again].map(it => JSON.stringify(sorted({ ...it, state: '' })))
      if (before !== after) {
        const its = treeDifferences(trees[at], again)
        faults.push(
          yaml.faultAt(
            ['trees', at],
            'derived',
            `${tree.release} derives otherwise: ${its.length > 0 ? its.map(it => `${it.id} ${it.a ?? 'none'} is ${it.b ?? 'none'}`).join('; ') : 'places have moved'}`,
            `run npm run arch -- derive ${id} --linux DIR`,
          ),
        )
      }
      continue
    }
    const near =
      trees.find(it => seriesOf(it.release) === seriesOf(tree.release)) ??
      trees.filter(it => compareReleases(it.release, tree.release) < 0).at(-1)
    const its = near ? treeDifferences(near, again) : []
    if (near && its.length > 0) changed.push({ arch: id, from: near.release, differences: its })
  }
  return { faults, arches, changed }
}

/** A value with the keys of all its maps in one order. */
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
