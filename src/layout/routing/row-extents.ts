import { lanesHeight } from './lanes.ts'
import { SIZES } from '../sizes.ts'

/** A row's extent: y of its upper and its lower border, stage px. */
export type RowExtent = { readonly top: number; readonly bottom: number }

/** Where the rows are, and where links bend between them, stage px. */
export type RowExtents = {
  /** Per row, bottom up. */
  readonly rows: readonly RowExtent[]
  /** Per gap: `bends[r]` is where links bend between row r and row r + 1; its `top` is nearer to row r + 1. */
  readonly bends: readonly RowExtent[]
  /** Of the whole stage. */
  readonly height: number
}

/** What a row needs. */
export type RowRequirements = {
  /** Of its highest box, stage px. */
  readonly height: number
  /** How many lanes run above it and below it. */
  readonly over: number
  readonly under: number
  /** Whether a link bends between it and the next row. */
  readonly isBentAbove: boolean
}

/**
 * Stack the rows, each gap as high as its lanes and bends need, and at least `SIZES.rowGap`.
 *
 *     row r + 1   └──────┘   bottom
 *                 ────────   lanes under row r + 1
 *                            bends[r].top
 *                    ╭─╯     links bend here
 *                   ╭╯       bends[r].bottom
 *                 ────────   lanes over row r
 *     row r       ┌──────┐   top
 *
 * @param needs - per row, bottom up.
 * @returns the extents; y 0 is `SIZES.margin` above the top row and its lanes.
 */
export function rowExtents(needs: readonly RowRequirements[]): RowExtents {
  const rows: RowExtent[] = []
  const bends: RowExtent[] = []
  let y: number = SIZES.margin
  for (let row = needs.length - 1; row >= 0; row--) {
    const { height, over } = needs[row]!
    const above = needs[row + 1]
    if (above) {
      const bent = needs[row]!.isBentAbove ? SIZES.curveHeight : 0
      const gap = Math.max(SIZES.rowGap, lanesHeight(above.under) + bent + lanesHeight(over))
      bends[row] = { top: y + lanesHeight(above.under), bottom: y + gap - lanesHeight(over) }
      y += gap
    } else y += lanesHeight(over)
    rows[row] = { top: y, bottom: y + height }
    y += height
  }
  return { rows, bends, height: y + lanesHeight(needs[0]?.under ?? 0) + SIZES.margin }
}
