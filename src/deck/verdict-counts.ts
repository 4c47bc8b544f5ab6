import type { Dataset } from '../model/dataset.ts'
import type { Verdict } from '../model/analysis/hazards.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import { causesOf } from '../model/analysis/causes.ts'
import { hazardsAt } from '../model/analysis/hazards.ts'

/** How many hazards an arch has, by verdict, and how many causes the ugly ones have. */
export type VerdictCounts = Readonly<Record<Verdict | 'causes', number>> & {
  /** Set where some begin at a capture that a program derived, and no person has reviewed. */
  readonly isDerived?: true
}

/**
 * Count the hazards of an arch at a release. Those of patches under review do not count.
 *
 * @param data - the dataset.
 * @param at - arch and release.
 * @returns a number for each verdict, and the number of causes.
 */
export function countVerdicts(data: Dataset, at: Viewpoint): VerdictCounts {
  const hazards = hazardsAt(data, data.readers, at).filter(it => it.proposals.length === 0)
  const counts = { good: 0, bad: 0, ugly: 0, unknown: 0, causes: causesOf(hazards, data).length }
  for (const { verdict } of hazards) counts[verdict]++
  return { ...counts, ...(hazards.some(it => it.isDerived) && { isDerived: true as const }) }
}
