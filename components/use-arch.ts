import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { useDeck } from './use-deck.ts'

/** The arch on show: `?arch=` of the address, before or behind the #, if the dataset has it, else the deck's own. */
export function useArch(): ComputedRef<string> {
  const deck = useDeck()
  const asked = [location.search, location.hash.split('?')[1]].map(query => new URLSearchParams(query).get('arch')).find(Boolean)
  return computed(() => deck.value.arches.some(it => it.id === asked) ? asked! : deck.value.arch)
}
