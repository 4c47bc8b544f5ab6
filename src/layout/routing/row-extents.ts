import { lanesHeight } from './lanes.ts'
import { SIZES } from '../sizes.ts'

/** A row's height: y of its upper and its lower border, stage px. */
export type RowExtent = { readonly top: number; readonly bottom: number }

/** Where the rows are, bottom up, and where links bend between row r and row r + 1. */
export type RowExtents = {
  readonly rows: readonly RowExtent[]
  /** `top` is nearer to the upper row. */
  readonly bends: readonly RowExtent[]
  readonly height: number
}

/** What a row needs: its boxes' height, how many lanes above and below it, whether a link bends between it and the next. */
export type RowRequirements = {
  readonly height: number
  readonly over: number
  readonly under: number
  readonly isBentAbove: boolean
}

/** Stack the rows. @param needs - per row, bottom up. */
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
