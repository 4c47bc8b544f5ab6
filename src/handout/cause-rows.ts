import type { Dataset } from '../model/dataset.ts'
import type { CauseReview } from '../model/schema/cause.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import { causesOf } from '../model/analysis/causes.ts'
import { rangeWords } from '../model/analysis/compare-releases.ts'
import { hazardsAt } from '../model/analysis/hazards.ts'
import { structAt } from '../model/analysis/struct-at.ts'
import { runLabel } from '../deck/panels/register-rows.ts'
import { siteName, STATUS_LABELS, TRIAL_RESULTS } from '../model/vocabulary.ts'
import { say } from '../words/say.ts'

/** A cause of ugly ways, as a row of the handout's table. */
export type CauseRow = {
  readonly id: string
  readonly arch: string
  /** The code that leaves the fields unwritten, as the kernel calls it. */
  readonly site: string
  /** Since when it is in this form, and from which release on it was read, in words. */
  readonly range: string
  /** The fields, as the arch names them. */
  readonly fields: string
  readonly ways: number
  /** Names of the readers. */
  readonly readers: readonly string[]
  /** The status in words, with the reason, if there is one. */
  readonly status: string
  readonly link?: string
  /** Whether it was tried on a running kernel, in words. */
  readonly tried: string
}

/**
 * List the causes of an arch in a release. Those of patches under review are left out.
 *
 * @param data - the dataset.
 * @param at - arch and release.
 * @returns a row for each cause, by its id.
 */
export function causeRows(data: Dataset, at: Viewpoint): readonly CauseRow[] {
  const hazards = hazardsAt(data, data.readers, at).filter(it => it.proposals.length === 0)
  const struct = structAt(
    data.arches.find(it => it.id === at.arch)!,
    'pt_regs',
    at.release,
  )
  return causesOf(hazards, data).map(({ id, site, fields, ways }) => {
    const review = data.reviews.get(id)
    const siteValue = (data.captures.get(site) ?? data.conversions.get(site))!.value
    const names = fields.map(name => struct?.fields.find(it => it.name === name)?.alias ?? name)
    const readers = new Set(ways.map(it => it.reader))
    return {
      id,
      arch: at.arch,
      site: siteName(siteValue),
      range: rangeWords(siteValue),
      fields: runLabel(names),
      ways: ways.length,
      readers: data.readers.filter(it => readers.has(it.id)).map(it => it.name),
      status: statusWords(review),
      ...(review?.link && { link: review.link }),
      tried: triedWords(review),
    }
  })
}

function statusWords(review: CauseReview | undefined): string {
  if (!review) return say('not reviewed')
  const status = say(STATUS_LABELS[review.status])
  return review.reason ? `${status}: ${review.reason}` : status
}

function triedWords(review: CauseReview | undefined): string {
  if (!review?.tried) return say('not tried')
  return [
    ...new Set(
      review.tried.map(it =>
        say('{result} on {kernel}', { result: say(TRIAL_RESULTS[it.result].label), kernel: it.kernel }),
      ),
    ),
  ].join('; ')
}
