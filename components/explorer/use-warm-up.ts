import type { Ref } from 'vue'
import { nextTick } from 'vue'
import { forceLayout } from '../scheduling/force-layout.ts'
import { whenUserIdle } from '../scheduling/when-idle.ts'

/**
 * Warm up the explorer while it is hidden and the user idle: run sample queries, since the first of each kind takes up
 * to three times as long as later ones, and lay out each result, so that opening the explorer only has to paint.
 *
 * @param veil - what is laid out; null once the explorer is gone.
 * @param text - the query; empty in the end.
 * @param queries - the sample queries.
 * @returns the warm-up, and what ends it when the user opens the explorer.
 */
export function useWarmUp(
  veil: Readonly<Ref<HTMLElement | null>>,
  text: Ref<string>,
  queries: () => readonly string[],
): { readonly warmUp: () => Promise<void>; readonly endWarmUp: () => void } {
  let isOver = false

  async function warmUp() {
    for (const query of ['', ...queries(), '']) {
      await whenUserIdle()
      if (isOver || !veil.value) return
      text.value = query
      await nextTick()
      forceLayout(veil.value)
    }
    isOver = true
  }

  function endWarmUp() {
    if (!isOver) text.value = ''
    isOver = true
  }

  return { warmUp, endWarmUp }
}
