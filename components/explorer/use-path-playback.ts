import type { Ref } from 'vue'
import { onUnmounted, ref, watch } from 'vue'

/** How long each link of a path is highlighted before the next, ms. */
const PACE = 900

/**
 * Play a path link by link. With `prefers-reduced-motion` the whole path is shown at once.
 *
 * @param key - identifies the path: another one starts from the beginning; undefined stops, since nothing is on screen.
 * @param count - how many links it has.
 * @returns the link that it has come to, and a function that starts again.
 */
export function usePathPlayback(
  key: () => string | undefined,
  count: () => number,
): { hop: Readonly<Ref<number>>; replay: () => void } {
  const hop = ref(0)
  const motion = matchMedia('(prefers-reduced-motion: reduce)')
  let timer: ReturnType<typeof setTimeout> | undefined

  function advance() {
    clearTimeout(timer)
    if (hop.value >= count() - 1) return
    timer = setTimeout(() => {
      hop.value++
      advance()
    }, PACE)
  }

  function replay() {
    hop.value = count() > 1 && motion.matches ? count() - 1 : 0
    advance()
  }

  watch(key, now => (now === undefined ? clearTimeout(timer) : replay()), { immediate: true })
  onUnmounted(() => clearTimeout(timer))
  return { hop, replay }
}
