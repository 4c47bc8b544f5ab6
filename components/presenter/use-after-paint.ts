import type { Ref, ShallowRef } from 'vue'
import { shallowRef, watch } from 'vue'
import { coalesce, nextPaint } from '../scheduling/when-idle.ts'

/**
 * Follow a value when the frame that shows its change has been painted: what stands around the slide waits for the slide.
 *
 * @param source - of several values in a frame only the last is followed.
 */
export function useAfterPaint<T>(source: Readonly<Ref<T>>): Readonly<ShallowRef<T>> {
  const painted = shallowRef(source.value)
  watch(
    source,
    coalesce(async () => {
      await nextPaint()
      painted.value = source.value
    }),
  )
  return painted
}
