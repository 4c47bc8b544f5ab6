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
 * @returns what to use in its place.
 */
export function lazyComponent(load: () => Promise<Component>): Component {
  addPreloadTask(load)
  return defineAsyncComponent(load)
}

/** Run the preload tasks one after the other, those included that are added meanwhile. */
export async function runPreloadTasks(): Promise<void> {
  for (const task of tasks) await task()
}
