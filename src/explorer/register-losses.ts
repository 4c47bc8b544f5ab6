import type { FieldState } from '../model/schema/capture.ts'
import type { Cell, Frame } from '../model/analysis/register-frame.ts'
import { FIELD_STATES } from '../model/vocabulary.ts'
import { runLabel } from '../deck/panels/register-rows.ts'

/** What becomes of fields on the way: not captured any more, or not there any more. */
export type LossReason = Exclude<FieldState, 'captured'> | 'dropped'

/** Registers that share a reason, as the arch calls them, in the struct's order; and the same in words. */
export type RegisterLoss = {
  readonly reason: LossReason
  readonly registers: readonly string[]
  readonly words: string
}

/** In words, and in this order. */
const LOSS_LABELS: Readonly<Record<LossReason, string>> = {
  'made-up': FIELD_STATES['made-up'].label,
  unset: FIELD_STATES.unset.label,
  dropped: 'no room for',
}

/** What a frame lacks from the beginning. */
export function lossesIn(frame: Frame): readonly RegisterLoss[] {
  return lossesOf(
    frame.filter(it => it.state !== 'captured'),
    it => it.state as LossReason,
  )
}

/** What is lost where a frame is turned into another: fields that were captured and are not now, and those that have no place in it. */
export function lossesBetween(before: Frame, after: Frame): readonly RegisterLoss[] {
  const now = new Set(after.map(nameOf))
  const were = new Map(before.map(it => [nameOf(it), it.state]))
  const worse = after.filter(it => it.state !== 'captured' && were.get(nameOf(it)) !== it.state)
  const dropped = before.filter(it => it.state === 'captured' && !now.has(nameOf(it)))
  return [...lossesOf(worse, it => it.state as LossReason), ...lossesOf(dropped, () => 'dropped')]
}

/** The names of fields, neighbours as a run: `x9 … x28, pc`. */
export function fieldWords(cells: readonly Cell[]): string {
  const runs: Cell[][] = []
  for (const cell of cells) {
    const last = runs.at(-1)?.at(-1)
    if (last && last.field.offset + last.field.size === cell.field.offset) runs.at(-1)!.push(cell)
    else runs.push([cell])
  }
  return runs
    .map(run => {
      const names = run.map(nameOf)
      return names.length > 2 ? runLabel(names) : names.join(', ')
    })
    .join(', ')
}

/** A register may be a field of another name in another struct: what the arch calls it is the same. */
function nameOf({ field }: Cell): string {
  return field.alias ?? field.name
}

function lossesOf(cells: readonly Cell[], reasonOf: (cell: Cell) => LossReason): readonly RegisterLoss[] {
  return (Object.keys(LOSS_LABELS) as LossReason[]).flatMap(reason => {
    const mine = cells.filter(it => reasonOf(it) === reason)
    return mine.length > 0
      ? [{ reason, registers: mine.map(nameOf), words: `${LOSS_LABELS[reason]}: ${fieldWords(mine)}` }]
      : []
  })
}
