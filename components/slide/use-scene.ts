import type { ComputedRef } from 'vue'
import type { DeckScene, DeckStep } from '../../src/deck/deck.ts'
import { computed } from 'vue'
import { useSceneForArch } from './use-scene-for-arch.ts'
import { useSceneStep } from './use-scene-step.ts'

/**
 * The scene of a slide for the arch on show, and its step. Claims the slide's clicks.
 *
 * @param id - the scene named in the slide's frontmatter; `npm run check` makes sure that it exists.
 * @returns the resolved scene, and the step from 0.
 */
export function useScene(id: string): {
  scene: ComputedRef<DeckScene>
  step: ComputedRef<number>
  now: ComputedRef<DeckStep>
} {
  const scene = useSceneForArch(() => id)
  const step = useSceneStep(scene.value.steps.length)
  return { scene, step, now: computed(() => scene.value.steps[step.value] ?? scene.value.steps.at(-1)!) }
}
