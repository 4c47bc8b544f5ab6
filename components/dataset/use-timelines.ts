import type { ShallowRef } from 'vue'
import type { Timelines } from '../../src/deck/timelines.ts'
import type { ValueTable } from '../../src/deck/value-table.ts'
import { shallowRef } from 'vue'
import { fromTable } from '../../src/deck/value-table.ts'

const timelines = shallowRef<Timelines>()

if (import.meta.hot) {
  import.meta.hot.accept('virtual:timelines', next => {
    if (next) timelines.value = fromTable(next.default as ValueTable) as Timelines
  })
}

/** The timelines for switching arch and release; undefined until they are loaded. */
export function useTimelines(): Readonly<ShallowRef<Timelines | undefined>> {
  return timelines
}

let loading: Promise<void> | undefined

/**
 * Load the timelines. Slides at the release of the talk do not need them.
 *
 * @returns one promise for all that ask while they are loaded: each new object of them would be drawn by every slide.
 */
export function loadTimelines(): Promise<void> {
  return (loading ??= load().finally(() => (loading = undefined)))
}

async function load(): Promise<void> {
  timelines.value ??= fromTable((await import('virtual:timelines')).default) as Timelines
}
