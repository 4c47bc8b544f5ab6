import type { Flow } from '../model/analysis/register-flows.ts'
import type { Frame } from '../model/analysis/register-frame.ts'
import type { Hazard } from '../model/analysis/hazards.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { ExplorerIndex } from './explorer-index.ts'
import type { RegisterLoss } from './register-losses.ts'
import type { Snapshot } from './snapshots.ts'
import type { Entity } from './entities.ts'
import { releasesWithChanges } from '../model/analysis/hazards.ts'
import { lossesBetween, lossesIn } from './register-losses.ts'
import { siteName } from '../model/vocabulary.ts'

/** One part of a path: the mechanism that it reaches, and what the registers are from there on. */
export type PathStep = {
  readonly mechanism: string
  /** `PARENT>CHILD`; absent where code of the mechanism itself filled the struct. */
  readonly link?: string
  /** Names of the code that filled or converted the struct here. */
  readonly by?: string
  /** Ids of the conversions that it has passed so far. */
  readonly conversions: readonly string[]
  readonly struct: string
  readonly frame: Frame
  readonly losses: readonly RegisterLoss[]
}

/** How registers get from their capture to a mechanism, and to a reader there. */
export type RegisterPath = {
  readonly flow: Flow
  readonly steps: readonly PathStep[]
  /** What the reader at its end finds; absent where the path ends at a mechanism. */
  readonly hazard?: Hazard
}

/** Where a path starts or ends. */
export type End = Pick<Entity, 'kind' | 'id'>

/** Of a snapshot, the registers on their way. */
export type SnapshotFlows = Pick<Snapshot, 'flowsOf' | 'hazards'>

/** The kinds of entities at which a path can start, and those at which it can end. */
export const PATH_START_KINDS: readonly Entity['kind'][] = ['mechanism', 'capture', 'conversion']
export const PATH_END_KINDS: readonly Entity['kind'][] = ['mechanism', 'reader']

/**
 * Find all paths on which registers get from one entity to another.
 *
 * @param from - a mechanism, an origin, a capture or a conversion.
 * @param to - a mechanism or a reader.
 * @param snapshot - of the arch and release in question.
 * @returns those without a patch under review first, then by their number of steps. From an entity to itself there are
 *   none.
 */
export function pathsBetween(from: End, to: End, snapshot: SnapshotFlows): readonly RegisterPath[] {
  return arrivals(from, to, snapshot)
    .map(({ flow, hazard }) => ({ flow, steps: pathSteps(flow, snapshot), ...(hazard && { hazard }) }))
    .sort((a, b) => a.flow.proposals.length - b.flow.proposals.length || a.steps.length - b.steps.length)
}

/**
 * Find viewpoints at which there is a path that a given one does not have, without patches under review.
 *
 * @param from - as for `pathsBetween`.
 * @param to - as for `pathsBetween`.
 * @param at - the given viewpoint.
 * @param index - of it, the dataset and the snapshots.
 * @returns the first release on the same arch, then the other arches in the same release.
 */
export function viewpointsWithPath(
  from: Entity,
  to: Entity,
  at: Viewpoint,
  { dataset, snapshotAt }: Pick<ExplorerIndex, 'dataset' | 'snapshotAt'>,
): readonly Viewpoint[] {
  const hasPath = (there: Viewpoint) =>
    arrivals(from, to, snapshotAt(there)).some(({ flow }) => flow.proposals.length === 0)
  const releases = releasesWithChanges(dataset, dataset.readers, { arch: at.arch })
  const release = releases.find(it => hasPath({ ...at, release: it }))
  const others = dataset.arches.map(({ id }) => ({ ...at, arch: id })).filter(it => it.arch !== at.arch && hasPath(it))
  return [...(release ? [{ ...at, release }] : []), ...others]
}

/** Registers that arrive at an entity. */
type Arrival = { readonly flow: Flow; readonly hazard?: Hazard }

/** The registers that arrive at an entity and have passed another one. */
function arrivals(from: End, to: End, snapshot: SnapshotFlows): readonly Arrival[] {
  if (from.kind === to.kind && from.id === to.id) return []
  const all: readonly Arrival[] =
    to.kind === 'mechanism'
      ? snapshot.flowsOf(to.id).map(flow => ({ flow }))
      : snapshot
          .hazards()
          .filter(it => it.reader === to.id)
          .map(hazard => ({ flow: flowOfHazard(hazard, snapshot), hazard }))
  return all.filter(({ flow }) => passes(from, flow))
}

/**
 * Find the flow that a hazard is about.
 *
 * @param hazard - of the same snapshot.
 * @param snapshot - in which it was found.
 * @returns the flow to the mechanism that runs the reader.
 */
export function flowOfHazard(hazard: Hazard, snapshot: SnapshotFlows): Flow {
  const isIt = ({ capture, path, conversions, proposals }: Flow) =>
    capture.id === hazard.capture &&
    path.join() === hazard.path.join() &&
    conversions.map(it => it.id).join() === hazard.conversions.join() &&
    proposals.join() === hazard.proposals.join()
  return snapshot.flowsOf(hazard.path.at(-1)!).find(isIt)!
}

/** Whether a flow starts at an entity or passes it. */
function passes({ kind, id }: End, { capture, conversions, path }: Flow): boolean {
  switch (kind) {
    case 'capture':
      return capture.id === id
    case 'conversion':
      return conversions.some(it => it.id === id)
    default:
      return path.includes(id)
  }
}

/**
 * Split a flow into the steps of its path.
 *
 * @param flow - of the snapshot.
 * @param snapshot - in which it was found.
 * @returns from the first mechanism above the origin up; where a mechanism's own C code filled the struct, from that
 *   mechanism up.
 */
export function pathSteps(flow: Flow, snapshot: SnapshotFlows): readonly PathStep[] {
  const first = flow.capture.origin === 'software' ? 0 : 1
  const stages = [flow]
  for (let i = flow.path.length - 2; i >= first; i--) stages.unshift(stageBefore(stages[0]!, i, snapshot))
  return stages.map((stage, k) => {
    const before = stages[k - 1]
    const i = first + k
    const conversions = stage.conversions.slice(before?.conversions.length ?? 0)
    const by = [...(before ? [] : [siteName(stage.capture)]), ...conversions.map(it => it.name)]
    return {
      mechanism: flow.path[i]!,
      ...(i > 0 && { link: `${flow.path[i - 1]}>${flow.path[i]}` }),
      ...(by.length > 0 && { by: by.join(', ') }),
      conversions: stage.conversions.map(it => it.id),
      struct: stage.struct,
      frame: stage.frame,
      losses: before ? lossesBetween(before.frame, stage.frame) : lossesIn(stage.frame),
    }
  })
}

/** The same registers earlier on the path: as they arrived at its mechanism `i`. */
function stageBefore(flow: Flow, i: number, snapshot: SnapshotFlows): Flow {
  const path = flow.path.slice(0, i + 1)
  const converted = flow.conversions.map(it => it.id)
  const candidates = snapshot
    .flowsOf(path.at(-1)!)
    .filter(
      it =>
        it.capture.id === flow.capture.id &&
        it.path.join() === path.join() &&
        it.conversions.every((conversion, k) => conversion.id === converted[k]),
    )
  return candidates.reduce((best, it) => (it.conversions.length > best.conversions.length ? it : best))
}
