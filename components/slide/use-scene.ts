import type { ComputedRef } from 'vue'
import type { DeckScene, DeckStep } from '../../src/deck/deck.ts'
import { useSlideContext } from '@slidev/client'
import { computed } from 'vue'
import { sceneOf } from '../../src/model/showing.ts'
import { useDeck } from '../dataset/use-deck.ts'
import { useSceneForArch } from './use-scene-for-arch.ts'
import { useSceneStep } from './use-scene-step.ts'

/**
 * The scene of this slide for the arch on show, and its step. Claims the slide's clicks.
 *
 * @param name - the scene named in the slide's frontmatter; `npm run check` makes sure that it exists.
 * @returns the id under which the deck has the scene here, the resolved scene, and the step from 0.
 */
export function useScene(name: string): {
  id: string
  scene: ComputedRef<DeckScene>
  step: ComputedRef<number>
  now: ComputedRef<DeckStep>
} {
  const { $page } = useSlideContext()
  // Slides that show the same scene name it alike: which showing this is, only its place in the deck tells.
  const showing = useDeck().value.order[$page.value - 1]
  const id = showing !== undefined && sceneOf(showing) === name ? showing : name
  const scene = useSceneForArch(() => id)
  const step = useSceneStep(scene.value.steps.length)
  return { id, scene, step, now: computed(() => scene.value.steps[step.value] ?? scene.value.steps.at(-1)!) }
}
