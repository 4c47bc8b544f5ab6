import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { useArch } from '../presentation/use-arch.ts'

/** Which of the handout's two releases: 0 for that of the talk, 1 for the newest. */
export type ReleaseIndex = 0 | 1

/**
 * The value for the arch on show at one of the handout's two releases.
 *
 * @param byArch - by arch, a value for each release.
 * @param index - 0 for the release of the talk, 1 for the newest.
 * @returns the value for the arch on show.
 */
export function useReleaseColumn<T>(
  byArch: Readonly<Record<string, readonly T[]>>,
  index: () => ReleaseIndex,
): ComputedRef<T> {
  const arch = useArch()
  return computed(() => byArch[arch.value]![index()]!)
}
