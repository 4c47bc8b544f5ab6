import type { ComputedRef } from 'vue'
import { useSlideContext } from '@slidev/client'
import { computed, onUnmounted, useId } from 'vue'

/**
 * Claim the clicks of a slide that shows a scene, and give the step on show.
 *
 * @param steps - how many steps the scene has; it claims one click less.
 * @returns the step on show, 0 … steps - 1.
 */
export function useSceneStep(steps: number): ComputedRef<number> {
  const { $clicksContext } = useSlideContext()
  const id = useId()
  if (steps > 1) {
    $clicksContext.register(id, $clicksContext.calculateSince(1, steps - 1))
    onUnmounted(() => $clicksContext.unregister(id))
  }
  return computed(() => Math.min(steps - 1, Math.max(0, $clicksContext.current)))
}
