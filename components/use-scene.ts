import type { ComputedRef } from 'vue'
import type { DeckScene, DeckStep } from './geometry/deck.ts'
import { computed } from 'vue'
import { sceneOn } from './geometry/scene-on.ts'
import { useDeck } from './use-deck.ts'
import { useSeen } from './use-seen.ts'
import { useStep } from './use-step.ts'

/**
 * The scene of a slide, as the arch on show has it, and the step on show; the slide's clicks are claimed for it.
 *
 * @param id - the scene named in the slide's frontmatter; `npm run check` holds that it exists.
 */
export function useScene(id: string): { scene: ComputedRef<DeckScene>, step: ComputedRef<number>, now: ComputedRef<DeckStep> } {
  const deck = useDeck()
  const { arch } = useSeen()
  const scene = computed(() => sceneOn(deck.value, id, arch.value))
  const step = useStep(scene.value.steps.length)
  return { scene, step, now: computed(() => scene.value.steps[step.value] ?? scene.value.steps.at(-1)!) }
}
