import type { FieldState } from '../model/schema/capture.ts'
import type { Cell, Frame } from '../model/analysis/register-frame.ts'
import { FIELD_STATES } from '../model/vocabulary.ts'
import { runLabel } from '../deck/panels/register-rows.ts'
import { say } from '../words/say.ts'

/** Why registers are lost: their fields do not hold them any more, or the struct has no field for them. */
export type LossReason = Exclude<FieldState, 'captured' | 'computed' | 'none'> | 'dropped'

/** Registers that are lost for one reason. */
export type RegisterLoss = {
  readonly reason: LossReason
  /** As the arch names them, in the struct's order. */
  readonly registers: readonly string[]
  /** The reason and the registers, as a text. */
  readonly words: string
}

/** In English, and in this order. */
const LOSS_LABELS: Readonly<Record<LossReason, string>> = {
  'made-up': FIELD_STATES['made-up'].label,
  unset: FIELD_STATES.unset.label,
  unknown: FIELD_STATES.unknown.label,
  dropped: 'no room for',
}

/**
 * Find what a capture did not save.
 *
 * @param frame - as the capture leaves it.
 * @returns a loss for each reason; empty where every register was captured or computed.
 */
export function lossesIn(frame: Frame): readonly RegisterLoss[] {
  return lossesOf(frame.filter(isLost), it => it.state as LossReason)
}

/**
 * Find what is lost when a frame is converted into another.
 *
 * @param before - the frame that is converted.
 * @param after - the frame that results.
 * @returns a loss for each reason: fields whose state is worse than before, and registers there that have no field
 *   any more.
 */
export function lossesBetween(before: Frame, after: Frame): readonly RegisterLoss[] {
  const now = new Set(after.map(nameOf))
  const were = new Map(before.map(it => [nameOf(it), it.state]))
  const worse = after.filter(it => isLost(it) && were.get(nameOf(it)) !== it.state)
  const dropped = before.filter(it => !isLost(it) && it.state !== 'none' && !now.has(nameOf(it)))
  return [...lossesOf(worse, it => it.state as LossReason), ...lossesOf(dropped, () => 'dropped')]
}

/**
 * List the names of fields, with neighbours as a run: `x9 … x28, pc`.
 *
 * @param cells - in the struct's order.
 * @returns the names as the arch has them.
 */
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

/** Whether a register should stand in a field, and does not. */
function isLost({ state }: Cell): boolean {
  return state !== 'captured' && state !== 'computed' && state !== 'none'
}

/** The arch's name of a register, which is the same in all structs; the field's own name may differ. */
function nameOf({ field }: Cell): string {
  return field.alias ?? field.name
}

/** The losses among cells, by reason, in the order of `LOSS_LABELS`. */
function lossesOf(cells: readonly Cell[], reasonOf: (cell: Cell) => LossReason): readonly RegisterLoss[] {
  return (Object.keys(LOSS_LABELS) as LossReason[]).flatMap(reason => {
    const mine = cells.filter(it => reasonOf(it) === reason)
    return mine.length > 0
      ? [{ reason, registers: mine.map(nameOf), words: `${say(LOSS_LABELS[reason])}: ${fieldWords(mine)}` }]
      : []
  })
}
