import { slidesTitle } from '@slidev/client'
import { useLocalStorage } from '@vueuse/core'
import { watch, type Ref } from 'vue'
import { addTime, readRuns, type Run } from '../../src/presentation/slide-times.ts'
import type { useStopwatch } from './use-stopwatch.ts'

/** The key in localStorage: the runs outlive the window. */
const KEY = `${slidesTitle} - runs`

/** How much time is collected before it is stored, s. */
const STORE_S = 2

/**
 * Keep how long each slide was on show while the stopwatch ran, run by run. A slide that was left before the stopwatch
 * ticked again is kept with no time.
 *
 * @param stopwatch - a run begins where it begins at zero.
 * @param slide - the id of the slide on show.
 * @returns the runs, the newest first.
 */
export function useRunTimes(
  { elapsed, isRunning }: Pick<ReturnType<typeof useStopwatch>, 'elapsed' | 'isRunning'>,
  slide: () => string,
): Readonly<Ref<readonly Run[]>> {
  const runs = useLocalStorage<readonly Run[]>(KEY, [], {
    shallow: true,
    serializer: { read: readRuns, write: JSON.stringify },
  })
  let stored = elapsed.value
  // After a reload in the midst of a run that run goes on.
  let began = elapsed.value > 0 ? (runs.value[0]?.began ?? Date.now()) : undefined

  function store(id: string, until: number) {
    if (until <= stored && !isRunning.value) return
    began ??= Date.now()
    runs.value = addTime(runs.value, began, id, Math.round((until - stored) * 1000))
    stored = until
  }

  watch([elapsed, slide] as const, ([now, id], [before, idBefore]) => {
    if (now < before) {
      store(idBefore, before)
      stored = now
      began = undefined
    }
    if (id !== idBefore) store(idBefore, now)
    else if (now - stored >= STORE_S) store(id, now)
  })
  return runs
}
