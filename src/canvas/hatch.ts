import type { Rect } from '../layout/stage-layout.ts'
// d3-path and not d3: d3's index would bring its transitions to the browser.
import { pathRound } from 'd3-path'

/**
 * Draw parallel strokes at 45 degrees, cut off at a box: a mark beside colour, so that nothing depends on colour alone.
 *
 *     ┌──────────┐
 *     │ ╱  ╱  ╱  │
 *     │╱  ╱  ╱  ╱│
 *     └──────────┘
 *
 * Strokes and not an SVG pattern: a pattern needs an id, and is printed as a raster.
 *
 * @param box - what to hatch, in any unit.
 * @param spacing - distance between strokes along the x axis, same unit as the box.
 * @param first - where the first stroke meets the upper edge, from the upper left corner.
 * @returns the `d` of one path; empty for a box without area.
 */
export function hatchPath(box: Rect, spacing = 9, first = spacing / 2): string {
  const { x, y, width, height } = box
  const strokes = pathRound(1)
  for (let offset = first; offset < width + height; offset += spacing) {
    // A stroke runs up and to the right, from the left or the lower edge to the upper or the right one.
    const from = offset <= height ? { x, y: y + offset } : { x: x + offset - height, y: y + height }
    const to = offset <= width ? { x: x + offset, y } : { x: x + width, y: y + offset - width }
    strokes.moveTo(from.x, from.y)
    strokes.lineTo(to.x, to.y)
  }
  return strokes.toString()
}

/** How far inside a box's edge its outline may reach, px: also into its round corners. */
const OUTLINE = 2

/** The same for a box with an outline: the strokes end at it, and none sticks out at a round corner. */
export function hatchInside({ x, y, width, height }: Rect): string {
  return hatchPath({ x: x + OUTLINE, y: y + OUTLINE, width: width - 2 * OUTLINE, height: height - 2 * OUTLINE })
}
