import type { ComputedRef } from 'vue'
import { useNav, useSlideContext } from '@slidev/client'
import { computed } from 'vue'
import { useShow } from '../presentation/use-presentation.ts'

/** Whether this page is printed with the kernel's own sources: it was asked to in its address. */
const isAsked = new URLSearchParams(location.search).has('sources')

/** Which page of the kernel's own sources stands over a slide's sketch, from 1; 0 for none, and 'all' where they are printed. */
export function useSource(): ComputedRef<number | 'all'> {
  const { show } = useShow()
  const { $page, $renderContext } = useSlideContext()
  const { isPrintMode, currentSlideNo } = useNav()
  return computed(() => {
    if (isPrintMode.value) return isAsked ? 'all' : 0
    const isOnShow = $page.value === currentSlideNo.value && ['slide', 'presenter'].includes($renderContext.value)
    return isOnShow ? show.value.source : 0
  })
}
