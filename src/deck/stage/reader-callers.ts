import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Reader } from '../../model/schema/reader.ts'
import { holdsIn } from '../../model/analysis/compare-releases.ts'
import { readsAt } from '../../model/analysis/hazards.ts'

/**
 * The mechanisms in which a reader runs.
 *
 * @param reader - the reader.
 * @param at - the arch and the release.
 * @returns their ids; none where it reads nothing on the arch.
 */
export function callersAt(reader: Reader, at: Viewpoint): readonly string[] {
  if (readsAt(reader, at).length === 0) return []
  return reader.runsIn
    .filter(it => holdsIn({ since: it.since ?? reader.since, until: it.until }, at.release))
    .map(it => it.mechanism)
}
