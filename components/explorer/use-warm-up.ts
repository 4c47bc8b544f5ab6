import type { Ref } from 'vue'
import { nextTick, onMounted } from 'vue'
import { calm } from '../scheduling/when-idle.ts'
import { layOut } from '../scheduling/force-layout.ts'

/**
 * Warm up the explorer while the page is idle and the explorer hidden: run sample queries, since the first of each kind takes
 * up to three times as long as later ones, and lay it out, so that opening it only has to paint.
 *
 * @param veil - what is laid out; nothing once the explorer is gone.
 * @param text - what is asked; empty in the end.
 * @param questions - what to ask.
 * @returns what ends it: from then on it is the speaker who asks.
 */
export function useWarmUp(
  veil: Readonly<Ref<Element | null>>,
  text: Ref<string>,
  questions: () => readonly string[],
): () => void {
  let isOver = false

  function end() {
    if (!isOver) text.value = ''
    isOver = true
  }

  onMounted(async () => {
    layOut(veil.value!)
    for (const question of questions()) {
      await calm()
      if (isOver || !veil.value) return
      text.value = question
      await nextTick()
      layOut(veil.value)
    }
    end()
  })

  return end
}
