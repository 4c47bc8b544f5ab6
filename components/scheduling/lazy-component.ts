import type { Component } from 'vue'
import { defineAsyncComponent } from 'vue'

const tasks = new Set<() => Promise<unknown>>()

/** Add what is to be done while the talk loads all that it may need. */
export function addPreloadTask(task: () => Promise<unknown>): void {
  tasks.add(task)
}

/** A component that is loaded when it is first shown, or by a preload task. */
export function lazyComponent(load: () => Promise<Component>): Component {
  addPreloadTask(load)
  return defineAsyncComponent(load)
}

/** Run the preload tasks that the modules loaded so far have added, one after the other. */
export async function runPreloadTasks(): Promise<void> {
  for (const task of tasks) await task()
}
