import { useNav } from '@slidev/client'
import { nextTick, watch } from 'vue'
import { forceLayout } from '../scheduling/force-layout.ts'
import { coalesce, whenAnimationsIdle } from '../scheduling/when-idle.ts'

/**
 * At every step, while nothing moves, mount and lay out the slides next to the one on show: the frame that changes the
 * slide has then only to paint it. CSS keeps them out of sight and of the accessibility tree: see `presentation.css`.
 *
 * @returns when both are there for the first time.
 */
export async function prerenderNeighbours(): Promise<void> {
  const { router, slides, currentSlideNo } = useNav()
  // Arch and release are in the address too.
  const address = () => router.currentRoute.value.fullPath
  const prerender = coalesce(async () => {
    for (let done = ''; done !== address();) {
      done = address()
      const index = currentSlideNo.value - 1
      for (const { no, meta } of [0, 1, -1].flatMap(it => slides.value[index + it] ?? [])) {
        if (!meta.__preloaded) await whenAnimationsIdle()
        meta.__preloaded = true
        await nextTick()
        await whenAnimationsIdle()
        const slide = document.querySelector<HTMLElement>(`#slideshow > [data-slidev-no="${no}"]`)
        if (slide) forceLayout(slide)
      }
    }
  })
  watch(address, prerender)
  await prerender()
}

/**
 * Mount only the slide that is gone to, and keep it; the others are mounted ahead when there is time. Slidev would
 * mount three in the frame that shows one.
 */
export function mountOnlyShown(): void {
  const { slides, currentSlideRoute } = useNav()
  for (const { meta } of slides.value) meta.slide.frontmatter.preload = false
  watch(currentSlideRoute, ({ meta }) => void (meta.__preloaded = true), { immediate: true })
}
