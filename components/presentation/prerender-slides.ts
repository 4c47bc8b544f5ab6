import { useNav } from '@slidev/client'
import { nextTick, watch } from 'vue'
import { calm, oneWaits, quiet } from '../scheduling/when-idle.ts'
import { layOut } from '../scheduling/force-layout.ts'

/**
 * Have the slides before and after the one on show made and laid out while the page has nothing to do, so that in the
 * frame that changes the slide nothing is left to do but to paint it. They are neither seen nor told of: see `show.css`.
 *
 * @returns when that is done for the first time.
 */
export async function layAhead(): Promise<void> {
  const {
    router: { currentRoute },
    slides,
    currentSlideNo,
  } = useNav()

  const laid = new Set<number>()

  const away = (no: number) => Math.abs(no - currentSlideNo.value)
  const isNear = (no: number) => away(no) <= 1

  /** The slide that is to be made or laid out next: the one that comes next before the one that was. */
  function dueSlide() {
    return slides.value
      .filter(({ no }) => isNear(no) && !laid.has(no))
      .sort((a, b) => away(a.no) - away(b.no) || b.no - a.no)[0]
  }

  const lay = oneWaits(async () => {
    for (let slide = dueSlide(); slide; slide = dueSlide()) {
      const path = currentRoute.value.fullPath
      await quiet()
      if (path !== currentRoute.value.fullPath) continue
      if (slide.meta.__preloaded) layOutSlide(slide.no)
      slide.meta.__preloaded = true
      await nextTick()
    }
  })

  function layOutSlide(no: number) {
    for (const far of document.querySelectorAll('#slideshow > [data-near]')) {
      if (!isNear(Number(far.getAttribute('data-slidev-no'))))
        ['data-near', 'data-laid'].forEach(it => far.removeAttribute(it))
    }
    const slide = document.querySelector(`#slideshow > [data-slidev-no="${no}"]`)
    if (slide) {
      slide.toggleAttribute('data-near', true)
      layOut(slide)
    }
    laid.add(no)
  }

  // Also for another arch and another release, which are in the address.
  watch(
    () => currentRoute.value.fullPath,
    () => {
      laid.clear()
      void lay()
    },
  )
  await lay()
}

/** Have all other slides made, the nearest first, while nobody moves. */
export async function makeRest(): Promise<void> {
  const { slides, currentSlideNo } = useNav()
  const away = (no: number) => Math.abs(no - currentSlideNo.value)
  for (;;) {
    await calm()
    const [next] = slides.value.filter(it => !it.meta.__preloaded).sort((a, b) => away(a.no) - away(b.no))
    if (!next) return
    next.meta.__preloaded = true
  }
}
