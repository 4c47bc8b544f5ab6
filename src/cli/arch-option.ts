import { ANY_ARCH } from '../model/dataset.ts'
import { archByName } from '../model/arch-names.ts'
import { archIds } from '../model/read/arch-ids.ts'
import { closestMatch } from '../errors/closest-match.ts'
import { UsageError } from '../errors/usage-error.ts'

/**
 * The arch that was asked for on the command line.
 *
 * @param id - as it was typed or as the slides have it: its id, or another name for it, as `amd64`; undefined for none.
 * @param deck - the deck's folder, absolute.
 * @returns the id in the dataset; that of {@link ANY_ARCH} where it names no arch.
 * @throws UsageError when the dataset has no such arch; it names those that there are.
 */
export function knownArch(id: string | undefined, deck?: string): string {
  const known = archIds(deck)
  if (known.length === 0 && id === undefined) return ANY_ARCH.id
  if (known.length === 0) throw new UsageError(`--arch ${id}: the dataset names no arch`)
  if (id === undefined) throw new UsageError(`the slides name no arch; give one of ${known.join(', ')} with --arch`)
  const found = archByName(id, known)
  if (found !== undefined) return found
  const near = closestMatch(id, known)
  throw new UsageError(`--arch ${id} is none of ${known.join(', ')}${near ? `; did you mean ${near}?` : ''}`)
}

/**
 * All arches of a deck's dataset.
 *
 * @param deck - the deck's folder, absolute.
 * @returns their ids; that of {@link ANY_ARCH} where it names none.
 */
export function everyArch(deck?: string): readonly string[] {
  const known = archIds(deck)
  return known.length > 0 ? known : [ANY_ARCH.id]
}
