import type { Capture } from '../../model/schema/capture.ts'
import type { RegisterSource, Mechanism } from '../../model/schema/mechanism.ts'
import type { Dataset } from '../../model/dataset.ts'
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import { compareReleases, holdsIn } from '../../model/analysis/compare-releases.ts'
import { appliesTo, introducedIn } from '../../model/analysis/applicability.ts'
import { classOf } from '../../model/analysis/register-class.ts'
import { readUpTo } from '../../model/analysis/arch-support.ts'
import { asOf, hasNoCapture, isUnread, lastReadRelease } from '../../model/analysis/coverage-gaps.ts'

/** What stands on another arch in the place of a capture site, or why nothing does. */
export type Counterpart = { readonly capture: Capture } | { readonly missing: string }

/**
 * The capture site that fills, on another arch, what a site fills on its own: for the same mechanism, in the same way
 * (the usual one or one beside it), and where it is one beside it, the same struct.
 *
 * @param capture - id of a site.
 * @param preferred - ids of mechanisms; of several that hand on the site's registers, one of these is meant.
 * @param at - the other arch, and as of when.
 */
export function counterpart(capture: string, preferred: readonly string[], data: Dataset, at: Viewpoint): Counterpart {
  const { mechanism, hand } = handedOnBy(capture, preferred, data)
  const label = mechanism.label.join(' ')
  const arch = data.arches.find(it => it.id === at.arch)!.name
  if (hasNoCapture(mechanism, at, data))
    return { missing: `${label} is there on ${arch}, by its kernel tree; nobody has read yet what it hands on` }
  if (isUnread(mechanism, at, data))
    return { missing: `${label} on ${arch} in ${at.release}: who fills its registers has not been read` }
  if (!classOf(mechanism, at, data))
    return {
      missing: `no ${label} on ${arch} in ${asOf(at.release, lastReadRelease(mechanism, at, data))}${laterIn(mechanism, at, data)}`,
    }
  const newest = readUpTo(
    data.arches.find(it => it.id === at.arch),
    at.release,
  )
  const struct = data.captures.get(capture)!.value.struct
  const site = sitesOf(mechanism, hand.alternative ?? false, data, at).find(
    it => !hand.alternative || it.struct === struct,
  )
  return site
    ? { capture: site }
    : {
        missing: `${label} fills no ${hand.alternative ? struct : 'struct'} on ${arch} in ${asOf(at.release, newest === at.release ? undefined : newest)}`,
      }
}

/** Through which mechanism a capture site's registers are meant: a preferred one, else the first that lists it. */
function handedOnBy(
  capture: string,
  preferred: readonly string[],
  { mechanisms }: Dataset,
): { readonly mechanism: Mechanism; readonly hand: RegisterSource } {
  const all = mechanisms.flatMap(mechanism =>
    mechanism.provides
      .filter(it => it.captures?.includes(capture) || it.only?.includes(capture))
      .map(hand => ({ mechanism, hand })),
  )
  return all.find(it => preferred.includes(it.mechanism.id)) ?? all.find(it => it.hand.captures)!
}

/** The sites from which a mechanism's registers come, the first that counts first. */
function sitesOf(mechanism: Mechanism, isAlternative: boolean, data: Dataset, at: Viewpoint): readonly Capture[] {
  return mechanism.provides
    .filter(it => (it.alternative ?? false) === isAlternative && !it.proposal && appliesTo(it, at))
    .flatMap(hand => {
      const ids = hand.captures ?? hand.only
      if (ids)
        return ids
          .map(id => data.captures.get(id)!)
          .filter(it => it.arch === at.arch && holdsIn(it.value, at.release))
          .map(it => it.value)
      const parent = data.mechanisms.find(it => it.id === hand.inherits)
      return parent ? sitesOf(parent, false, data, at) : []
    })
}

/** When an arch gets what it lacks; nothing if it has not yet, or if nobody knows. */
function laterIn(mechanism: Mechanism, { arch, release }: Viewpoint, data: Dataset): string {
  const sites = [...data.captures.values()].filter(it => it.arch === arch).map(it => it.value)
  const since = [introducedIn(mechanism), ...[...mechanism.provides, ...sites].map(it => it.since)]
    .filter(it => compareReleases(it, release) > 0)
    .sort(compareReleases)
    .find(it => classOf(mechanism, { arch, release: it }, data) ?? isUnread(mechanism, { arch, release: it }, data))
  return since && classOf(mechanism, { arch, release: since }, data) ? `; it comes in ${since}` : ''
}
