import type { Ref } from 'vue'
import type { Stopwatch } from '../../src/presentation/stopwatch.ts'
import { slidesTitle } from '@slidev/client'
import { onUnmounted, ref, shallowRef } from 'vue'
import { elapsedAt, readStopwatch, startOrPause, STOPPED } from '../../src/presentation/stopwatch.ts'

/** Where it is kept, so that it outlives a reload, and is one for all windows. */
const KEY = `${slidesTitle} - timer`

/** How often the clock is looked at, ms. */
const TICK = 200

/** The speaker's stopwatch, the same in every window, and still running after a reload. */
export function useTimer(): {
  readonly elapsed: Ref<number>
  readonly isRunning: Ref<boolean>
  readonly toggle: () => void
  readonly reset: () => void
} {
  const timer = shallowRef(readStopwatch(localStorage.getItem(KEY), Date.now()))
  const elapsed = ref(0)
  const isRunning = ref(false)

  function show() {
    elapsed.value = elapsedAt(timer.value, Date.now()) / 1000
    isRunning.value = timer.value.isRunning
  }

  function set(next: Stopwatch) {
    timer.value = next
    localStorage.setItem(KEY, JSON.stringify(next))
    show()
  }

  function hear({ key, newValue }: StorageEvent) {
    if (key !== KEY) return
    timer.value = readStopwatch(newValue, Date.now())
    show()
  }

  show()
  const ticking = setInterval(show, TICK)
  window.addEventListener('storage', hear)
  onUnmounted(() => {
    clearInterval(ticking)
    window.removeEventListener('storage', hear)
  })
  return { elapsed, isRunning, toggle: () => set(startOrPause(timer.value, Date.now())), reset: () => set(STOPPED) }
}
