import type { ComputedRef } from 'vue'
import { useNav, useSlideContext } from '@slidev/client'
import { computed } from 'vue'

/**
 * Whether a component of a slide is the one that a window has on show, so that what it shows is told in words as well.
 *
 * What is printed, previewed or still waiting for its turn is not told.
 */
export function useTold(): ComputedRef<boolean> {
  const { $renderContext, $page } = useSlideContext()
  const { isPrintMode, currentSlideNo } = useNav()
  return computed(() => !isPrintMode.value && ['slide', 'presenter'].includes($renderContext.value) && $page.value === currentSlideNo.value)
}
