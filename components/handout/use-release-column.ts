import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { useArch } from '../presentation/use-arch.ts'

/** Which of the handout's two releases: 0 for that of the talk, 1 for the newest. */
export type ReleaseIndex = 0 | 1

/**
 * What the handout has for the arch on show, as of one of its releases.
 *
 * @param byArch - for every arch, one for each release.
 */
export function useAtRelease<T>(
  byArch: Readonly<Record<string, readonly T[]>>,
  index: () => ReleaseIndex,
): ComputedRef<T> {
  const arch = useArch()
  return computed(() => byArch[arch.value]![index()]!)
}
