import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { BrowserDataset } from './packed-dataset.ts'
import type { SearchEntry } from './search-entities.ts'
import type { Snapshot } from './snapshots.ts'
import type { CitedCommit, Entity } from './entities.ts'
import type { Register } from './registers.ts'
import { namedArch } from '../model/dataset.ts'
import { searchEntries } from './search-entities.ts'
import { allReleases, snapshots } from './snapshots.ts'
import { allRegisters } from './registers.ts'
import { allEntities, citedCommits } from './entities.ts'

/** The dataset with all that is computed from it once, and the snapshots. */
export type ExplorerIndex = {
  readonly dataset: BrowserDataset
  readonly entities: readonly Entity[]
  /** The entities, prepared for the search. */
  readonly entries: readonly SearchEntry[]
  /** The releases at which something changes, oldest first. */
  readonly releases: readonly string[]
  /** By id. */
  readonly registers: ReadonlyMap<string, Register>
  /** By the first digits of the commit. */
  readonly commits: ReadonlyMap<string, CitedCommit>
  /** What can be asked about, beside the mechanisms: several arches, releases with changes, registers. */
  readonly has: { readonly arches: boolean; readonly history: boolean; readonly registers: boolean }
  /** Computes each viewpoint once. */
  readonly snapshotAt: (at: Viewpoint) => Snapshot
}

/**
 * Build the index from which queries are answered.
 *
 * @param dataset - the dataset as the browser has it.
 * @returns the index; its snapshots are computed when they are asked for.
 */
export function buildExplorerIndex(dataset: BrowserDataset): ExplorerIndex {
  const releases = allReleases(dataset)
  const registers = allRegisters(dataset)
  const commits = citedCommits(dataset)
  const entities = allEntities(dataset, { releases, registers, commits })
  return {
    dataset,
    entities,
    entries: searchEntries(entities),
    releases,
    registers: new Map(registers.map(it => [it.id, it])),
    commits,
    has: {
      arches: dataset.arches.some(it => namedArch(it.id)),
      history: releases.length > 1,
      registers: dataset.captures.size > 0,
    },
    snapshotAt: snapshots(dataset),
  }
}
