import type { Deck } from '../deck/deck.ts'

/**
 * Find the scene that ends with the whole stage in its colours.
 *
 * @param deck - its scenes in running order.
 * @returns the id of the last one; undefined where there is none.
 */
export function wholeStageScene({ order, scenes }: Pick<Deck, 'order' | 'scenes'>): string | undefined {
  return order.findLast(id => scenes[id]?.view === 'classes')
}
