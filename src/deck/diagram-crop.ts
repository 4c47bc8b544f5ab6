import type { DeckScene, DeckStep } from './deck.ts'
import type { Rect, StageBox } from '../layout/stage-layout.ts'
import { CANVAS, FIELD_STATE_LEGEND_PX, FOOT_TOP, HELPERS_TOP, MARGIN, SKETCH_TOP } from '../canvas/slide-areas.ts'
import { sketchHeight } from '../canvas/panel-size.ts'

/** Room below a box for its outline, slide px. */
const OUTLINE_PX = 8

/**
 * Find the part of a slide that is the diagram: below the headline, down to the lowest box of the last step.
 *
 * @param scene - with its slot, panels and steps.
 * @param boxes - of the stage, stage px.
 * @returns slide px; undefined where the slide has neither stage nor panels.
 */
export function diagramCrop(scene: DeckScene, boxes: readonly StageBox[]): Rect | undefined {
  const width = CANVAS.width - 2 * MARGIN
  const panels = scene.panels.length > 0 ? sketchHeight(scene.panels, width) : 0
  if (!scene.slot)
    return panels > 0
      ? {
          x: MARGIN - 4,
          y: SKETCH_TOP - 2,
          width: width + 8,
          height: panels + (scene.hasLegend ? FIELD_STATE_LEGEND_PX : 6),
        }
      : undefined
  const drawn = boxesExtent(scene.steps.at(-1)!, boxes)
  // Beside the path of a hazard stand panels as high as the slide.
  if (scene.hazard) return { x: MARGIN - 24, y: SKETCH_TOP - 2, width: width + 48, height: FOOT_TOP - SKETCH_TOP }
  const top = scene.helpers
    ? HELPERS_TOP - 2
    : scene.view === 'grow' && panels > 0
      ? SKETCH_TOP - 2
      : Math.max(scene.slot.y - 4, drawn.top - OUTLINE_PX)
  const bottom = Math.min(scene.slot.y + scene.slot.height + 6, drawn.bottom + OUTLINE_PX)
  return { x: MARGIN - 24, y: top, width: width + 48, height: bottom - top }
}

/** The top and bottom edge of all boxes of a step, slide px. */
function boxesExtent(
  { boxes: shown, camera }: DeckStep,
  boxes: readonly StageBox[],
): { readonly top: number; readonly bottom: number } {
  const drawn = boxes.filter(it => it.id in shown)
  return {
    top: Math.min(...drawn.map(it => it.y * camera.scale + camera.y)),
    bottom: Math.max(...drawn.map(it => (it.y + it.height) * camera.scale + camera.y)),
  }
}
