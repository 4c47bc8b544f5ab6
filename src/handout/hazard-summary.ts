import type { Hazard, Verdict } from '../model/analysis/hazards.ts'
import type { Dataset } from '../model/dataset.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import { hazardsAt } from '../model/analysis/hazards.ts'
import { siteName } from '../model/vocabulary.ts'
import { verdictWords, WORST_FIRST } from '../model/verdict-words.ts'

/** Paths on which unreliable registers get from the code that filled the struct to the same readers. */
export type HazardRow = {
  /** Labels of mechanisms, from the origin up. */
  readonly paths: readonly (readonly string[])[]
  /** Names of the capture that filled the struct, and of the conversions after it, in their order. */
  readonly filledBy: readonly string[]
  /** The names of its readers by what they come to, worst first; those that find nothing unreliable are left out. */
  readonly verdicts: readonly { readonly verdict: Verdict; readonly readers: readonly string[] }[]
  /** The patch under review without which the paths would not exist. */
  readonly proposal?: string
}

/** A reader of unreliable registers: what it asks, and what goes wrong on this arch. */
export type WrongReader = { readonly name: string; readonly asks: string; readonly wrong: string }

/** The hazards of an arch in a release. */
export type HazardSummary = Viewpoint & {
  /** How many of all hazards come to what, in words; those of patches under review count too. */
  readonly counts: string
  /** Those with most ugly readers first, then those with most bad ones. */
  readonly rows: readonly HazardRow[]
  /** Each reader that finds something unreliable, once, in the order of the dataset. */
  readonly readers: readonly WrongReader[]
}

/**
 * Summarise the hazards of an arch in a release, for its table in the handout.
 *
 * @param data - the dataset.
 * @param at - arch and release.
 * @returns the summary; empty lists where no reader finds anything unreliable.
 */
export function summariseHazards(data: Dataset, at: Viewpoint): HazardSummary {
  const hazards = hazardsAt(data, data.readers, at)
  const faulty = hazards.filter(it => it.verdict !== 'good')
  const paths = [
    ...Map.groupBy(faulty, it => JSON.stringify([it.path, it.capture, it.conversions, it.proposals])).values(),
  ].map(same => pathOf(same, data))
  return {
    ...at,
    counts: verdictWords(hazards),
    rows: [
      ...Map.groupBy(paths, ({ filledBy, verdicts, proposal }) =>
        JSON.stringify([filledBy, verdicts, proposal]),
      ).values(),
    ]
      .map(same => ({
        ...same[0]!,
        paths: same.map(it => it.paths[0]!).sort((a, b) => (a.join() < b.join() ? -1 : 1)),
      }))
      .sort((a, b) => moreOfTheWorst(a, b) || (a.paths.join() < b.paths.join() ? -1 : 1)),
    readers: data.readers.flatMap(({ id, name, summary }) => {
      const wrong = faulty.find(it => it.reader === id)?.wrong
      return wrong ? [{ name, asks: summary, wrong }] : []
    }),
  }
}

/** Compares two rows: first comes the one with more ugly readers, then the one with more bad ones. */
function moreOfTheWorst(a: HazardRow, b: HazardRow): number {
  const count = (row: HazardRow, verdict: Verdict) =>
    row.verdicts.find(it => it.verdict === verdict)?.readers.length ?? 0
  return WORST_FIRST.map(verdict => count(b, verdict) - count(a, verdict)).find(it => it !== 0) ?? 0
}

/** A row of one path, from the hazards that share it. */
function pathOf(same: readonly Hazard[], data: Dataset): HazardRow {
  const [first] = same as readonly [Hazard]
  const readers = (verdict: Verdict) =>
    same.filter(it => it.verdict === verdict).map(({ reader }) => data.readers.find(it => it.id === reader)!.name)
  return {
    paths: [first.path.map(id => data.mechanisms.find(it => it.id === id)!.label.join(' '))],
    filledBy: [
      siteName(data.captures.get(first.capture)!.value),
      ...first.conversions.map(id => data.conversions.get(id)!.value.name),
    ],
    verdicts: WORST_FIRST.map(verdict => ({ verdict, readers: readers(verdict) })).filter(it => it.readers.length > 0),
    ...(first.proposals[0] && { proposal: first.proposals[0] }),
  }
}
