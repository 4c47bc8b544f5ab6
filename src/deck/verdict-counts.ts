import type { Dataset } from '../model/dataset.ts'
import type { Verdict } from '../model/analysis/hazards.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import { hazardsAt } from '../model/analysis/hazards.ts'

/** How many ways lead from a place that fills a pt_regs to code that reads it, by what that code may believe. */
export type VerdictCounts = Readonly<Record<Verdict, number>>

/** The tally of an arch in a release; a patch that was not merged does not count. */
export function countVerdicts(data: Dataset, at: Viewpoint): VerdictCounts {
  const tally = { good: 0, bad: 0, ugly: 0 }
  for (const { verdict } of hazardsAt(data, data.readers, at).filter(it => it.proposals.length === 0)) tally[verdict]++
  return tally
}
