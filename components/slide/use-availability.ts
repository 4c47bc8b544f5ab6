import type { ComputedRef } from 'vue'
import type { TimelineEntry } from '../../src/deck/value-at-release.ts'
import type { DeckScene, DeckStep } from '../../src/deck/deck.ts'
import type { ArchTimelines } from '../../src/deck/timelines.ts'
import type { StageAvailability } from '../../src/deck/availability.ts'
import { computed } from 'vue'
import { laterRelease } from '../../src/model/analysis/compare-releases.ts'
import { valueAtRelease } from '../../src/deck/value-at-release.ts'
import { useTimelines } from '../dataset/use-timelines.ts'
import { useDeck } from '../dataset/use-deck.ts'
import { useSlideViewpoint } from '../presentation/use-slide-viewpoint.ts'

/** What a scene shows for the arch and the release on show. */
export type SceneViewpoint = {
  /** The scene's own arch if it has one, else the arch on show. */
  readonly arch: ComputedRef<string>
  readonly archName: ComputedRef<string>
  /** The release that the speaker chose; undefined while each slide shows the release of the talk. */
  readonly release: ComputedRef<string | undefined>
  /** The release at a step: that which the speaker chose, else the step's, or a later one where only that was read. */
  readonly shownRelease: (step: DeckStep) => string
  /** StageAvailability at a step, on the arch on show. */
  readonly availability: (step: DeckStep) => StageAvailability
  /** StageAvailability at a step, on any arch. */
  readonly presenceOn: (arch: string, step: DeckStep) => StageAvailability
  /** Set on scenes whose view is `matrix`. */
  readonly matrix: ComputedRef<ArchTimelines['matrix'][number]['value']>
  /** Set on scenes whose view is `verdicts`. */
  readonly verdictCounts: ComputedRef<ArchTimelines['verdictCounts'][number]['value']>
}

/**
 * What a scene shows: at the release of the talk, or at the release that the speaker chose.
 *
 * @param scene - the scene of the slide.
 * @returns reactive values, for the arch on show.
 */
export function useAvailability(scene: ComputedRef<DeckScene>): SceneViewpoint {
  const deck = useDeck()
  const moments = useTimelines()
  const { arch: onShow, release } = useSlideViewpoint()
  const arch = computed(() => scene.value.arch ?? onShow.value)
  const chosen = <T>(list: (of: ArchTimelines) => readonly TimelineEntry<T>[], on = arch.value) => {
    const here = release.value === undefined ? undefined : moments.value?.[on]
    return here && valueAtRelease(list(here), release.value!, deck.value.releases)
  }
  const stage = computed(() => chosen(it => it.stage))
  return {
    arch,
    archName: computed(() => deck.value.arches.find(it => it.id === arch.value)!.name),
    release,
    shownRelease: step => {
      const { oldestRead = step.release } = deck.value.arches.find(it => it.id === arch.value)!
      return release.value ?? laterRelease(step.release, oldestRead)
    },
    presenceOn: (of, step) => chosen(it => it.stage, of) ?? deck.value.availability[of]![step.release]!,
    availability: step => stage.value ?? deck.value.availability[arch.value]![step.release]!,
    matrix: computed(() => chosen(it => it.matrix) ?? scene.value.matrix![arch.value]!),
    verdictCounts: computed(() => chosen(it => it.verdictCounts) ?? scene.value.verdictCounts![arch.value]!),
  }
}
