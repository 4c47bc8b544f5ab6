import type { RegisterData } from './register-data.ts'
import { compareReleases, laterRelease } from './compare-releases.ts'

/** What says from which release on an arch was read, and at which release the talk looks back. */
type Reading = Pick<RegisterData, 'captures'> & { readonly talk: { readonly release: string } }

/**
 * The oldest release in which the captures of an arch were read, where that is newer than the talk's.
 *
 * @param arch - its id.
 * @param data - the captures, and the talk's release.
 * @returns undefined where the arch was read in the talk's release, or an older one, or not at all.
 */
export function oldestRead(arch: string, { captures, talk }: Reading): string | undefined {
  const [oldest] = [...captures.values()]
    .filter(it => it.arch === arch)
    .map(it => it.value.readSince ?? it.value.since)
    .sort(compareReleases)
  return oldest !== undefined && compareReleases(oldest, talk.release) > 0 ? oldest : undefined
}

/**
 * The release in which an arch is shown unless the speaker chose one: the oldest that was read of it, where that is
 * later than the one of the step.
 *
 * @param release - the release of a step, or the talk's.
 * @param arch - its id.
 * @param data - the captures, and the talk's release.
 * @returns `release`, or a later one.
 */
export function fittingRelease(release: string, arch: string, data: Reading): string {
  return laterRelease(release, oldestRead(arch, data) ?? release)
}
