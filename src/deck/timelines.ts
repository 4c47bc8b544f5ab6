import type { Dataset } from '../model/dataset.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { MeasureText } from '../layout/label-width.ts'
import type { TimelineEntry } from './value-at-release.ts'
import type { OtherArchScene } from './deck.ts'
import type { Matrix } from './capture-matrix.ts'
import type { StageAvailability } from './availability.ts'
import type { VerdictCounts } from './verdict-counts.ts'
import { followsArch, sceneOnOtherArch } from './make-deck.ts'
import { stageInput } from './stage-input.ts'
import { layoutStage } from '../layout/layout-stage.ts'
import { captureMatrix } from './capture-matrix.ts'
import { chosenAvailability } from './availability.ts'
import { stageScenes } from './resolve-steps.ts'
import { countVerdicts } from './verdict-counts.ts'

/** How things stand on an arch, release by release, oldest first. */
export type ArchTimelines = {
  /** What there is: its classes, and the links that hold. */
  readonly stage: readonly TimelineEntry<StageAvailability>[]
  readonly matrix: readonly TimelineEntry<Matrix>[]
  readonly verdictCounts: readonly TimelineEntry<VerdictCounts>[]
  /** By scene that is about one arch, its frames. */
  readonly frames: Readonly<Record<string, readonly TimelineEntry<OtherArchScene>[]>>
}

/** The stage and the answers as of any release, beside what the talk itself tells; by arch. */
export type Moments = Readonly<Record<string, ArchTimelines>>

/**
 * Resolve everything that depends on the release, for all of them.
 *
 * @param releases - those at which something changes, oldest first.
 */
export function makeTimelines(data: Dataset, releases: readonly string[], measure: MeasureText): Moments {
  const framed = stageScenes(data.talk).filter(followsArch)
  const layout = layoutStage(stageInput(data), measure)
  const overTime = <T>(arch: string, find: (at: Viewpoint) => T) =>
    changes(releases.map(release => ({ since: release, is: find({ arch, release }) })))
  return Object.fromEntries(
    data.arches.map(({ id: arch }) => [
      arch,
      {
        stage: overTime(arch, at => chosenAvailability(data, at)),
        matrix: overTime(arch, at => captureMatrix(data, at)),
        verdictCounts: overTime(arch, at => countVerdicts(data, at)),
        frames: Object.fromEntries(
          framed.map(it => [
            it.scene.id,
            overTime(arch, at => anyRelease(sceneOnOtherArch(it, data, at, layout), at.release)),
          ]),
        ),
      },
    ]),
  )
}

/** A scene whose words are the same in every release in which it lacks the same; `sceneOn` names the release again. */
function anyRelease(scene: OtherArchScene, release: string): OtherArchScene {
  return {
    ...scene,
    panels: scene.panels.map(it =>
      it?.kind === 'lacking' ? { ...it, text: it.text.replace(` in ${release}`, ' in {release}') } : it,
    ),
  }
}

/** Where something else holds than before. */
function changes<T>(list: readonly TimelineEntry<T>[]): readonly TimelineEntry<T>[] {
  return list.filter((it, i) => JSON.stringify(it.is) !== JSON.stringify(list[i - 1]?.is))
}
