import type { RegisterClass } from '../model/schema/mechanism.ts'
import type { Deck } from './deck.ts'
import type { StageAvailability } from './availability.ts'

/** Mechanisms by arch: the class that each has there, null where the arch lacks it, and then in which tree if the newest that was read is older, or nobody has read what it hands on. */
export type ArchRows = {
  readonly mechanisms: readonly { readonly id: string; readonly label: string }[]
  readonly rows: readonly {
    readonly id: string
    readonly name: string
    readonly cells: readonly {
      readonly class: RegisterClass | null
      readonly unread?: string
      readonly isUncaptured?: true
      readonly isNew: boolean
    }[]
  }[]
}

/** What an arch has. */
type PresenceOn = (arch: string) => Pick<StageAvailability, 'classes' | 'unread' | 'uncaptured'>

/**
 * What every arch of the deck has, the mechanisms as the talk brings them in.
 *
 * @param before - what is otherwise than it was then is new.
 */
export function archRows(
  { stage, order, scenes, arches }: Pick<Deck, 'stage' | 'order' | 'scenes' | 'arches'>,
  now: PresenceOn,
  before?: PresenceOn,
): ArchRows {
  const boxes = new Map(stage.boxes.map(it => [it.id, it]))
  const atRelease = new Set(order.flatMap(id => scenes[id]!.steps.flatMap(it => Object.keys(it.boxes))))
  const mechanisms = [...atRelease].filter(id => !boxes.get(id)!.isOrigin)
  return {
    mechanisms: mechanisms.map(id => ({
      id,
      label: boxes
        .get(id)!
        .lines.map(it => it.text)
        .join(' '),
    })),
    rows: arches.map(({ id: arch, name }) => ({
      id: arch,
      name,
      cells: mechanisms.map(id => {
        const { classes, unread, uncaptured } = now(arch)
        return {
          class: classes[id] ?? null,
          ...(unread?.[id] && { unread: unread[id] }),
          ...(uncaptured?.includes(id) && { isUncaptured: true as const }),
          isNew: before !== undefined && before(arch).classes[id] !== classes[id],
        }
      }),
    })),
  }
}
