import type { ComputedRef } from 'vue'
import type { DeckScene } from './geometry/deck.ts'
import { computed, watch } from 'vue'
import { atRelease } from './geometry/at-release.ts'
import { sceneOn } from './geometry/scene-on.ts'
import { loadMoments, useLoadedMoments } from './load-moments.ts'
import { useDeck } from './use-deck.ts'
import { useSeen } from './use-seen.ts'

/** A scene as a slide is seen: on the arch on show, and in the release that somebody chose, if somebody did. */
export function useSceneOn(id: () => string): ComputedRef<DeckScene> {
  const deck = useDeck()
  const moments = useLoadedMoments()
  const { arch, release } = useSeen()
  watch(release, it => it !== undefined && void loadMoments(), { immediate: true })
  return computed(() => {
    const frames = release.value === undefined ? undefined : moments.value?.[arch.value]?.frames[id()]
    const then = frames && atRelease(frames, release.value!, deck.value.releases)
    return sceneOn(deck.value, id(), arch.value, then && { release: release.value!, scene: then })
  })
}
