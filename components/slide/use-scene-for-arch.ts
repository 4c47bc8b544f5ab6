import type { ComputedRef } from 'vue'
import type { DeckScene } from '../../src/deck/deck.ts'
import { computed } from 'vue'
import { valueAtRelease } from '../../src/deck/value-at-release.ts'
import { sceneForArch } from '../../src/deck/scene-for-arch.ts'
import { useTimelines } from '../dataset/use-timelines.ts'
import { useDeck } from '../dataset/use-deck.ts'
import { useSlideViewpoint } from '../presentation/use-slide-viewpoint.ts'

/**
 * A scene for the arch on show, and for the release that the speaker chose, if any.
 *
 * @param id - of a scene of the deck.
 * @returns the resolved scene.
 */
export function useSceneForArch(id: () => string): ComputedRef<DeckScene> {
  const deck = useDeck()
  const moments = useTimelines()
  const { arch, release } = useSlideViewpoint()
  return computed(() => {
    const frames = release.value === undefined ? undefined : moments.value?.[arch.value]?.frames[id()]
    const then = frames && valueAtRelease(frames, release.value!, deck.value.releases)
    return sceneForArch(deck.value, id(), arch.value, then && { release: release.value!, scene: then })
  })
}
