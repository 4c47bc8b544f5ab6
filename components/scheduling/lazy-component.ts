import type { Component } from 'vue'
import { defineAsyncComponent } from 'vue'

const tasks = new Set<() => Promise<unknown>>()

/** Add a task that is run while the talk preloads all that it may need. */
export function addPreloadTask(task: () => Promise<unknown>): void {
  tasks.add(task)
}

/**
 * Make a component that is loaded when it is first shown, or before that by a preload task.
 *
 * @param load - imports it.
 * @param onMissing - called when it is shown and cannot be loaded, as when the server is gone. It is then tried again
 *   when it is shown again.
 * @returns what to use in its place.
 */
export function lazyComponent(load: () => Promise<Component>, onMissing: () => void): Component {
  addPreloadTask(load)
  return defineAsyncComponent({
    loader: load,
    onError(_error, _retry, fail) {
      onMissing()
      fail()
    },
  })
}

/**
 * Run the preload tasks one after the other, those included that are added meanwhile.
 *
 * @throws Error when something cannot be loaded, once all have been tried.
 */
export async function runPreloadTasks(): Promise<void> {
  let missing: unknown
  for (const task of tasks) await task().catch((error: unknown) => (missing = error))
  if (missing !== undefined) throw missing
}
