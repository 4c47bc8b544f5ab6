import type { Fault } from '../../errors/fault.ts'
import type { ParsedFile, ReadData } from '../dataset.ts'
import { compareReleases } from '../analysis/compare-releases.ts'

/** An arch as its file has it: the releases of the trees that were read. */
type ReadArch = { readonly id: string; readonly trees?: readonly { readonly release: string }[] | undefined }

/**
 * Find arches of which nothing is known at the release where the talk looks back. Their slides open on the oldest
 * release that was read, and a person may want the talk's own.
 *
 * @param files - the files of the arches.
 * @param captures - all captures; one that a person has read in an older release counts, too.
 * @param talk - the talk's release.
 * @returns a warning for each arch.
 */
export function lateArches(
  files: readonly Pick<ParsedFile<ReadArch>, 'yaml'>[],
  captures: ReadData['value']['captures'],
  talk: string,
): readonly Fault[] {
  return files.flatMap(({ yaml: { value, faultAt } }) => {
    const read = [
      ...(value.trees ?? []).map(it => it.release),
      ...[...captures.values()].filter(it => it.arch === value.id).map(it => it.value.since),
    ].sort(compareReleases)
    const oldest = read[0]
    if (oldest === undefined || compareReleases(oldest, talk) <= 0) return []
    return [
      faultAt(
        ['trees', 0, 'release'],
        'derived',
        `nothing older than ${oldest} was read of ${value.id}, and the talk looks back at ${talk}: its slides open on ${oldest}`,
        `npm run arch -- add ${value.id} --linux DIR, with a tree of ${talk} or older, makes them open on ${talk}`,
      ),
    ]
  })
}
