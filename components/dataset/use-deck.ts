import type { Deck } from '../../src/deck/deck.ts'
import type { OtherArches } from '../../src/deck/arches/other-arches.ts'
import type { ShallowRef } from 'vue'
import made from 'virtual:deck'
import { shallowRef } from 'vue'
import { withOtherArches } from '../../src/deck/arches/other-arches.ts'

const deck = shallowRef(made)

if (import.meta.hot) {
  import.meta.hot.accept('virtual:deck', next => {
    if (next) take(next.default as Deck)
  })
  import.meta.hot.accept('virtual:other-arches', next => {
    if (!next) return
    others = next.default as OtherArches
    take(deck.value)
  })
}

/** The deck, computed at build time; in dev it changes when a data file is saved. */
export function useDeck(): Readonly<ShallowRef<Deck>> {
  return deck
}

/** What other arches than the deck's own need; undefined until it is loaded. */
let others: OtherArches | undefined
let loading: Promise<void> | undefined

function take(own: Deck): void {
  deck.value = others ? withOtherArches(own, others) : own
}

/** Whether all is there that the deck needs to be shown on an arch. */
export function isDeckOn(arch: string): boolean {
  return others !== undefined || arch === deck.value.arch
}

/**
 * Load what the deck needs to be shown on an arch.
 *
 * @param arch - an id; undefined, or one that the deck does not have, needs nothing.
 */
export async function deckOn(arch: string | undefined): Promise<void> {
  if (arch !== undefined && !isDeckOn(arch) && deck.value.arches.some(it => it.id === arch)) await loadOtherArches()
}

/** Load what the deck needs to be shown on any arch. */
export function loadOtherArches(): Promise<void> {
  return (loading ??= load().finally(() => (loading = undefined)))
}

async function load(): Promise<void> {
  if (others) return
  others = (await import('virtual:other-arches')).default
  take(deck.value)
}
