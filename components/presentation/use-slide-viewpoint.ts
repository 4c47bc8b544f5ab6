import type { ComputedRef } from 'vue'
import { useNav, useSlideContext } from '@slidev/client'
import { computed, shallowRef, watchSyncEffect } from 'vue'
import { usePresentation } from './use-presentation.ts'

/** Where a slide is one of many of which one is on show. */
const ONE_OF_MANY: readonly string[] = ['slide', 'presenter']

/**
 * The arch and the release that a slide is seen for. A slide that is not on show keeps those that it had, so that to
 * switch costs one slide and not all of them.
 */
export function useSlideViewpoint(): {
  readonly arch: ComputedRef<string>
  readonly release: ComputedRef<string | undefined>
} {
  const { show } = usePresentation()
  const { $page, $renderContext } = useSlideContext()
  const { currentSlideNo, isPrintMode } = useNav()
  const seen = shallowRef(show.value)
  watchSyncEffect(() => {
    if (isPrintMode.value || !ONE_OF_MANY.includes($renderContext.value) || $page.value === currentSlideNo.value)
      seen.value = show.value
  })
  return { arch: computed(() => seen.value.arch), release: computed(() => seen.value.release) }
}
