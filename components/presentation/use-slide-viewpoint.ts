import type { ComputedRef } from 'vue'
import { useNav, useSlideContext } from '@slidev/client'
import { computed, shallowRef, watchSyncEffect } from 'vue'
import type { PresentationState } from '../../src/presentation/presentation-state.ts'
import { isViewpointLoaded } from '../dataset/load-viewpoint.ts'
import { useDeck } from '../dataset/use-deck.ts'
import { loadOrGoBack, noteShown } from './missing-parts.ts'
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
  const { arch: own } = useDeck().value
  const seen = shallowRef(isViewpointLoaded(show.value) ? show.value : { ...show.value, arch: own, release: undefined })
  watchSyncEffect(() => {
    if (isPrintMode.value || !ONE_OF_MANY.includes($renderContext.value) || $page.value === currentSlideNo.value)
      see(show.value)
  })

  /** What an arch or a release needs may still have to come: until then the slide stays as it is. */
  function see(now: PresentationState): void {
    if (!isViewpointLoaded(now)) return void loadOrGoBack(now)
    seen.value = now
    noteShown(now)
  }
  return { arch: computed(() => seen.value.arch), release: computed(() => seen.value.release) }
}
