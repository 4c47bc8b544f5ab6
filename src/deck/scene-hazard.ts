import type { Capture } from '../model/schema/capture.ts'
import type { Frame } from '../model/analysis/register-frame.ts'
import type { Dataset } from '../model/dataset.ts'
import type { Scene } from '../model/schema/scene.ts'
import type { Verdict } from '../model/analysis/hazards.ts'
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
}

/**
 * Find the hazard that a scene asks for among those of the analysis.
 *
 * @param wanted - as the scene has it.
 * @param data - the dataset.
 * @returns the first whose verdict is bad or ugly, on a path from the trampolines; undefined if there is none.
 */
export function findHazard(
  { arch, release, reader, in: mechanism, proposal }: NonNullable<Scene['hazard']>,
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
  const flow =
    found &&
    flowsAt(
      data,
      at,
    )(mechanism).find(
      it =>
        it.path.join() === found.path.join() &&
        it.capture.id === found.capture &&
        it.conversions.map(conversion => conversion.id).join() === found.conversions.join(),
    )
  return (
    flow && {
      path: flow.path,
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
