import type { StageLayout } from '../../layout/stage-layout.ts'
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Dataset } from '../../model/dataset.ts'
import type { Deck, OtherArchScene } from '../deck.ts'
import type { StageScene } from '../stage/resolve-steps.ts'
import { ROW_PX } from '../../canvas/panel-size.ts'
import { LONE_ROWS_PX, stageSlot } from '../../canvas/slide-areas.ts'
import { laterRelease } from '../../model/analysis/compare-releases.ts'
import { fittingRelease } from '../../model/analysis/fitting-release.ts'
import { citationsOf, citationsOnOtherArch, FOOT_MAX_CHARACTERS } from '../citations.ts'
import { panelsOnOtherArch, type OtherArchPanels } from '../panels/other-arch-panels.ts'
import { isTooSmall, stepCamera } from '../stage-camera.ts'
import { inLanguage } from '../../words/say.ts'

/**
 * Resolve the scenes with frames that are about another arch, at the release of their last step or that of the talk, if
 * that is later.
 *
 * @param scenes - of the talk.
 * @param data - the dataset.
 * @param arch - id of the arch on show.
 * @param layout - of the stage.
 * @returns by id of the scene.
 */
export function otherArchScenes(
  scenes: readonly StageScene[],
  data: Dataset,
  arch: string,
  layout: StageLayout,
): Deck['otherArches'][string] {
  const releaseOf = ({ steps }: StageScene) =>
    fittingRelease(laterRelease(steps.at(-1)!.release, data.talk.release), arch, data)
  return Object.fromEntries(
    scenes
      .filter(it => hasFramesOfArch(it) && it.scene.aboutArch !== arch)
      .map(it => [it.scene.id, otherArchScene(it, data, { arch, release: releaseOf(it) }, layout)]),
  )
}

/** Whether a scene has frames that are others on another arch or in another release. */
export function hasFramesOfArch({ scene }: StageScene): boolean {
  return scene.aboutArch !== undefined && (scene.sketch?.panels.some(it => it.kind === 'frame') ?? false)
}

/**
 * Resolve what a scene about one arch shows differently on an arch at a release. Frames are folded until they fit.
 *
 * @param found - the scene with its steps.
 * @param data - the dataset.
 * @param at - any arch, and any release.
 * @param layout - of the stage.
 * @returns its frames, citations and cameras.
 */
export function otherArchScene(found: StageScene, data: Dataset, at: Viewpoint, layout: StageLayout): OtherArchScene {
  const { scene, steps } = found
  const withRows = (maxRows?: number) => inLanguage(scene.lang, () => panelsOnOtherArch(scene, data, at, maxRows))
  let shown = withRows()
  for (let rows = mostRows(shown) - 1; rows > 0 && !fits(found, shown, layout); rows--) shown = withRows(rows)
  const { panels, captures } = shown
  const slot = stageSlot(scene, panels)
  return {
    panels: panels.map(it => (it.kind === 'frame' || it.kind === 'lacking' ? it : null)),
    citations:
      scene.aboutArch === at.arch
        ? citationsOf(scene.cites ?? [], FOOT_MAX_CHARACTERS)
        : citationsOnOtherArch(scene, captures),
    ...(slot && { slot, cameras: steps.map(step => stepCamera(step, [], slot, layout)) }),
  }
}

/** How many rows the longest frame has. */
function mostRows({ panels }: OtherArchPanels): number {
  return Math.max(0, ...panels.map(it => (it.kind === 'frame' ? it.rows.length : 0)))
}

/** Whether the panels leave room for the stage at full size; on a slide without a stage, whether their rows do fit. */
function fits({ scene, steps }: StageScene, shown: OtherArchPanels, layout: StageLayout): boolean {
  const slot = stageSlot(scene, shown.panels)
  if (!slot) return mostRows(shown) * ROW_PX <= LONE_ROWS_PX
  return steps.every(step => !isTooSmall(stepCamera(step, [], slot, layout).camera))
}
