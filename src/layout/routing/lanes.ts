import { SIZES } from '../sizes.ts'

/** A same-row link that goes around, as its two ports, stage px. */
export type LaneSpan = { readonly left: number; readonly right: number }

/**
 * Put links that go around on lanes such that none lies on another and a short one stays inside a longer one.
 *
 * @param spans - the links on one side of one row.
 * @returns per span its lane; 0 is nearest to the row.
 */
export function assignLanes(spans: readonly LaneSpan[]): readonly number[] {
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

function length({ left, right }: LaneSpan): number {
  return right - left
}

function isTouching(a: LaneSpan, b: LaneSpan): boolean {
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
