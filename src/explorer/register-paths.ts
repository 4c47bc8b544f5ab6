import type { Flow } from '../model/analysis/register-flows.ts'
import type { Frame } from '../model/analysis/register-frame.ts'
import type { Hazard } from '../model/analysis/hazards.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { BrowserDataset } from './packed-dataset.ts'
import type { RegisterLoss } from './register-losses.ts'
import type { Snapshot } from './snapshots.ts'
import type { Entity } from './entities.ts'
import { releasesWithChanges } from '../model/analysis/hazards.ts'
import { lossesBetween, lossesIn } from './register-losses.ts'

/** One link of a way: the mechanism that it comes to, and what the registers are from there on. */
export type PathStep = {
  readonly mechanism: string
  /** `PARENT>CHILD`; none where code of the mechanism itself filled the struct. */
  readonly link?: string
  /** The code that filled the struct, or turned it into another. */
  readonly by?: string
  readonly struct: string
  readonly frame: Frame
  readonly losses: readonly RegisterLoss[]
}

/** How registers get from where they are captured to a mechanism, and to a reader there. */
export type RegisterPath = {
  readonly flow: Flow
  readonly steps: readonly PathStep[]
  /** What the reader at its end may believe; only where one was asked for. */
  readonly hazard?: Hazard
}

/** Whether registers can be followed from or to such a thing. */
export const PATH_START_KINDS: readonly Entity['kind'][] = ['mechanism', 'capture', 'conversion']
export const PATH_END_KINDS: readonly Entity['kind'][] = ['mechanism', 'reader']

/**
 * Every way on which registers get from one thing to another, as of a snapshot; those without a patch under review first,
 * short ones before long ones.
 *
 * @param from - a mechanism, an origin, a capture or a conversion.
 * @param to - a mechanism or a reader.
 */
export function pathsBetween(from: Entity, to: Entity, snapshot: Snapshot): readonly RegisterPath[] {
  return arrivals(from, to, snapshot)
    .map(({ flow, hazard }) => ({ flow, steps: pathSteps(flow, snapshot), ...(hazard && { hazard }) }))
    .sort((a, b) => a.flow.proposals.length - b.flow.proposals.length || a.steps.length - b.steps.length)
}

/** Where else there is such a way: on the same arch in other releases, nearest first, then on others as of the same release. */
export function pathsOnOtherArches(
  from: Entity,
  to: Entity,
  at: Viewpoint,
  dataset: BrowserDataset,
  snapshotAt: (at: Viewpoint) => Snapshot,
): readonly Viewpoint[] {
  const has = (there: Viewpoint) =>
    arrivals(from, to, snapshotAt(there)).some(({ flow }) => flow.proposals.length === 0)
  const releases = releasesWithChanges(dataset, dataset.readers, { arch: at.arch })
  const here = releases.find(release => has({ ...at, release }))
  const others = dataset.arches.map(({ id }) => ({ ...at, arch: id })).filter(it => it.arch !== at.arch && has(it))
  return [...(here ? [{ ...at, release: here }] : []), ...others]
}

type Arrival = { readonly flow: Flow; readonly hazard?: Hazard }

/** What comes to a thing from another; to get from one to itself is no way. */
function arrivals(from: Entity, to: Entity, snapshot: Snapshot): readonly Arrival[] {
  if (from.kind === to.kind && from.id === to.id) return []
  const all: readonly Arrival[] =
    to.kind === 'mechanism'
      ? snapshot.flowsOf(to.id).map(flow => ({ flow }))
      : snapshot
          .hazards()
          .filter(it => it.reader === to.id)
          .map(hazard => ({ flow: flowOfHazard(hazard, snapshot), hazard }))
  return all.filter(({ flow }) => startsAt(from, flow))
}

/** The registers that a hazard is about. */
export function flowOfHazard(hazard: Hazard, snapshot: Snapshot): Flow {
  const isIt = ({ capture, path, conversions, proposals }: Flow) =>
    capture.id === hazard.capture &&
    path.join() === hazard.path.join() &&
    conversions.map(it => it.id).join() === hazard.conversions.join() &&
    proposals.join() === hazard.proposals.join()
  return snapshot.flowsOf(hazard.path.at(-1)!).find(isIt)!
}

function startsAt({ kind, id }: Entity, { capture, conversions, path }: Flow): boolean {
  switch (kind) {
    case 'capture':
      return capture.id === id
    case 'conversion':
      return conversions.some(it => it.id === id)
    default:
      return path.includes(id)
  }
}

/** The links of a flow, from the ground up. */
export function pathSteps(flow: Flow, snapshot: Snapshot): readonly PathStep[] {
  const first = flow.capture.origin === 'software' ? 0 : 1
  const stages = [flow]
  for (let i = flow.path.length - 2; i >= first; i--) stages.unshift(stageBefore(stages[0]!, i, snapshot))
  return stages.map((stage, k) => {
    const before = stages[k - 1]
    const i = first + k
    const conversions = stage.conversions.slice(before?.conversions.length ?? 0)
    const by = [...(before ? [] : [stage.capture.name]), ...conversions.map(it => it.name)]
    return {
      mechanism: flow.path[i]!,
      ...(i > 0 && { link: `${flow.path[i - 1]}>${flow.path[i]}` }),
      ...(by.length > 0 && { by: by.join(', ') }),
      struct: stage.struct,
      frame: stage.frame,
      losses: before ? lossesBetween(before.frame, stage.frame) : lossesIn(stage.frame),
    }
  })
}

/** The same registers, one link earlier: as they came to mechanism `i` of the path. */
function stageBefore(flow: Flow, i: number, snapshot: Snapshot): Flow {
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
