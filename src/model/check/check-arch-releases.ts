import type { Fault } from '../../errors/fault.ts'
import type { ParsedFile, ReadData } from '../dataset.ts'
import { oldestRead } from '../analysis/fitting-release.ts'

/**
 * Find arches whose captures were all read in newer releases than the one where the talk looks back. Their slides open
 * on the oldest release that was read, and a person may want the talk's own.
 *
 * @param files - the files of the arches.
 * @param captures - all captures, the derived ones among them.
 * @param talk - the talk's release.
 * @returns a warning for each arch.
 */
export function lateArches(
  files: readonly Pick<ParsedFile<{ readonly id: string }>, 'yaml'>[],
  captures: ReadData['value']['captures'],
  talk: string,
): readonly Fault[] {
  return files.flatMap(({ yaml: { value, faultAt } }) => {
    const oldest = oldestRead(value.id, { captures, talk: { release: talk } })
    if (oldest === undefined) return []
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
