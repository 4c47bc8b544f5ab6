import type { Ref, ShallowRef } from 'vue'
import { shallowRef, watch } from 'vue'
import { drawn } from '../scheduling/next-paint.ts'

/** How long a moment is waited for in which there is nothing else to do, ms. */
const LATEST = 200

/**
 * Follow a value a little behind: what stands around the slide waits until the slide itself has been drawn.
 *
 * @param ahead - the value; of several meanwhile only the last is followed.
 */
export function useBehind<T>(ahead: Readonly<Ref<T>>): Readonly<ShallowRef<T>> {
  const behind = shallowRef(ahead.value)
  let isDue = false
  watch(ahead, async () => {
    if (isDue) return
    isDue = true
    await drawn()
    await new Promise(resolve => requestIdleCallback(resolve, { timeout: LATEST }))
    isDue = false
    behind.value = ahead.value
  })
  return behind
}
