import type { CauseReviews } from '../schema/cause.ts'
import type { Fault } from '../../errors/fault.ts'
import type { Dataset, ParsedFile } from '../dataset.ts'
import { causesOf } from '../analysis/causes.ts'
import { hazardsAt, newestRelease } from '../analysis/hazards.ts'
import { closestMatch } from '../../errors/closest-match.ts'

/** The dataset as far as causes need it. */
type Reviewed = Omit<Dataset, 'talk' | 'signed'>

/**
 * Check that each review is of a cause that there is, in the newest release, and that no cause has two.
 *
 * @param files - the files of reviews.
 * @param data - a dataset without faults.
 * @returns the faults, file by file.
 */
export function checkCauses(files: readonly ParsedFile<CauseReviews>[], data: Reviewed): readonly Fault[] {
  const release = newestRelease(data, data.readers)
  return files.flatMap(({ yaml }) => {
    const arch = yaml.value.id
    if (!data.arches.some(it => it.id === arch))
      return [
        yaml.faultAt(
          ['id'],
          'unknown-id',
          `there is no arch ${arch}`,
          `known: ${data.arches.map(it => it.id).join(', ')}`,
        ),
      ]
    const ids = causeIds({ arch, release }, data)
    const reviewed = yaml.value.causes.map(it => it.id)
    return reviewed.flatMap((id, i) => {
      const near = closestMatch(id, ids)
      return [
        ...(ids.includes(id)
          ? []
          : [
              yaml.faultAt(
                ['causes', i, 'id'],
                'unknown-id',
                `${arch} has no such cause in ${release}: ${id}`,
                near ? `did you mean ${near}?` : `npm run hazards -- --report --arch ${arch} lists them`,
              ),
            ]),
        ...(reviewed.indexOf(id) < i
          ? [yaml.faultAt(['causes', i, 'id'], 'duplicate-id', `${id} is reviewed twice`, 'review each cause once')]
          : []),
      ]
    })
  })
}

/**
 * Find the causes that have no review.
 *
 * @param data - a dataset without faults.
 * @returns the ids by arch, in the newest release; arches without any are left out.
 */
export function unreviewedCauses(data: Reviewed): ReadonlyMap<string, readonly string[]> {
  const release = newestRelease(data, data.readers)
  const missing = data.arches.map(
    ({ id }) => [id, causeIds({ arch: id, release }, data).filter(it => !data.reviews.has(it))] as const,
  )
  return new Map(missing.filter(([, ids]) => ids.length > 0))
}

function causeIds(at: { readonly arch: string; readonly release: string }, data: Reviewed): readonly string[] {
  const hazards = hazardsAt(data, data.readers, at).filter(it => it.proposals.length === 0)
  return causesOf(hazards, data).map(it => it.id)
}
