import type { Fault } from '../../errors/fault.ts'
import type { RegisterData } from '../analysis/register-data.ts'
import type { ReleaseRange } from '../analysis/compare-releases.ts'
import type { Path } from '../yaml/parse-yaml.ts'
import { closestMatch } from '../../errors/closest-match.ts'
import { compareReleases } from '../analysis/compare-releases.ts'

/** Tells a fault at a path of the file in hand. */
export type Complain = (path: Path, code: Fault['code'], problem: string, tip: string) => void

/** The dataset as far as it could be read, and the ids of the files that could not: nobody who names those is at fault. */
export type ReadSoFar = RegisterData & { readonly unread: ReadonlySet<string> }

/** Whether an id is known; complains if it is not, with the one that may have been meant. */
export type RequireKnown = (id: string, ids: Iterable<string>, path: Path) => boolean

/** A `Known` for the file in hand. */
export function knownBy(complain: Complain, unread: ReadonlySet<string>): RequireKnown {
  return (id, ids, path) => {
    const all = [...ids]
    if (all.includes(id)) return true
    if (!unread.has(id)) {
      const near = closestMatch(id, all)
      complain(path, 'unknown-id', `there is no ${id}`, near ? `did you mean ${near}?` : `known: ${all.join(', ')}`)
    }
    return false
  }
}

/** A range ends after it begins. */
export function checkRange({ since, until }: ReleaseRange, path: Path, complain: Complain): void {
  if (until !== undefined && compareReleases(since, until) >= 0)
    complain(
      [...path, 'until'],
      'range',
      `until ${until} is not later than since ${since}`,
      'until is the first release in which it no longer holds',
    )
}
