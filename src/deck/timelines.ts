import type { Dataset } from '../model/dataset.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { MeasureText } from '../layout/label-width.ts'
import type { TimelineEntry } from './value-at-release.ts'
import type { OtherArchScene } from './deck.ts'
import type { Matrix } from './capture-matrix.ts'
import type { StageAvailability } from './availability.ts'
import type { VerdictCounts } from './verdict-counts.ts'
import { hasFramesOfArch, otherArchScene } from './arches/other-arch-scene.ts'
import { captureMatrix } from './capture-matrix.ts'
import { readersOf } from './deck-scene.ts'
import { chosenAvailability } from './availability.ts'
import { talkStage } from './stage/fit-scenes.ts'
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
 * @param data - the dataset, with the talk's scenes in running order.
 * @param arch - id of the arch on which the deck opens.
 * @param releases - those at which something changes, oldest first.
 * @param measure - measures the labels of the stage.
 * @returns timelines in which neighbours differ.
 */
export function makeTimelines(
  data: Dataset,
  arch: string,
  releases: readonly string[],
  measure: MeasureText,
): Timelines {
  const { scenes, layout } = talkStage(data, arch, measure)
  const asking = readersOf(scenes.filter(it => it.scene.view === 'matrix').flatMap(it => it.scene.steps))
  const withFrames = scenes.filter(hasFramesOfArch)
  const overTime = <T>(arch: string, find: (at: Viewpoint) => T) =>
    withoutRepeats(releases.map(release => ({ since: release, value: find({ arch, release }) })))
  return Object.fromEntries(
    data.arches.map(({ id }) => [
      id,
      {
        stage: overTime(id, at => chosenAvailability(data, at)),
        matrix: overTime(id, at => captureMatrix(data, at, asking)),
        verdictCounts: overTime(id, at => countVerdicts(data, at)),
        frames: Object.fromEntries(
          withFrames.map(it => [
            it.scene.id,
            overTime(id, at => withReleasePlaceholder(otherArchScene(it, data, at, layout), at.release)),
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
