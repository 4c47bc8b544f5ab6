import type { Dataset } from '../model/dataset.ts'
import { compareReleases } from '../model/analysis/compare-releases.ts'
import { readUpTo } from '../model/analysis/arch-support.ts'
import { newestRelease, releasesWithChanges } from '../model/analysis/hazards.ts'
import { loadFiles } from '../model/read/load-files.ts'
import { readDataset } from '../model/read/read-dataset.ts'
import { release } from '../model/schema/release.ts'
import { DataError } from '../errors/fault.ts'
import { UsageError } from '../errors/usage-error.ts'

/** The option of the commands that show the talk as of another release than its slides name. */
export const RELEASE_OPTION = {
  hint: 'R',
  help: 'as of this release, such as 6.12 (otherwise that of each slide)',
} as const

/**
 * The release that was asked for on the command line, as the deck knows it: the one in which something about registers
 * changed last, since between two of them all is the same.
 *
 * @param asked - as it was typed; undefined without the option.
 * @param deck - the deck's folder, absolute.
 * @returns undefined without the option.
 * @throws UsageError where it is no release, or older or newer than all that the data has; DataError if the data is at
 *   fault.
 */
export function knownRelease(asked: string | undefined, deck?: string): string | undefined {
  if (asked === undefined) return undefined
  if (!release.safeParse(asked).success) throw new UsageError(`--release ${asked} is no kernel release; write 6.12`)
  const { value: data, faults } = readDataset(loadFiles(deck))
  if (faults.length > 0) throw new DataError(faults)
  requireRead(asked, data)
  const all = [
    data.talk.release,
    ...data.arches.flatMap(({ id }) => releasesWithChanges(data, data.readers, { arch: id })),
  ].sort(compareReleases)
  const found = all.findLast(it => compareReleases(it, asked) <= 0)
  if (found === undefined)
    throw new UsageError(`--release ${asked} is older than ${all[0]}, the oldest that the data has`)
  return found
}

/**
 * Refuse a release of which nothing is known: it is later than the newest tree of the data, and than all changes in it.
 *
 * @param asked - as it was typed.
 * @param data - the dataset.
 * @throws UsageError for such a release.
 */
export function requireRead(asked: string, data: Dataset): void {
  const read = readUpTo({ trees: data.arches.flatMap(it => it.trees ?? []) }, asked)
  if (read === asked || compareReleases(asked, newestRelease(data, data.readers)) <= 0) return
  throw new UsageError(`--release ${asked}: nothing is known of it; the newest tree of the data is ${read}`)
}
