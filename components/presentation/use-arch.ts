import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { usePresentation } from './use-presentation.ts'

/** The arch on show: what the address asks for with `?arch=`, until somebody switches. */
export function useArch(): ComputedRef<string> {
  const { show } = usePresentation()
  return computed(() => show.value.arch)
}
