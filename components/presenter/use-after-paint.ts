import type { Ref, ShallowRef } from 'vue'
import { shallowRef, watch } from 'vue'
import { coalesce, nextPaint } from '../scheduling/when-idle.ts'

/**
 * Follow a value once the frame that shows its change has been painted: what is around the slide is rendered after it.
 *
 * @param source - the value. Of several changes in a frame only the last is followed.
 * @returns the value as of the last painted frame.
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
