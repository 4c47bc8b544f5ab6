// What stands in the description of the stage for screen readers; StageDescription.vue puts it into words.
import type { ClassId } from '../model/analysis/register-class.ts'
import type { Deck } from './deck.ts'
import type { VisualState, ShownStage } from './visual-state.ts'
import { boxVisualState, linkVisualState, shownClass } from './visual-state.ts'

/** The accessible description of a box. */
export type BoxDescription = {
  readonly id: string
  readonly label: string
  readonly state: Exclude<VisualState, 'hidden'>
  /** Only where the stage is coloured, and the arch has the mechanism. */
  readonly boxClass?: ClassId
  /** Set where a program derived the class, and no person has reviewed it. */
  readonly isDerived?: true
  /** The struct that stands on the box, where one does. */
  readonly struct?: string
  /** Labels of the boxes that it builds on, of the links that are drawn. */
  readonly on: readonly string[]
  /** Of these, the labels of those whose links are highlighted. */
  readonly highlighted: readonly string[]
}

/** A row of the stage, its boxes from left to right. */
export type RowDescription = { readonly name: string; readonly boxes: readonly BoxDescription[] }

/**
 * Describe the stage for a screen reader. Hidden boxes and links are left out.
 *
 * @param deck - of it, the stage and the names of its rows.
 * @param shown - what the stage shows.
 * @returns rows from the bottom up, their boxes from left to right.
 */
export function describeStage(
  { stage: { boxes, links }, look }: Pick<Deck, 'stage' | 'look'>,
  shown: ShownStage,
): readonly RowDescription[] {
  const label = new Map(boxes.map(it => [it.id, it.lines.map(line => line.text).join(' ')]))
  const ends = links
    .map(({ id }) => ({ ends: id.split('>') as [string, string], state: linkVisualState(id, shown) }))
    .filter(it => it.state !== 'hidden')
  const rows = Map.groupBy(
    boxes.flatMap(box => {
      const state = boxVisualState(box.id, shown)
      return state === 'hidden' ? [] : [{ ...box, state }]
    }),
    box => box.row,
  )
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([row, inRow]) => ({
      name: look.rows[row]!.name,
      boxes: inRow
        .toSorted((a, b) => a.x - b.x)
        .map(({ id, state }) => {
          const boxClass = state === 'absent' ? undefined : shownClass(id, shown)
          const struct = shown.step.structs?.[id]
          const under = ends.filter(({ ends: [, child] }) => child === id)
          return {
            id,
            label: label.get(id)!,
            state,
            ...(boxClass && { boxClass }),
            ...(boxClass && shown.availability.derived?.includes(id) && { isDerived: true as const }),
            ...(struct && { struct }),
            on: under.map(({ ends: [parent] }) => label.get(parent)!),
            highlighted: under.filter(it => it.state === 'focus').map(({ ends: [parent] }) => label.get(parent)!),
          }
        }),
    }))
}
