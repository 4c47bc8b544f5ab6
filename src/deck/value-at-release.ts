/** What holds from a release on, until the next of a list does. */
export type TimelineEntry<T> = { readonly since: string; readonly is: T }

/**
 * What holds at a release: of a list, the last entry that had begun.
 *
 * @param releases - all that the list may name, oldest first.
 */
export function valueAtRelease<T>(
  list: readonly TimelineEntry<T>[],
  release: string,
  releases: readonly string[],
): T | undefined {
  const index = releases.indexOf(release)
  return list.findLast(it => releases.indexOf(it.since) <= index)?.is
}
