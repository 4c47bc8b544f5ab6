import type { Hazard, Verdict } from '../model/analysis/hazards.ts'
import type { Dataset } from '../model/dataset.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import { hazardsAt } from '../model/analysis/hazards.ts'

/** Registers that are not to be believed, on their way from who filled the struct to those who read it. */
export type HazardPath = {
  /** The worst that happens on it. */
  readonly verdict: Verdict
  /** Labels, from the origin up. */
  readonly path: readonly string[]
  /** The code that filled the struct, and what it was copied by. */
  readonly filledBy: readonly string[]
  /** Readers that meet a field that was never written, and those that meet one that was made up. */
  readonly ugly: readonly string[]
  readonly bad: readonly string[]
  /** The patch under review without which it would not be so. */
  readonly proposal?: string
}

/** What a reader asks, and what goes wrong on this arch when the registers are not real. */
export type WrongReader = { readonly name: string; readonly asks: string; readonly wrong: string }

/** The hazards of an arch in a release: one way a row, ugly before bad, long before short. */
export type HazardSummary = Viewpoint & {
  readonly counts: Readonly<Record<Verdict, number>>
  readonly paths: readonly HazardPath[]
  readonly readers: readonly WrongReader[]
}

/** Summarise what the walk over the data finds. */
export function summariseHazards(data: Dataset, at: Viewpoint): HazardSummary {
  const hazards = hazardsAt(data, data.readers, at)
  const faulty = hazards.filter(it => it.verdict !== 'good')
  const count = (verdict: Verdict) => hazards.filter(it => it.verdict === verdict).length
  const paths = [
    ...Map.groupBy(faulty, it => JSON.stringify([it.path, it.capture, it.conversions, it.proposals])).values(),
  ]
  return {
    ...at,
    counts: { good: count('good'), bad: count('bad'), ugly: count('ugly') },
    paths: paths
      .map(same => pathOf(same, data))
      .sort(
        (a, b) =>
          b.ugly.length - a.ugly.length || b.bad.length - a.bad.length || (a.path.join() < b.path.join() ? -1 : 1),
      ),
    readers: data.readers.flatMap(({ id, name, summary }) => {
      const wrong = faulty.find(it => it.reader === id)?.wrong
      return wrong ? [{ name, asks: summary, wrong }] : []
    }),
  }
}

function pathOf(same: readonly Hazard[], data: Dataset): HazardPath {
  const [first] = same as readonly [Hazard]
  const readers = (verdict: Verdict) =>
    same.filter(it => it.verdict === verdict).map(({ reader }) => data.readers.find(it => it.id === reader)!.name)
  const [ugly, bad] = [readers('ugly'), readers('bad')]
  return {
    verdict: ugly.length > 0 ? 'ugly' : 'bad',
    path: first.path.map(id => data.mechanisms.find(it => it.id === id)!.label.join(' ')),
    filledBy: [
      data.captures.get(first.capture)!.value.name,
      ...first.conversions.map(id => data.conversions.get(id)!.value.name),
    ],
    ugly,
    bad,
    ...(first.proposals[0] && { proposal: first.proposals[0] }),
  }
}
