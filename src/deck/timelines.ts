import type { Dataset } from '../model/dataset.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { MeasureText } from '../layout/label-width.ts'
import type { TimelineEntry } from './value-at-release.ts'
import type { OtherArchScene } from './deck.ts'
import type { Matrix } from './capture-matrix.ts'
import type { StageAvailability } from './availability.ts'
import type { VerdictCounts } from './verdict-counts.ts'
import { hasFramesOfArch, otherArchScene } from './other-arch-scene.ts'
import { stageInput } from './stage-input.ts'
import { layoutStage } from '../layout/layout-stage.ts'
import { captureMatrix } from './capture-matrix.ts'
import { chosenAvailability } from './availability.ts'
import { stageScenes } from './resolve-steps.ts'
import { countVerdicts } from './verdict-counts.ts'

/** What changes on an arch from release to release; each list is oldest first. */
export type ArchTimelines = {
  /** What the arch has: classes, links and coverage gaps. */
  readonly stage: readonly TimelineEntry<StageAvailability>[]
  readonly matrix: readonly TimelineEntry<Matrix>[]
  readonly verdictCounts: readonly TimelineEntry<VerdictCounts>[]
  /** By id of a scene with frames that is about an arch. */
  readonly frames: Readonly<Record<string, readonly TimelineEntry<OtherArchScene>[]>>
}

/** By arch. The browser loads them when the speaker chooses a release; the deck itself has the releases of the talk. */
export type Timelines = Readonly<Record<string, ArchTimelines>>

/**
 * Resolve all that depends on the release, for every release and arch.
 *
 * @param data - the dataset.
 * @param releases - those at which something changes, oldest first.
 * @param measure - measures the labels of the stage.
 * @returns timelines in which neighbours differ.
 */
export function makeTimelines(data: Dataset, releases: readonly string[], measure: MeasureText): Timelines {
  const withFrames = stageScenes(data.talk).filter(hasFramesOfArch)
  const layout = layoutStage(stageInput(data), measure)
  const overTime = <T>(arch: string, find: (at: Viewpoint) => T) =>
    withoutRepeats(releases.map(release => ({ since: release, value: find({ arch, release }) })))
  return Object.fromEntries(
    data.arches.map(({ id: arch }) => [
      arch,
      {
        stage: overTime(arch, at => chosenAvailability(data, at)),
        matrix: overTime(arch, at => captureMatrix(data, at)),
        verdictCounts: overTime(arch, at => countVerdicts(data, at)),
        frames: Object.fromEntries(
          withFrames.map(it => [
            it.scene.id,
            overTime(arch, at => withReleasePlaceholder(otherArchScene(it, data, at, layout), at.release)),
          ]),
        ),
      },
    ]),
  )
}

/**
 * Replace the release in texts by a placeholder, so that scenes of different releases are equal where they lack the
 * same. `sceneForArch` puts the release in.
 */
function withReleasePlaceholder(scene: OtherArchScene, release: string): OtherArchScene {
  return {
    ...scene,
    panels: scene.panels.map(it =>
      it?.kind === 'lacking' ? { ...it, text: it.text.replace(` in ${release}`, ' in {release}') } : it,
    ),
  }
}

/** Without the entries that have the same value as the one before. */
function withoutRepeats<T>(list: readonly TimelineEntry<T>[]): readonly TimelineEntry<T>[] {
  return list.filter((it, i) => JSON.stringify(it.value) !== JSON.stringify(list[i - 1]?.value))
}
