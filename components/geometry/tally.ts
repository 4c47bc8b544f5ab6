import type { Dataset } from '../../data/model/read.ts'
import type { Verdict } from '../../data/model/hazards.ts'
import type { Viewpoint } from '../../data/model/resolve.ts'
import { hazardsAt } from '../../data/model/hazards.ts'

/** How many ways lead from a place that fills a pt_regs to code that reads it, by what that code may believe. */
export type Tally = Readonly<Record<Verdict, number>>

/** The tally of an arch in a release; a patch that was not merged does not count. */
export function hazardTally(data: Dataset, at: Viewpoint): Tally {
  const tally = { good: 0, bad: 0, ugly: 0 }
  for (const { verdict } of hazardsAt(data, data.readers, at).filter(it => it.proposals.length === 0)) tally[verdict]++
  return tally
}
