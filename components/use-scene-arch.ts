import type { ComputedRef } from 'vue'
import type { DeckScene } from './geometry/deck.ts'
import { computed } from 'vue'
import { useArch } from './use-arch.ts'
import { useDeck } from './use-deck.ts'

/** The arch that a scene shows, and its name: its own where it is about one, else the arch on show. */
export function useSceneArch(scene: ComputedRef<DeckScene>): { readonly arch: ComputedRef<string>, readonly archName: ComputedRef<string> } {
  const deck = useDeck()
  const onShow = useArch()
  const arch = computed(() => scene.value.arch ?? onShow.value)
  return { arch, archName: computed(() => deck.value.arches.find(it => it.id === arch.value)!.name) }
}
