import { CANVAS } from '../../src/canvas/slide-areas.ts'

/** Room for the counts above the topmost boxes, px. */
export const STAGE_TOP = 18

/** How high a stage may be above the answer, px, and how wide an answer beside it must be. */
const MOST_ABOVE = 332
const LEAST_BESIDE = 340

/** The margins around a stage with the answer beside it, px. */
const GAP = { left: 20, between: 28, right: 24 }

/**
 * Where the stage stands in the explorer: above the answer, or, where it is too high for that and not too wide, with
 * the answer at its right.
 *
 * @param stage - its size in stage px.
 * @returns its left edge and its height on the canvas, px, and the left edge of what stands beside it, if anything
 *   does. A stage that is too high and too wide is drawn smaller.
 */
export function stagePlace({ width, height }: { readonly width: number; readonly height: number }): {
  readonly left: number
  readonly height: number
  readonly beside?: number
} {
  const whole = STAGE_TOP + height + 2
  const middle = (CANVAS.width - width) / 2
  if (whole <= MOST_ABOVE) return { left: middle, height: whole }
  const beside = GAP.left + width + GAP.between
  return CANVAS.width - GAP.right - beside >= LEAST_BESIDE
    ? { left: GAP.left, height: Math.min(whole, CANVAS.height), beside }
    : { left: middle, height: MOST_ABOVE }
}
