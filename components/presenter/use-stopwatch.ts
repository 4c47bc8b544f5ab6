import type { ComputedRef } from 'vue'
import { slidesTitle } from '@slidev/client'
import { useLocalStorage, useTimestamp } from '@vueuse/core'
import { computed } from 'vue'
import { elapsedAt, readStopwatch, startOrPause, STOPPED } from '../../src/presentation/stopwatch.ts'

/** The key in localStorage: the stopwatch outlives a reload and is the same in every window. */
const KEY = `${slidesTitle} - timer`

/** How often the display is updated, ms. */
const TICK_MS = 200

/**
 * Use the speaker's stopwatch, the same in every window, and still running after a reload.
 *
 * @returns seconds elapsed, whether it runs, and its two buttons.
 */
export function useStopwatch(): {
  readonly elapsed: ComputedRef<number>
  readonly isRunning: ComputedRef<boolean>
  readonly toggle: () => void
  readonly reset: () => void
} {
  const stopwatch = useLocalStorage(KEY, STOPPED, {
    shallow: true,
    serializer: { read: json => readStopwatch(json, Date.now()), write: JSON.stringify },
  })
  const now = useTimestamp({ interval: TICK_MS })
  return {
    elapsed: computed(() => elapsedAt(stopwatch.value, now.value) / 1000),
    isRunning: computed(() => stopwatch.value.isRunning),
    toggle: () => void (stopwatch.value = startOrPause(stopwatch.value, Date.now())),
    reset: () => void (stopwatch.value = STOPPED),
  }
}
