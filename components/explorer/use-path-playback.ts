import type { Ref } from 'vue'
import { onUnmounted, ref, watch } from 'vue'

/** How long each link of a way is in the light before the next, ms. */
const PACE = 900

/**
 * Play a way link by link; it stands still at its end for those who ask for less motion.
 *
 * @param key - what is played: another one begins anew. Nothing is while it is undefined, for nobody looks.
 * @param count - how many links it has.
 * @returns the link that it has come to, and a way to begin again.
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
