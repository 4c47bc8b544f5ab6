import type { Capture } from '../../model/schema/capture.ts'
import type { RegisterSource, Mechanism } from '../../model/schema/mechanism.ts'
import type { Dataset } from '../../model/dataset.ts'
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import { compareReleases, wasReadIn } from '../../model/analysis/compare-releases.ts'
import { appliesTo, introducedIn } from '../../model/analysis/applicability.ts'
import { classOf } from '../../model/analysis/register-class.ts'
import { readUpTo } from '../../model/analysis/arch-support.ts'
import { asOf, hasNoCapture, isUnread, lastReadRelease } from '../../model/analysis/coverage-gaps.ts'
import { say } from '../../words/say.ts'

/** The capture on another arch that corresponds to a given one, or why there is none. */
export type Counterpart = { readonly capture: Capture } | { readonly missing: string }

/**
 * Find the capture on another arch that corresponds to a given one: it fills registers for the same mechanism, and is
 * the usual one or an alternative, as the given one is. An alternative must also fill the same struct.
 *
 * @param capture - id of the given capture.
 * @param preferred - ids of mechanisms; where several provide the registers of the capture, the first of these.
 * @param data - the dataset.
 * @param at - the other arch, and the release.
 * @returns the capture, or the reason as a text without a capital or a full stop.
 */
export function counterpart(capture: string, preferred: readonly string[], data: Dataset, at: Viewpoint): Counterpart {
  const { mechanism, source } = providerOf(capture, preferred, data)
  const label = mechanism.label.join(' ')
  const owner = data.arches.find(it => it.id === at.arch)!
  const arch = owner.name
  if (hasNoCapture(mechanism, at, data))
    return {
      missing: say('{label} is there on {arch}, by its kernel tree; what it passes on is not known', {
        label,
        arch,
      }),
    }
  if (isUnread(mechanism, at, data))
    return {
      missing: say('{label} on {arch} in {release}: who fills its registers is not known', {
        label,
        arch,
        release: at.release,
      }),
    }
  if (!classOf(mechanism, at, data)) {
    const release = asOf(at.release, lastReadRelease(mechanism, at, data))
    return {
      missing: say('no {label} on {arch} in {release}', { label, arch, release }) + arrivalText(mechanism, at, data),
    }
  }
  const { struct } = data.captures.get(capture)!.value
  const isAlternative = source.alternative ?? false
  const found = capturesOf(mechanism, isAlternative, data, at).find(it => !isAlternative || it.struct === struct)
  if (found) return { capture: found }
  const newest = readUpTo(owner, at.release)
  const release = asOf(at.release, newest === at.release ? undefined : newest)
  return {
    missing: say('{label} fills no {struct} on {arch} in {release}', {
      label,
      struct: isAlternative ? struct : say('struct'),
      arch,
      release,
    }),
  }
}

/** The mechanism that provides a capture's registers, and how: the first preferred one, or the first that lists it. */
function providerOf(
  capture: string,
  preferred: readonly string[],
  { mechanisms }: Dataset,
): { readonly mechanism: Mechanism; readonly source: RegisterSource } {
  const all = mechanisms.flatMap(mechanism =>
    mechanism.provides
      .filter(it => it.captures?.includes(capture) || it.only?.includes(capture))
      .map(source => ({ mechanism, source })),
  )
  const meant = preferred.flatMap(id => all.find(it => it.mechanism.id === id) ?? [])
  return meant[0] ?? all.find(it => it.source.captures)!
}

/** The captures from which a mechanism's registers come, the one that decides its class first. */
function capturesOf(mechanism: Mechanism, isAlternative: boolean, data: Dataset, at: Viewpoint): readonly Capture[] {
  return mechanism.provides
    .filter(it => (it.alternative ?? false) === isAlternative && !it.proposal && appliesTo(it, at))
    .flatMap(source => {
      const ids = source.captures ?? source.only
      if (ids)
        return ids
          .map(id => data.captures.get(id)!)
          .filter(it => it.arch === at.arch && wasReadIn(it.value, at.release))
          .map(it => it.value)
      const parent = data.mechanisms.find(it => it.id === source.inherits)
      return parent ? capturesOf(parent, false, data, at) : []
    })
}

/** When an arch gets a mechanism that it lacks, as the end of a sentence; empty if that is not known. */
function arrivalText(mechanism: Mechanism, { arch, release }: Viewpoint, data: Dataset): string {
  const captures = [...data.captures.values()].filter(it => it.arch === arch).map(it => it.value)
  const since = [introducedIn(mechanism), ...[...mechanism.provides, ...captures].map(it => it.since)]
    .filter(it => compareReleases(it, release) > 0)
    .sort(compareReleases)
    .find(it => classOf(mechanism, { arch, release: it }, data) ?? isUnread(mechanism, { arch, release: it }, data))
  return since && classOf(mechanism, { arch, release: since }, data) ? say('; it comes in {since}', { since }) : ''
}
