import type { InjectionKey, Ref } from 'vue'
import { useNav, useSlideContext } from '@slidev/client'
import { computed, inject, provide, ref, watch } from 'vue'
import { coalesce, whenAnimationsIdle } from '../scheduling/when-idle.ts'

const isOnPaper: InjectionKey<boolean> = Symbol('on paper')

/**
 * Leave text for screen readers out of all that the calling component holds: what is on paper has none. It would come
 * piece by piece, and how much of it is printed would depend on how fast the machine is.
 */
export function leaveOutScreenReaderText(): void {
  provide(isOnPaper, true)
}

/**
 * Whether to render text for screen readers: only in the component that is on screen (not in print, previews or
 * prerendered slides), and only after it has been painted, so that the text delays nothing that is seen.
 *
 * @returns false at first; true when the text is to be there.
 */
export function useScreenReaderText(): Readonly<Ref<boolean>> {
  if (inject(isOnPaper, false)) return ref(false)
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
