import type { ComputedRef } from 'vue'
import { useNav, useSlideContext } from '@slidev/client'
import { computed } from 'vue'
import { usePresentation } from '../presentation/use-presentation.ts'

/** Whether this page is printed with the kernel's own sources; set in its address. */
const isAsked = new URLSearchParams(location.search).has('sources')

/**
 * Which page of kernel lines covers a slide's sketch.
 *
 * @returns the page, from 1; 0 for none, `all` in print.
 */
export function useKernelSourcePage(): ComputedRef<number | 'all'> {
  const { show } = usePresentation()
  const { $page, $renderContext } = useSlideContext()
  const { isPrintMode, currentSlideNo } = useNav()
  return computed(() => {
    if (isPrintMode.value) return isAsked ? 'all' : 0
    const isOnShow = $page.value === currentSlideNo.value && ['slide', 'presenter'].includes($renderContext.value)
    return isOnShow ? show.value.source : 0
  })
}
