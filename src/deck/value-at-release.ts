/** An entry of a timeline: a value that holds from a release on, until the next entry's. */
export type TimelineEntry<T> = { readonly since: string; readonly value: T }

/**
 * Find the value of a timeline at a release.
 *
 * @param list - the timeline, oldest entry first.
 * @param release - one of `releases`.
 * @param releases - all that the timeline may name, oldest first.
 * @returns the value of the last entry up to the release; undefined before the first.
 */
export function valueAtRelease<T>(
  list: readonly TimelineEntry<T>[],
  release: string,
  releases: readonly string[],
): T | undefined {
  const index = releases.indexOf(release)
  return list.findLast(it => releases.indexOf(it.since) <= index)?.value
}
