import type { ShallowRef } from 'vue'
import type { Moments } from '../../src/deck/timelines.ts'
import { shallowRef } from 'vue'

const timelines = shallowRef<Moments>()

if (import.meta.hot) {
  import.meta.hot.accept('virtual:moments', next => {
    if (next) timelines.value = next.default as Moments
  })
}

/** The timelines for switching arch and release; undefined until they are loaded. */
export function useTimelines(): Readonly<ShallowRef<Moments | undefined>> {
  return timelines
}

/** Load the timelines. Slides at the release of the talk do not need them. */
export async function loadTimelines(): Promise<void> {
  timelines.value ??= (await import('virtual:moments')).default
}
