import type { Ref } from 'vue'
import { useNav, useSlideContext } from '@slidev/client'
import { computed, ref, watch } from 'vue'
import { coalesce, whenAnimationsIdle } from '../scheduling/when-idle.ts'

/**
 * Whether to render text for screen readers: only in the component that is on screen (not in print, previews or
 * prerendered slides), and only after it has been painted, so that the text delays nothing that is seen.
 *
 * @returns false at first; true when the text is to be there.
 */
export function useScreenReaderText(): Readonly<Ref<boolean>> {
  const { $renderContext, $page } = useSlideContext()
  const { isPrintMode, currentSlideNo } = useNav()
  const isOnItsSlide = computed(
    () => ['slide', 'presenter'].includes($renderContext.value) && $page.value === currentSlideNo.value,
  )
  const isOnShow = computed(() => !isPrintMode.value && ($renderContext.value === 'none' || isOnItsSlide.value))
  const isDescribed = ref(false)
  const update = coalesce(async () => {
    await whenAnimationsIdle()
    isDescribed.value = isOnShow.value
  })
  watch(isOnShow, update, { immediate: true })
  return isDescribed
}
