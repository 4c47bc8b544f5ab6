import type { Fault } from '../../errors/fault.ts'
import type { RegisterData } from '../analysis/register-data.ts'
import type { ReleaseRange } from '../analysis/compare-releases.ts'
import type { Path } from '../yaml/parse-yaml.ts'
import { closestMatch } from '../../errors/closest-match.ts'
import { compareReleases } from '../analysis/compare-releases.ts'

/** Records a fault at a path of the file that is being checked. */
export type ReportFault = (path: Path, code: Fault['code'], problem: string, tip: string) => void

/** The dataset as far as it could be read. */
export type ReadSoFar = RegisterData & {
  /** Ids of files that could not be read: naming one of them is no fault. */
  readonly unread: ReadonlySet<string>
  /** The dataset's folder, to name its files in messages. */
  readonly folder: string
}

/** Whether an id is one of `ids`. If not, a fault is recorded, with the id that may have been meant. */
export type RequireKnown = (id: string, ids: Iterable<string>, path: Path) => boolean

/**
 * The check of references for the file that is being checked.
 *
 * @param report - records the faults.
 * @param unread - ids of files that could not be read: naming one of them is no fault.
 * @returns a function that checks one id after the other.
 */
export function requireKnownBy(report: ReportFault, unread: ReadonlySet<string>): RequireKnown {
  return (id, ids, path) => {
    const all = [...ids]
    if (all.includes(id)) return true
    if (!unread.has(id)) {
      const near = closestMatch(id, all)
      report(path, 'unknown-id', `there is no ${id}`, near ? `did you mean ${near}?` : `known: ${all.join(', ')}`)
    }
    return false
  }
}

/**
 * Check that a range ends after it begins, and was read in a release between.
 *
 * @param range - without `until`, it has no end.
 * @param path - of the range in its file.
 * @param report - records the fault.
 */
export function checkRange({ since, readSince, until }: ReleaseRange, path: Path, report: ReportFault): void {
  if (
    readSince !== undefined &&
    (compareReleases(readSince, since) < 0 || (until && compareReleases(readSince, until) >= 0))
  )
    report(
      [...path, 'readSince'],
      'range',
      `read since ${readSince}, which is not a release from ${since} to ${until ?? 'today'}`,
      'readSince is the oldest release in which it was read',
    )
  if (until !== undefined && compareReleases(since, until) >= 0)
    report(
      [...path, 'until'],
      'range',
      `until ${until} is not later than since ${since}`,
      'until is the first release in which it no longer holds',
    )
}
