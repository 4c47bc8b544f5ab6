import { useNav } from '@slidev/client'
import { onWatcherCleanup, watch } from 'vue'

/** How long an answer stands before the address is that of it, ms: browsers allow a page few changes in a second. */
const SETTLED_MS = 300

/**
 * Let the page's address be that of an answer as long as it is shown, so that it can be copied and kept.
 *
 * @param address - what stands behind the `#`; undefined where no answer is shown.
 */
export function useAnswerAddress(address: () => string | undefined): void {
  const { router } = useNav()
  let isOurs = false
  watch(address, now => {
    if (now === undefined) return set(undefined)
    const timer = setTimeout(() => set(now), SETTLED_MS)
    onWatcherCleanup(() => clearTimeout(timer))
  })

  /** The router goes on from its own slide: it learns nothing of this. */
  function set(now: string | undefined) {
    if (now === undefined && !isOurs) return
    isOurs = now !== undefined
    history.replaceState(history.state, '', `#${now ?? router.currentRoute.value.fullPath}`)
  }
}
