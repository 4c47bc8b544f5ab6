import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { BrowserDataset } from './packed-dataset.ts'
import type { SearchEntry } from './search-entities.ts'
import type { Snapshot } from './snapshots.ts'
import type { CitedCommit, Entity } from './entities.ts'
import type { Register } from './registers.ts'
import { searchEntries } from './search-entities.ts'
import { allReleases, snapshots } from './snapshots.ts'
import { allRegisters } from './registers.ts'
import { allEntities, citedCommits } from './entities.ts'

/** An atlas with all that is reckoned once: what can be asked for, and what there was when. */
export type ExplorerIndex = {
  readonly dataset: BrowserDataset
  readonly entities: readonly Entity[]
  readonly entries: readonly SearchEntry[]
  /** The releases in which something changes, oldest first. */
  readonly releases: readonly string[]
  readonly registers: ReadonlyMap<string, Register>
  readonly commits: ReadonlyMap<string, CitedCommit>
  readonly snapshotAt: (at: Viewpoint) => Snapshot
}

/** Get ready to answer. */
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
    snapshotAt: snapshots(dataset),
  }
}
