import type { Deck } from '../../src/deck/deck.ts'
import type { ShallowRef } from 'vue'
import made from 'virtual:deck'
import { shallowRef } from 'vue'

const deck = shallowRef(made)

if (import.meta.hot) {
  import.meta.hot.accept('virtual:deck', next => {
    if (next) deck.value = next.default as Deck
  })
}

/** The deck, computed at build time; in dev it changes when a data file is saved. */
export function useDeck(): Readonly<ShallowRef<Deck>> {
  return deck
}
