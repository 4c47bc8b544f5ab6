import type { Matrix } from './matrix.ts'

/**
 * As many rows as there is room for: where there are more, those that fill the same in the same way share one, which has
 * the name of the first and says how many more there are.
 */
export function sharedRows(rows: Matrix['rows'], most: number): Matrix['rows'] {
  if (rows.length <= most) return rows
  return [...Map.groupBy(rows, it => `${it.origin} ${it.states.join()}`).values()].map(([first, ...more]) =>
    more.length > 0 ? { ...first!, name: `${first!.name} +${more.length}` } : first!,
  )
}
