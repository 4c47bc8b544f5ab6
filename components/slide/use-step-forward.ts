import type { Ref } from 'vue'
import { onSlideLeave, useNav, useSlideContext } from '@slidev/client'
import { ref, watch } from 'vue'

/**
 * Tell whether the step on show was reached by one step forward on screen. What is new at it then comes with a motion;
 * going back, jumps, print and previews show it at once.
 *
 * @param step - of this slide, from 0.
 * @returns set before what the step shows is drawn.
 */
export function useStepForward(step: Readonly<Ref<number>>): Readonly<Ref<boolean>> {
  const { $renderContext, $page } = useSlideContext()
  const { isPrintMode, currentSlideNo } = useNav()
  const isForward = ref(false)
  watch(
    step,
    (to, from) => {
      const isOnScreen = ['slide', 'presenter'].includes($renderContext.value) && !isPrintMode.value
      isForward.value = isOnScreen && $page.value === currentSlideNo.value && to === from + 1
    },
    { flush: 'sync' },
  )
  // A slide that is shown again shows all of it at once.
  onSlideLeave(() => (isForward.value = false))
  return isForward
}
