import type { RegisterClass } from '../../data/model/mechanism.ts'
import type { Deck } from './deck.ts'

/** Mechanisms by arch: the class that each has there, null where the arch lacks it. */
export type ArchRows = {
  readonly mechanisms: readonly { readonly id: string, readonly label: string }[]
  readonly rows: readonly {
    readonly id: string
    readonly name: string
    readonly cells: readonly { readonly class: RegisterClass | null, readonly isNew: boolean }[]
  }[]
}

/**
 * What every arch of the deck has in a release that one of its steps names, the mechanisms as the talk brings them in.
 *
 * @param before - what is otherwise than in this release is new.
 */
export function archRows({ stage, order, scenes, presence, arches }: Pick<Deck, 'stage' | 'order' | 'scenes' | 'presence' | 'arches'>, release: string, before?: string): ArchRows {
  const boxes = new Map(stage.boxes.map(it => [it.id, it]))
  const told = new Set(order.flatMap(id => scenes[id]!.steps.flatMap(it => Object.keys(it.boxes))))
  const mechanisms = [...told].filter(id => !boxes.get(id)!.isOrigin)
  const classIn = (arch: string, id: string, at: string): RegisterClass | null => presence[arch]![at]!.classes[id] ?? null
  return {
    mechanisms: mechanisms.map(id => ({ id, label: boxes.get(id)!.lines.map(it => it.text).join(' ') })),
    rows: arches.map(({ id: arch, name }) => ({
      id: arch,
      name,
      cells: mechanisms.map((id) => {
        const found = classIn(arch, id, release)
        return { class: found, isNew: before !== undefined && classIn(arch, id, before) !== found }
      }),
    })),
  }
}
