import { useNav } from '@slidev/client'
import { watch } from 'vue'

/** More than a page has to itself between two frames, ms: it has that only when nothing moves. */
const LONG = 20

/** How long such a moment is waited for, ms: more than a step's motion takes. */
const LATEST = 1000

/**
 * Have the slides before and after the one on show laid out while the page has nothing to do, so that in the frame that
 * changes the slide nothing is left to do but to paint it. They are neither seen nor told of: see `show.css`.
 *
 * @returns when the first of them are.
 */
export async function layAhead(): Promise<void> {
  const { router: { currentRoute }, currentSlideNo } = useNav()

  let isDue = false

  async function lay() {
    // One waits for all: while somebody holds a key down there is no quiet moment, and whatever waits for one piles up.
    if (isDue)
      return
    isDue = true
    let path
    do {
      path = currentRoute.value.fullPath
      await quiet()
    } while (path !== currentRoute.value.fullPath)
    isDue = false
    document.querySelectorAll('#slideshow > [data-slidev-no]').forEach(layIfNear)
  }

  function layIfNear(slide: Element) {
    const isNear = Math.abs(Number(slide.getAttribute('data-slidev-no')) - currentSlideNo.value) <= 1
    slide.toggleAttribute('data-near', isNear)
    slide.removeAttribute('data-laid')
    if (!isNear)
      return
    // To ask where it stands has it laid out; from then on the browser keeps that, and hides it.
    slide.getBoundingClientRect()
    slide.toggleAttribute('data-laid', true)
  }

  // Also for another arch and another release, which are in the address.
  watch(() => currentRoute.value.fullPath, lay)
  await lay()
}

/** When nothing moves and nothing else is to be done; where something always moves, some time later. */
async function quiet(): Promise<void> {
  const latest = performance.now() + LATEST
  while (await new Promise<number>(resolve => requestIdleCallback(it => resolve(it.timeRemaining()))) < LONG && performance.now() < latest);
}
