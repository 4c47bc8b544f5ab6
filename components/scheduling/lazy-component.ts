import type { Component } from 'vue'
import { defineAsyncComponent } from 'vue'

type Load = () => Promise<Component>

const loads = new Set<Load>()

/** A component that is loaded when it is first shown, or ahead of it with all else that the talk may need. */
export function lazily(load: Load): Component {
  loads.add(load)
  return defineAsyncComponent(load)
}

/** Load all such components that what is loaded so far may show. */
export async function loadLazy(): Promise<void> {
  for (const load of loads) await load()
}
