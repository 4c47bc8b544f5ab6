import type { Rect } from '../layout/stage-layout.ts'
import { isTall, sketchHeight, TALL_PX, type SizedPanel } from './panel-size.ts'

/** The slide's canvas, px. All lengths here are px of it, from its upper left corner. */
export const CANVAS = { width: 980, height: 552 } as const
/** Free space at the left and the right edge. */
export const MARGIN = 44
/** Where the sketch begins, below overline and headline. */
export const SKETCH_TOP = 112
/** Where the foot of the slide begins. */
export const FOOT_TOP = 506
/** Where the row of readers above the stage begins. */
export const HELPERS_TOP = 112
/** Where the headline ends, and the height of a line of words below it with its air. */
const HEAD_BOTTOM = 102
const ONE_LINE = 46
/** Height of the legend of classes, below the stage. */
export const CLASS_LEGEND_PX = 34
/** Height of the legend of states, below the first frame. */
export const FIELD_STATE_LEGEND_PX = 65
/** Height of all rows of a frame together, where there is no stage. */
export const LONE_ROWS_PX = 300
/** Between the sketch and the stage, and between a tall frame with its brace and the stage beside it. */
const GAP = 16
const BESIDE_GAP = 80

/** Width of the stage beside the panel on a hazard slide. */
export const HAZARD_WIDTH = 600
/** Height of the legend below it, which takes two lines. */
export const HAZARD_LEGEND_PX = 58

const ROW_WIDTH = CANVAS.width - 2 * MARGIN
/** Free space beside the stage. The camera keeps a little room around boxes: so the outermost stand at the margin. */
const STAGE_MARGIN = MARGIN - 6

/**
 * Find the part of the canvas that a slide gives to the stage.
 *
 * @param scene - `view`, the kind of picture.
 * @param panels - the sketch above the stage, left to right; empty if there is none.
 * @returns px; undefined if the view has no stage.
 */
export function stageSlot({ view }: { readonly view: string }, panels: readonly SizedPanel[]): Rect | undefined {
  const below = (top: number, end = FOOT_TOP): Rect => ({
    x: STAGE_MARGIN,
    y: top,
    width: CANVAS.width - 2 * STAGE_MARGIN,
    height: end - top,
  })
  switch (view) {
    case 'grow':
      if (isTall(panels)) {
        const x = MARGIN + TALL_PX.width + BESIDE_GAP
        return { ...below(SKETCH_TOP), x, width: CANVAS.width - STAGE_MARGIN - x }
      }
      return below(SKETCH_TOP + (panels.length > 0 ? sketchHeight(panels, ROW_WIDTH) + GAP : 0))
    case 'classes':
      return below(HEAD_BOTTOM, FOOT_TOP - CLASS_LEGEND_PX)
    case 'helpers':
      return below(HEAD_BOTTOM + ONE_LINE, FOOT_TOP - CLASS_LEGEND_PX)
    case 'conversions':
      return below(HEAD_BOTTOM + ONE_LINE, FOOT_TOP - CLASS_LEGEND_PX)
    case 'hazard':
      return { ...below(HEAD_BOTTOM, FOOT_TOP - HAZARD_LEGEND_PX), width: HAZARD_WIDTH }
    default:
      return undefined
  }
}
