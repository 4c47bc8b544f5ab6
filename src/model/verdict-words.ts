import type { Hazard, Verdict } from './analysis/hazards.ts'
import { VERDICT_IDS } from './vocabulary.ts'
import { say } from '../words/say.ts'

/** All verdicts, worst first; then the one that says nothing. */
export const WORST_FIRST: readonly Verdict[] = [...VERDICT_IDS.toReversed(), 'unknown']

/**
 * Count verdicts, in words: `2 ugly, 3 bad, 5 good`.
 *
 * @param hazards - those to count.
 * @returns the worst first, `unknown` last; empty for no hazards.
 */
export function verdictWords(hazards: readonly Pick<Hazard, 'verdict'>[]): string {
  return WORST_FIRST.flatMap(verdict => {
    const count = hazards.filter(it => it.verdict === verdict).length
    return count > 0 ? [`${count} ${say(verdict)}`] : []
  }).join(', ')
}
