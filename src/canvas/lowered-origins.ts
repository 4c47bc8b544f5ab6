import type { Rect, StageBox, StageLayout } from '../layout/stage-layout.ts'
import { cameraFor, type Camera } from './camera.ts'

/** Where the origin bars are and how high, while they are lowered; stage px. */
export type LoweredOrigins = { readonly y: number; readonly height: number }

/** The least that lowered bars need, px. */
const LOW = {
  /** Of a bar: its label still fits. */
  height: 22,
  /** From the boxes to the bars, where there is room. */
  legs: 22,
  /** From a lane to the bars. */
  lane: 6,
  /** Between the boxes and the bars: the lanes still pass. */
  gap: 18,
  /** The label is above the bar's middle by this: descenders take room below the baseline. */
  lift: 1.5,
}

/** How far outlines may rise above the slot, and where it is too low for the lanes, as well; and below it; px. */
const OUTSIDE = { above: 3, forLanes: 7, below: 0 }

/**
 * Find a camera for a slot that is too low for the whole stage at full size: the origin bars move close to the boxes,
 * and where that is not enough become lower, so that it can still be seen what stands on which.
 *
 *     ┌──┐ ┌──┐            ┌──┐ ┌──┐
 *     └┬─┘ └─┬┘            └┬─┘ └─┬┘
 *      │     │       →     ▒▒▒▒▒▒▒▒▒
 *     ▒▒▒▒▒▒▒▒▒
 *     ▒▒▒▒▒▒▒▒▒
 *
 * @param layout - of the stage.
 * @param shown - boxes of `layout`, origins among them or not.
 * @param slot - the part of the slide that is kept for the stage, slide px.
 * @returns undefined if the slot is too low, or too narrow, for that too.
 */
export function lowerOrigins(
  layout: StageLayout,
  shown: readonly string[],
  slot: Rect,
): { readonly camera: Camera; readonly origins: LoweredOrigins } | undefined {
  const above = layout.boxes.filter(it => !it.isOrigin && shown.includes(it.id))
  const top = Math.min(...above.map(it => it.y))
  const bottom = Math.max(...above.map(it => it.y + it.height))
  const bars = layout.boxes.filter(it => it.isOrigin)
  const { scale, x } = cameraFor(layout, shown, { ...slot, height: Infinity }, { maxScale: 1 })
  // Only below the lanes can bars begin: on a lane a link is still on its way past another bar.
  const barsY = Math.min(...bars.map(it => it.y))
  const lanes = layout.links
    .filter(it => shown.includes(it.child))
    .flatMap(it => it.points.map(point => point.y))
    .filter(it => it > bottom && it < barsY)
    .map(it => it + LOW.lane - bottom)
  const free = slot.height + OUTSIDE.above + OUTSIDE.below - LOW.height - (bottom - top)
  const raised = Math.min(OUTSIDE.forLanes, Math.max(0, ...lanes.map(it => it - free)))
  const highest = slot.y - OUTSIDE.above - raised - top
  const spare = Math.max(0, free + raised - Math.max(LOW.legs, ...lanes))
  const height = Math.min(...bars.map(it => it.height))
  // What is left goes to the bars, up to their full height, and above the boxes: these stand away from the sketch.
  const least = Math.min(LOW.height + spare / 2, height)
  const y = highest + spare - (least - LOW.height)
  const floor = slot.y + slot.height + OUTSIDE.below - y
  // Links end where the bars begin in the layout: no bar may begin below that, nor far above it, where a link may still
  // be on its way past another bar.
  const originsY = Math.min(floor - least, barsY)
  const origins = { y: originsY, height: Math.min(floor - originsY, height) }
  return scale < 1 || origins.y < bottom + LOW.gap ? undefined : { camera: { scale, x, y }, origins }
}

/**
 * Lower the box of an origin. Its label stays in the middle, as far as the eye can tell.
 *
 * @param box - of an origin, as the layout has it.
 * @param origins - where the bars are to be.
 * @returns a copy.
 */
export function withOriginsAt<Box extends StageBox>(box: Box, origins: LoweredOrigins): Box {
  const shift = origins.y + origins.height / 2 - (box.y + box.height / 2) - LOW.lift
  return { ...box, ...origins, lines: box.lines.map(line => ({ ...line, y: line.y + shift })) }
}
