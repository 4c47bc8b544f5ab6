import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { useShow } from './use-presentation.ts'

/** The arch on show: what the address asks for with `?arch=`, until somebody switches. */
export function useArch(): ComputedRef<string> {
  const { show } = useShow()
  return computed(() => show.value.arch)
}
