import { SIZES } from '../sizes.ts'
import type { Interval } from '../coordinates/origin-spans.ts'

/**
 * Put flat edges that go around boxes on lanes, so that none lies on another and a shorter one stays inside a longer.
 *
 *     lane 1     ╭─────────────────╮
 *     lane 0     │ ╭─────╮   ╭───╮ │
 *              ┌─┴─┴─┐ ┌─┴───┴─┐┌┴─┴┐
 *
 * From the shortest to the longest each gets the lane above the highest that it touches. The left-edge algorithm of
 * channel routing (A. Hashimoto, J. Stevens: Wire Routing by Optimizing Channel Assignment within Large Apertures,
 * Design Automation Workshop 1971) would need fewer lanes, but would let links cross that need not.
 *
 * @param spans - the two ports of each flat edge, of one side of one row, stage px.
 * @returns per span its lane; 0 is nearest to the row.
 */
export function assignLanes(spans: readonly Interval[]): readonly number[] {
  const lanes = spans.map(() => 0)
  const byLength = spans
    .map((_, i) => i)
    .sort((a, b) => length(spans[a]!) - length(spans[b]!) || spans[a]!.left - spans[b]!.left)
  byLength.forEach((index, rank) => {
    const inner = byLength.slice(0, rank).filter(other => isTouching(spans[index]!, spans[other]!))
    lanes[index] = 1 + Math.max(-1, ...inner.map(other => lanes[other]!))
  })
  return lanes
}

function length({ left, right }: Interval): number {
  return right - left
}

/** Whether two links on one lane would touch, their round corners included. */
function isTouching(a: Interval, b: Interval): boolean {
  return a.left < b.right + 2 * SIZES.cornerRadius && b.left < a.right + 2 * SIZES.cornerRadius
}

/** How far a lane is from the row's border, stage px. */
export function laneDistance(lane: number): number {
  return SIZES.laneOffset + lane * SIZES.laneGap
}

/** The height that a number of lanes takes beside a row, stage px; 0 for none. */
export function lanesHeight(count: number): number {
  return count === 0 ? 0 : laneDistance(count - 1) + SIZES.laneEnd
}
