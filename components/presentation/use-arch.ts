import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { usePresentation } from './use-presentation.ts'

/**
 * Follow the arch on show.
 *
 * @returns its id: the address's `?arch=`, until the user switches.
 */
export function useArch(): ComputedRef<string> {
  const { show } = usePresentation()
  return computed(() => show.value.arch)
}
