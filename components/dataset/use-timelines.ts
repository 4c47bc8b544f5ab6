import type { ShallowRef } from 'vue'
import type { Moments } from '../../src/deck/timelines.ts'
import { shallowRef } from 'vue'

const timelines = shallowRef<Moments>()

if (import.meta.hot) {
  import.meta.hot.accept('virtual:moments', next => {
    if (next) timelines.value = next.default as Moments
  })
}

/** What arches and releases are switched to; undefined until it is loaded. */
export function useLoadedMoments(): Readonly<ShallowRef<Moments | undefined>> {
  return timelines
}

/** Have it at hand; no slide of the talk as it is told waits for it. */
export async function loadMoments(): Promise<void> {
  timelines.value ??= (await import('virtual:moments')).default
}
