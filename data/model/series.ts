/** The release that a stable one belongs to: 6.12 of 6.12.117. */
export function seriesOf(release: string): string {
  const [version, level, sub] = release.split('.')
  return version === '2' ? [version, level, sub].join('.') : `${version}.${level}`
}
