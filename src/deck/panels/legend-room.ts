import type { StageBox } from '../../layout/stage-layout.ts'
import type { DeckScene } from '../deck.ts'
import { isTall, panelWidths, sketchHeight } from '../../canvas/panel-size.ts'
import { WITHOUT_VERDICT } from '../../model/vocabulary.ts'
import { CANVAS, FOOT_TOP, MARGIN, SKETCH_TOP } from '../../canvas/slide-areas.ts'

/** The space above the legend of field states, the height of one of its lines, and how many it always has; slide px. */
const LEGEND_GAP_PX = 10
const LEGEND_LINE_PX = 29
const LEGEND_LINES = 4

/**
 * Whether the legend of field states fits below the first panel of a scene, or beside a tall one: above the boxes of
 * its stage, or above the foot where it has none.
 *
 * @param scene - with its panels, slot and steps.
 * @param boxes - of the stage, stage px.
 * @returns false where the scene has no register frame.
 */
export function hasRoomForLegend({ view, panels, slot, steps }: DeckScene, boxes: readonly StageBox[]): boolean {
  const [first] = panels
  if (!first || view === 'hazard' || !panels.some(it => it.kind === 'frame')) return false
  const width = panelWidths(panels, CANVAS.width - 2 * MARGIN)[0]!
  const states = panels.flatMap(it => (it.kind === 'frame' ? it.rows.map(row => row.state) : []))
  const lines = LEGEND_LINES + WITHOUT_VERDICT.filter(it => states.includes(it)).length
  // Beside a tall struct it begins at the top.
  const above = isTall(panels) ? 0 : sketchHeight([first], width)
  const bottom = SKETCH_TOP + above + LEGEND_GAP_PX + lines * LEGEND_LINE_PX
  const tops = steps.flatMap(({ boxes: shown, camera }) =>
    boxes.filter(it => it.id in shown).map(it => it.y * camera.scale + camera.y),
  )
  return bottom <= (slot ? Math.min(...tops) : FOOT_TOP)
}
