import type { ClassId } from '../model/analysis/register-class.ts'
import type { Deck } from './deck.ts'
import type { StageAvailability } from './availability.ts'

/** The table of mechanisms by arch. */
export type ArchTable = {
  readonly mechanisms: readonly { readonly id: string; readonly label: string }[]
  readonly rows: readonly {
    readonly id: string
    readonly name: string
    /** The oldest release of it that was read, where that is newer than the talk's. */
    readonly oldestRead?: string
    /** In the order of `mechanisms`. */
    readonly cells: readonly {
      /** Null where the arch does not have the mechanism, as far as is known. */
      readonly class: ClassId | null
      /** Set where a program derived the class, and no person has reviewed it. */
      readonly isDerived?: true
      /** The release of the newest tree read, where only that tree, older than the release on show, lacks it. */
      readonly unread?: string
      /** Set where the arch may have the mechanism, but no capture of it has been read. */
      readonly isUncaptured?: true
      /** Whether the class differs from the one before. */
      readonly isNew: boolean
    }[]
  }[]
}

/** What an arch has at the release in question. */
type AvailabilityOf = (arch: string) => Pick<StageAvailability, 'classes' | 'derived' | 'unread' | 'uncaptured'>

/**
 * Make the table of mechanisms by arch.
 *
 * @param deck - the deck data.
 * @param now - what an arch has at the release on show.
 * @param before - what it had at the release to compare with; by default nothing is new.
 * @returns a row for each arch, mechanisms in the order in which the talk reveals them, without origins.
 */
export function archTable(
  { stage, order, scenes, arches }: Pick<Deck, 'stage' | 'order' | 'scenes' | 'arches'>,
  now: AvailabilityOf,
  before?: AvailabilityOf,
): ArchTable {
  const boxes = new Map(stage.boxes.map(it => [it.id, it]))
  const shownIds = new Set(order.flatMap(id => scenes[id]?.steps.flatMap(it => Object.keys(it.boxes)) ?? []))
  // Where no slide shows the stage, the table has all there is.
  const ids = shownIds.size > 0 ? shownIds : new Set(boxes.keys())
  const mechanisms = [...ids].filter(id => !boxes.get(id)!.isOrigin)
  return {
    mechanisms: mechanisms.map(id => ({
      id,
      label: boxes
        .get(id)!
        .lines.map(it => it.text)
        .join(' '),
    })),
    rows: arches.map(({ id: arch, ...named }) => ({
      id: arch,
      ...named,
      cells: mechanisms.map(id => {
        const { classes, derived, unread, uncaptured } = now(arch)
        return {
          class: classes[id] ?? null,
          ...(derived?.includes(id) && { isDerived: true as const }),
          ...(unread?.[id] && { unread: unread[id] }),
          ...(uncaptured?.includes(id) && { isUncaptured: true as const }),
          isNew: before !== undefined && before(arch).classes[id] !== classes[id],
        }
      }),
    })),
  }
}
