import type { Ref } from 'vue'
import { useNav, useSlideContext } from '@slidev/client'
import { computed, ref, watch } from 'vue'

/** How long words may wait for the page to have nothing else to do, ms. */
const LATEST = 1000

/**
 * Whether a component of a slide is the one that a window has on show, so that what it shows is told in words as well:
 * once the slide has been drawn, for words that nobody sees must not keep it.
 *
 * What is printed, previewed or still waiting for its turn is not told.
 */
export function useTold(): Readonly<Ref<boolean>> {
  const { $renderContext, $page } = useSlideContext()
  const { isPrintMode, currentSlideNo } = useNav()
  const isOnShow = computed(() => !isPrintMode.value && ['slide', 'presenter'].includes($renderContext.value) && $page.value === currentSlideNo.value)
  const isTold = ref(false)
  watch(isOnShow, () => requestIdleCallback(() => isTold.value = isOnShow.value, { timeout: LATEST }), { immediate: true })
  return isTold
}
