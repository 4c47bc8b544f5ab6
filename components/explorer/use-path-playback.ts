import type { Ref } from 'vue'
import { useIntervalFn, usePreferredReducedMotion } from '@vueuse/core'
import { ref, watch } from 'vue'

/** How long each link of a path is highlighted before the next, ms. */
const PACE_MS = 900

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
  const motion = usePreferredReducedMotion()
  const { pause, resume } = useIntervalFn(() => (hop.value < count() - 1 ? hop.value++ : pause()), PACE_MS, {
    immediate: false,
  })

  function replay() {
    hop.value = motion.value === 'reduce' ? Math.max(0, count() - 1) : 0
    resume()
  }

  watch(key, now => (now === undefined ? pause() : replay()), { immediate: true })
  return { hop, replay }
}
