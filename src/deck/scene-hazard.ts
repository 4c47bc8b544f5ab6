import type { Capture } from '../model/schema/capture.ts'
import type { Frame } from '../model/analysis/register-frame.ts'
import type { Dataset } from '../model/dataset.ts'
import type { Scene } from '../model/schema/scene.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { Hazard, Verdict } from '../model/analysis/hazards.ts'
import { flowsAt } from '../model/analysis/register-flows.ts'
import { hazardsAt } from '../model/analysis/hazards.ts'

/** The hazard that a scene shows: its path, and the register frame that the reader gets. */
export type FoundHazard = {
  /** Ids from the origin up. */
  readonly path: readonly string[]
  readonly capture: Capture
  /** Ids of the conversions that its registers passed. */
  readonly conversions: readonly string[]
  readonly frame: Frame
  /** Names of the fields that the reader reads. */
  readonly fields: readonly string[]
  readonly verdict: Verdict
  /** The same after the fix, if the scene names the release of one. */
  readonly fixed?: Pick<FoundHazard, 'frame' | 'conversions' | 'verdict'>
}

/**
 * Find the hazard that a scene asks for among those of the analysis.
 *
 * @param wanted - as the scene has it.
 * @param data - the dataset.
 * @returns the first whose verdict is bad or ugly, on a path from the trampolines; undefined if there is none, or no
 *   such path in the release of the fix.
 */
export function findHazard(wanted: NonNullable<Scene['hazard']>, data: Dataset): FoundHazard | undefined {
  const before = foundBefore.get(wanted)
  if (before && DEPENDS_ON.every(it => before.data[it] === data[it])) return before.found
  const found = searchHazard(wanted, data)
  foundBefore.set(wanted, { data, found })
  return found
}

/** What was found for a scene, and in which dataset: the check, the stage and the slide all ask for it. */
const foundBefore = new WeakMap<
  NonNullable<Scene['hazard']>,
  { readonly data: Dataset; readonly found: FoundHazard | undefined }
>()

/** The parts of the dataset by which a hazard is found; datasets that differ in the talk alone have them in common. */
const DEPENDS_ON = ['mechanisms', 'arches', 'captures', 'conversions', 'readers'] as const

function searchHazard(
  { arch, release, reader, in: mechanism, proposal, fixedIn }: NonNullable<Scene['hazard']>,
  data: Dataset,
): FoundHazard | undefined {
  const at = { arch, release }
  const found = hazardsAt(data, data.readers, at).find(
    it =>
      it.reader === reader &&
      it.verdict !== 'good' &&
      it.path.at(-1) === mechanism &&
      it.path[0] === 'trampolines' &&
      it.proposals.length > 0 === (proposal ?? false),
  )
  const first = found && withFrame(found, data, at)
  if (!first || fixedIn === undefined) return first
  const later = { arch, release: fixedIn }
  const same = hazardsAt(data, data.readers, later).find(
    it => it.reader === reader && it.path.join() === found.path.join() && it.capture === found.capture,
  )
  const fixed = same && withFrame(same, data, later)
  return fixed && { ...first, fixed: { frame: fixed.frame, conversions: fixed.conversions, verdict: fixed.verdict } }
}

/**
 * A path with what stands between two boxes that no link joins: a mechanism may have a stub of its own, and still stand
 * on another one.
 */
function pathOnMap(path: readonly string[], { mechanisms }: Dataset): readonly string[] {
  const parents = (id: string) => mechanisms.find(it => it.id === id)!.buildsOn.map(link => link.on)
  return path.flatMap((id, i) => {
    const below = path[i - 1]
    if (below === undefined || parents(id).includes(below)) return [id]
    const between = parents(id).find(it => parents(it).includes(below))
    return between === undefined ? [id] : [between, id]
  })
}

/** A hazard with the frame that its reader gets. */
function withFrame(found: Hazard, data: Dataset, at: Viewpoint): FoundHazard | undefined {
  const flow = flowsAt(
    data,
    at,
  )(found.path.at(-1)!).find(
    it =>
      it.path.join() === found.path.join() &&
      it.capture.id === found.capture &&
      it.conversions.map(conversion => conversion.id).join() === found.conversions.join(),
  )
  return (
    flow && {
      path: pathOnMap(flow.path, data),
      capture: flow.capture,
      conversions: found.conversions,
      frame: flow.frame,
      fields: found.fields.map(it => it.field),
      verdict: found.verdict,
    }
  )
}

/**
 * Find the hazard that a scene asks for, in a dataset without faults.
 *
 * @param wanted - as the scene has it.
 * @param data - the dataset.
 * @returns as `findHazard` does.
 * @throws RangeError where there is no such hazard; `npm run check` reports that earlier.
 */
export function sceneHazard(wanted: NonNullable<Scene['hazard']>, data: Dataset): FoundHazard {
  const found = findHazard(wanted, data)
  if (!found)
    throw new RangeError(`no hazard of ${wanted.reader} in ${wanted.in} on ${wanted.arch} in ${wanted.release}`)
  return found
}
