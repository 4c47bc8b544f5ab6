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
 * @returns the link that it has come to, a function that starts again, and one that goes one link on or back and stays.
 */
export function usePathPlayback(
  key: () => string | undefined,
  count: () => number,
): { hop: Readonly<Ref<number>>; replay: () => void; goBy: (by: 1 | -1) => void } {
  const hop = ref(0)
  const motion = usePreferredReducedMotion()
  const { pause, resume } = useIntervalFn(() => (hop.value < count() - 1 ? hop.value++ : pause()), PACE_MS, {
    immediate: false,
  })

  function replay() {
    hop.value = motion.value === 'reduce' ? Math.max(0, count() - 1) : 0
    resume()
  }

  function goBy(by: 1 | -1) {
    pause()
    hop.value = Math.min(Math.max(0, hop.value + by), Math.max(0, count() - 1))
  }

  watch(key, now => (now === undefined ? pause() : replay()), { immediate: true })
  return { hop, replay, goBy }
}
