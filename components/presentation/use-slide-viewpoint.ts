import type { ComputedRef } from 'vue'
import { useNav, useSlideContext } from '@slidev/client'
import { computed, shallowRef, watchSyncEffect } from 'vue'
import { usePresentation } from './use-presentation.ts'

/** The contexts in which Slidev mounts many slides and shows one. */
const ONE_OF_MANY: readonly string[] = ['slide', 'presenter']

/**
 * Follow arch and release. A slide that is not on show keeps the ones that it had, so that a switch renders one slide
 * again and not all of them.
 *
 * @returns the arch and the release for which the slide is rendered; undefined is the release of the slide itself.
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
