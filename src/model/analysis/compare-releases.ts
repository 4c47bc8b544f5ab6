import { say } from '../../words/say.ts'
import { FIRST_RELEASE } from '../schema/first-release.ts'

export { FIRST_RELEASE }

/**
 * Order two releases as the kernel does: number by number, so that 2.6.9 < 2.6.27 and 6.9 < 6.12. A kernel tree may be
 * of a release candidate, 6.13-rc3, which comes before 6.13; what else follows the numbers makes no difference.
 *
 * @param a - a release, such as 6.12 or 6.12.117.
 * @param b - another.
 * @returns negative, zero or positive, as `Array.prototype.sort` wants it. 6.12 comes before 6.12.1.
 */
export function compareReleases(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? -1) - (right[i] ?? -1)
    if (difference !== 0) return difference
  }
  return 0
}

/** More than there are candidates of one release: what is counted from it backwards is less than a missing number. */
const BEFORE_RELEASE = 1000

/** The numbers of the releases that were compared: there are a few dozen, and they are compared a million times. */
const NUMBERS = new Map<string, readonly number[]>()

function numbersOf(release: string): readonly number[] {
  const known = NUMBERS.get(release)
  if (known) return known
  const [, plain, candidate] = /^([\d.]*)(?:-rc(\d+))?/.exec(release)!
  const numbers = plain!.split('.').map(Number)
  if (candidate !== undefined) numbers.push(Number(candidate) - BEFORE_RELEASE)
  NUMBERS.set(release, numbers)
  return numbers
}

/** Whether a text reads like a release of Linux: `2.6.9`, `6.12`, `6.12.117`. */
export function isRelease(text: string): boolean {
  return /^\d+\.\d+(?:\.\d+)?$/.test(text)
}

/** The later of two releases. */
export function laterRelease(a: string, b: string): string {
  return compareReleases(a, b) < 0 ? b : a
}

/** The first release in which a fact holds, from which on it was read, and the first in which it no longer holds. */
export type ReleaseRange = {
  readonly since: string
  readonly readSince?: string | undefined
  readonly until?: string | undefined
}

/** Whether a fact with this range holds in a release. `until` itself is outside. */
export function holdsIn({ since, until }: ReleaseRange, at: string): boolean {
  return compareReleases(since, at) <= 0 && (until === undefined || compareReleases(at, until) < 0)
}

/** Whether a capture or a conversion with this range was read in a release: nothing is concluded from older ones. */
export function wasReadIn(range: ReleaseRange, at: string): boolean {
  return holdsIn({ ...range, since: range.readSince ?? range.since }, at)
}

/**
 * Say a range in words.
 *
 * @param range - without `until`, it has no end.
 * @returns such as `since 6.9`, `5.18 until 6.14`, `since 4.8, read from 6.1` or `read from 6.1, may be older`.
 */
export function rangeWords(range: ReleaseRange): string {
  const { since, readSince, until } = range
  const ends = until === undefined ? '' : ` ${say('until {release}', { release: until })}`
  if (readSince === since) return say('read from {range}, may be older', { range: since + ends })
  const begins = until === undefined ? say('since {release}', { release: since }) : `${since}${ends}`
  return readSince === undefined ? begins : say('{range}, read from {release}', { range: begins, release: readSince })
}

/**
 * The release that a stable one belongs to.
 *
 * @param release - a release, stable, candidate or neither.
 * @returns `6.12` for `6.12.117`, and `2.6.32` for itself.
 */
export function seriesOf(release: string): string {
  const [version, level, sub] = release.replace(/-.*/, '').split('.')
  return version === '2' ? [version, level, sub].join('.') : `${version}.${level}`
}
