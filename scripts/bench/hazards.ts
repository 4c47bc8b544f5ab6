import { performance } from 'node:perf_hooks'
import type { RegisterData } from '../../src/model/analysis/register-data.ts'
import { hazardsAt, releasesWithChanges } from '../../src/model/analysis/hazards.ts'
import type { Dataset } from '../../src/model/dataset.ts'
import type { Reader } from '../../src/model/schema/reader.ts'

/** The analysis of a dataset some times as large as ours, every arch as of its newest release. */
export type HazardsRow = {
  readonly times: number
  readonly captures: number
  readonly hazards: number
  readonly ms: number
}

/**
 * Measure the analysis at 1, 10 and 100 times our captures, with the same readers.
 *
 * @param data - the dataset.
 * @returns a row for each size.
 */
export function benchHazards(data: Dataset): readonly HazardsRow[] {
  hazardsOf(data, data.readers) // so that the first row does not pay for compiling
  return [1, 10, 100].map(times => {
    const { large, readers } = manyTimes(data, times)
    const start = performance.now()
    const hazards = hazardsOf(large, readers)
    return { times, captures: large.captures.size, hazards, ms: performance.now() - start }
  })
}

function hazardsOf(data: RegisterData, readers: readonly Reader[]): number {
  return data.arches.reduce(
    (sum, { id }) =>
      sum +
      hazardsAt(data, readers, {
        arch: id,
        release: releasesWithChanges(data, readers, { arch: id, first: '6.6' }).at(-1)!,
      }).length,
    0,
  )
}

/** The dataset side by side with itself: every mechanism, capture and conversion again under another id. */
function manyTimes(
  data: Dataset,
  times: number,
): { readonly large: RegisterData; readonly readers: readonly Reader[] } {
  const copies = Array.from({ length: times }, (_, i) => (id: string) => `${id}-${i}`)
  const again = <T extends { readonly id: string }>(
    map: ReadonlyMap<string, { readonly arch: string; readonly value: T }>,
  ) =>
    new Map(
      copies.flatMap(name =>
        [...map].map(([id, { arch, value }]) => [name(id), { arch, value: { ...value, id: name(id) } }] as const),
      ),
    )
  return {
    large: {
      arches: data.arches,
      captures: again(data.captures),
      conversions: again(data.conversions),
      mechanisms: copies.flatMap(name =>
        data.mechanisms.map(it => ({
          ...it,
          id: name(it.id),
          provides: it.provides.map(hand => ({
            ...hand,
            ...(hand.captures && { captures: hand.captures.map(name) }),
            ...(hand.only && { only: hand.only.map(name) }),
            ...(hand.inherits && { inherits: name(hand.inherits) }),
            ...(hand.through && { through: name(hand.through) }),
          })),
        })),
      ),
    },
    readers: data.readers.map(reader => ({
      ...reader,
      runsIn: copies.flatMap(name =>
        reader.runsIn.map(place => ({
          ...place,
          mechanism: name(place.mechanism),
          ...(place.notThrough && { notThrough: place.notThrough.map(name) }),
        })),
      ),
    })),
  }
}
