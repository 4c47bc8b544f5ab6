import type { Ref } from 'vue'
import { useNav, useSlideContext } from '@slidev/client'
import { computed, ref, watch } from 'vue'
import { idle, oneWaits, quiet } from '../scheduling/when-idle.ts'

/**
 * Whether a component is the one that a window has on show, on its slide or on none, so that what it shows is told in
 * words as well: once it has been drawn, and on a slide once it stands, for words that nobody sees must not keep what is seen.
 *
 * What is printed, previewed or still waiting for its turn is not told.
 */
export function useScreenReaderText(): Readonly<Ref<boolean>> {
  const { $renderContext, $page } = useSlideContext()
  const { isPrintMode, currentSlideNo } = useNav()
  const isOnItsSlide = computed(
    () => ['slide', 'presenter'].includes($renderContext.value) && $page.value === currentSlideNo.value,
  )
  const isOnShow = computed(() => !isPrintMode.value && ($renderContext.value === 'none' || isOnItsSlide.value))
  const isTold = ref(false)
  const tell = oneWaits(async () => {
    await ($renderContext.value === 'none' ? idle() : quiet())
    isTold.value = isOnShow.value
  })
  watch(isOnShow, tell, { immediate: true })
  return isTold
}
