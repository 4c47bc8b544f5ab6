/** A run through the talk: when it began, ms since 1970, and how long each slide was on show, ms by the slide's id. */
export type Run = { readonly began: number; readonly ms: Readonly<Record<string, number>> }

/** How many runs are kept. */
const MAX_RUNS = 10

/**
 * Add time to a slide of a run.
 *
 * @param runs - the runs so far, the newest first.
 * @param began - when the run began, ms since 1970: a later one than the newest is a new run.
 * @param slide - the id of the slide.
 * @param ms - how long it was on show.
 * @returns the runs, no more than are kept.
 */
export function addTime(runs: readonly Run[], began: number, slide: string, ms: number): readonly Run[] {
  const run = runs.find(it => it.began === began) ?? { began, ms: {} }
  const longer = { began, ms: { ...run.ms, [slide]: (run.ms[slide] ?? 0) + ms } }
  return [longer, ...runs.filter(it => it.began !== began)].toSorted((a, b) => b.began - a.began).slice(0, MAX_RUNS)
}

/**
 * Read runs that were stored as JSON.
 *
 * @param json - as they were stored, or anything else.
 * @returns the runs; none where the JSON is invalid.
 */
export function readRuns(json: string | null): readonly Run[] {
  try {
    const runs = JSON.parse(json ?? '[]') as readonly Partial<Run>[]
    const isNumbers = (it: unknown) => typeof it === 'object' && it !== null && Object.values(it).every(Number.isFinite)
    return runs.filter((it): it is Run => Number.isFinite(it.began) && isNumbers(it.ms))
  } catch {
    return []
  }
}
