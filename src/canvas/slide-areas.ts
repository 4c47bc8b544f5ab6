import type { Rect } from '../layout/stage-layout.ts'
import type { SizedPanel } from './panel-size.ts'
import { sketchHeight } from './panel-size.ts'

/** The slide's canvas, px. */
export const CANVAS = { width: 980, height: 552 } as const
/** Free space at the left and the right edge, px. */
export const MARGIN = 44
/** Where the sketch begins, below overline and headline, px from the top. */
export const SKETCH_TOP = 112
/** Where the foot of the slide begins, px from the top. */
const FOOT_TOP = 506
const FOOTNOTE_LINE = 22
/** Where the headline ends, px from the top, and what words below it take. */
const HEAD_BOTTOM = 102
const ONE_LINE = 34
const TWO_LINES = 47
const LEGEND = 34
const GAP = 12

const rowWidth = CANVAS.width - 2 * MARGIN
/** Free space beside the stage, px: its outermost boxes stand at the margin, and the camera keeps a little room around them. */
const STAGE_MARGIN = MARGIN - 6

/**
 * The part of the canvas that a slide gives to the stage.
 *
 * @param view - which picture the slide shows.
 * @param footnotes - the lines above the foot.
 * @param panels - what stands above the stage.
 * @returns undefined where the view has no stage.
 */
export function stageSlot(
  { view, footnotes }: { readonly view: string; readonly footnotes?: readonly string[] | undefined },
  panels: readonly SizedPanel[],
): Rect | undefined {
  const bottom = FOOT_TOP - FOOTNOTE_LINE * (footnotes?.length ?? 0)
  const down = (top: number, end = bottom): Rect => ({
    x: STAGE_MARGIN,
    y: top,
    width: CANVAS.width - 2 * STAGE_MARGIN,
    height: end - top,
  })
  switch (view) {
    case 'grow':
      return down(SKETCH_TOP + (panels.length > 0 ? sketchHeight(panels, rowWidth) + GAP : 0))
    case 'classes':
      return down(HEAD_BOTTOM, bottom - LEGEND)
    case 'helpers':
      return down(HEAD_BOTTOM + ONE_LINE, bottom - LEGEND)
    case 'conversions':
      return down(HEAD_BOTTOM + TWO_LINES, bottom - LEGEND)
    case 'hazard':
      return { ...down(HAZARD_LEGEND_TOP + HAZARD_LEGEND), width: HAZARD_WIDTH }
    default:
      return undefined
  }
}

/** Width of the stage beside the frame on a hazard slide, px, and where its legend stands above it. */
export const HAZARD_WIDTH = 600
export const HAZARD_LEGEND_TOP = 100
/** Its height: two lines. */
const HAZARD_LEGEND = 52
