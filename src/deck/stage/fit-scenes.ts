import type { MeasureText } from '../../layout/label-width.ts'
import type { Rect, StageLayout } from '../../layout/stage-layout.ts'
import type { Dataset } from '../../model/dataset.ts'
import type { Scene } from '../../model/schema/scene.ts'
import type { StageScene } from './resolve-steps.ts'
import { stageSlot } from '../../canvas/slide-areas.ts'
import { layoutStage } from '../../layout/layout-stage.ts'
import { deckPanels } from '../panels/resolve-panels.ts'
import { cutsOriginName, stepCamera } from '../stage-camera.ts'
import { findHazard } from '../scene-hazard.ts'
import { hasStage, ownPart } from './scene-needs.ts'
import { stageScenes } from './resolve-steps.ts'
import { stageInput } from './stage-input.ts'

/** The stage laid out once for all, and what each step shows of it. */
export type TalkStage = { readonly layout: StageLayout; readonly scenes: readonly StageScene[] }

/**
 * Lay the stage out, and fit each scene into its slide.
 *
 * @param data - the dataset, with the talk's scenes in running order.
 * @param arch - id of the arch on which the deck opens.
 * @param measure - measures the labels of the stage.
 * @returns scenes in running order.
 */
export function talkStage(data: Dataset, arch: string, measure: MeasureText): TalkStage {
  const layout = layoutStage(stageInput(data.mechanisms), measure)
  const fitted = stageScenes(data, arch).map(it => fitScene(it, data, layout))
  const grown = zoomOut(dimUnseen(fitted, data), data, layout)
  return { layout, scenes: shareCamera(grown, data, layout) }
}

/** All scenes that play a hazard frame the same part of the map, where it fits: the room knows the place again. */
function shareCamera(scenes: readonly StageScene[], data: Dataset, layout: StageLayout): readonly StageScene[] {
  const paths = scenes.map(({ scene }) => (scene.hazard ? (findHazard(scene.hazard, data)?.path ?? []) : []))
  const framed = [...new Set(paths.flat())]
  return scenes.map((it, i) => {
    const slot = stageSlot(it.scene, [])
    if (paths[i]!.length === 0 || !slot) return it
    const { camera } = stepCamera(it.steps[0]!, framed, slot, layout)
    return camera.scale < 1 || cutsOriginName(camera, slot, layout) ? it : { ...it, framed }
  })
}

/**
 * Put into the background what a scene shows for the first time without being about it: it may have come with a scene
 * that showed only a part of the stage.
 */
function dimUnseen(scenes: readonly StageScene[], data: Dataset): readonly StageScene[] {
  const seen = new Set<string>()
  return scenes.map(it => {
    const { scene, steps } = it
    if (!hasStage(scene)) return it
    const unseen = new Set(steps.flatMap(step => step.shown.filter(id => !seen.has(id))))
    // A hazard is played on a part of the map: only its path is sure to be seen.
    const shown = scene.hazard ? (findHazard(scene.hazard, data)?.path ?? []) : unseen
    for (const id of shown) seen.add(id)
    if (scene.view !== 'grow') return it
    return { scene, steps: steps.map(step => ({ ...step, brought: unseen })) }
  })
}

/** While the stage grows, the camera never goes closer again: no step is shown larger than those before it. */
function zoomOut(scenes: readonly StageScene[], data: Dataset, layout: StageLayout): readonly StageScene[] {
  let maxZoom = Infinity
  return scenes.map(({ scene, steps }) => {
    if (scene.view !== 'grow') return { scene, steps }
    const slot = growSlot(scene, data)
    return {
      scene,
      steps: steps.map(step => {
        const limited = { ...step, maxZoom }
        maxZoom = stepCamera(limited, step.path, slot, layout).camera.scale
        return limited
      }),
    }
  })
}

/** The slot of a scene in which the stage grows, on the arch of its own. */
function growSlot(scene: Scene, data: Dataset): Rect {
  return stageSlot(scene, deckPanels(scene.sketch?.panels ?? [], data, undefined))!
}

/**
 * A scene that comes when more is on the stage than fits beside its sketch shows only its own part of the stage: what
 * it is about, and all that this builds on. Where even that does not fit, `npm run check` says so.
 */
function fitScene(it: StageScene, data: Dataset, layout: StageLayout): StageScene {
  const { scene, steps } = it
  if (scene.view !== 'grow') return it
  const slot = growSlot(scene, data)
  if (steps.every(step => stepCamera(step, step.path, slot, layout).camera.scale >= 1)) return it
  const part = ownPart(scene, data)
  if (part.size === 0) return it
  return { scene, steps: steps.map(step => ({ ...step, shown: step.shown.filter(id => part.has(id)) })) }
}
