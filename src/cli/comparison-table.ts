import { wrap } from './wrap-text.ts'

/** One thing in which two sides differ: its kind, its name, and how each side has it; undefined where it does not. */
export type ComparedRow = {
  readonly what: string
  readonly id: string
  readonly a?: string | undefined
  readonly b?: string | undefined
}

/** The widest line of the table, in characters. */
const MOST_COLUMNS = 120

/** What stands between two columns. */
const GAP = '  '

/** The widest name, in characters; a longer one goes on in the next line. */
const MOST_NAME_COLUMNS = 38

/**
 * Write what differs between two sides as a table that fits a terminal: long texts go on in lines of their own column,
 * and a kind is named once.
 *
 * @param rows - the differences; those of a kind stand together.
 * @param a - the heading of the first side.
 * @param b - the heading of the second.
 * @returns the lines of the table, at most 120 characters each.
 */
export function comparisonTable(rows: readonly ComparedRow[], a: string, b: string): string {
  const kind = Math.max(...rows.map(it => it.what.length))
  const name = Math.min(MOST_NAME_COLUMNS, Math.max(...rows.map(it => it.id.length)))
  const side = Math.floor((MOST_COLUMNS - kind - name - 3 * GAP.length) / 2)
  const line = (cells: readonly [string, string, string, string]): readonly string[] => {
    const widths = [kind, name, side, side]
    const parts = cells.map((it, i) => wrap(breakable(it, widths[i]!), widths[i]!))
    return Array.from({ length: Math.max(...parts.map(it => it.length)) }, (_, i) =>
      parts
        .map((it, column) => (it[i] ?? '').padEnd(widths[column]!))
        .join(GAP)
        .trimEnd(),
    )
  }
  return [
    line(['', '', a, b]),
    ...rows.map((it, i) => line([rows[i - 1]?.what === it.what ? '' : it.what, it.id, it.a ?? '–', it.b ?? '–'])),
  ]
    .flat()
    .join('\n')
    .concat('\n')
}

/** A text in which no word is longer than a line. */
function breakable(text: string, width: number): string {
  return text
    .split(' ')
    .flatMap(word =>
      Array.from({ length: Math.ceil(word.length / width) || 1 }, (_, i) => word.slice(i * width, (i + 1) * width)),
    )
    .join(' ')
}
