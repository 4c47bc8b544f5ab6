import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { Atlas } from './packed-dataset.ts'
import type { Entry } from './search-entities.ts'
import type { Moment } from './snapshots.ts'
import type { CitedCommit, Thing } from './entities.ts'
import type { Register } from './registers.ts'
import { entriesOf } from './search-entities.ts'
import { allStops, momentsOf } from './snapshots.ts'
import { allRegisters } from './registers.ts'
import { allThings, citedCommits } from './entities.ts'

/** An atlas with all that is reckoned once: what can be asked for, and what there was when. */
export type Knowledge = {
  readonly atlas: Atlas
  readonly things: readonly Thing[]
  readonly entries: readonly Entry[]
  /** The releases in which something changes, oldest first. */
  readonly stops: readonly string[]
  readonly registers: ReadonlyMap<string, Register>
  readonly commits: ReadonlyMap<string, CitedCommit>
  readonly momentAt: (at: Viewpoint) => Moment
}

/** Get ready to answer. */
export function knowledgeOf(atlas: Atlas): Knowledge {
  const stops = allStops(atlas)
  const registers = allRegisters(atlas)
  const commits = citedCommits(atlas)
  const things = allThings(atlas, { stops, registers, commits })
  return {
    atlas,
    things,
    entries: entriesOf(things),
    stops,
    registers: new Map(registers.map(it => [it.id, it])),
    commits,
    momentAt: momentsOf(atlas),
  }
}
