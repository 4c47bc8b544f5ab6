import { archByName } from '../model/arch-names.ts'
import { archIds } from '../model/read/arch-ids.ts'
import { closestMatch } from '../errors/closest-match.ts'
import { UsageError } from '../errors/usage-error.ts'

/**
 * The arch that was asked for on the command line.
 *
 * @param id - as it was typed: its id, or another name for it, as `amd64`.
 * @param deck - the deck's folder, absolute.
 * @returns the id in the dataset.
 * @throws UsageError when the dataset has no such arch; it names those that there are.
 */
export function knownArch(id: string, deck?: string): string {
  const known = archIds(deck)
  const found = archByName(id, known)
  if (found !== undefined) return found
  const near = closestMatch(id, known)
  throw new UsageError(`--arch ${id} is none of ${known.join(', ')}${near ? `; did you mean ${near}?` : ''}`)
}
