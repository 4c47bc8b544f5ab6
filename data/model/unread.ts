import type { RegisterData } from './flows.ts'
import type { Mechanism } from './mechanism.ts'
import type { Viewpoint } from './resolve.ts'
import { compareReleases } from './release-order.ts'
import { appliesTo, bornIn, classOf } from './resolve.ts'

/**
 * Whether a mechanism that an arch has not, as far as the data tell, may be there all the same: it exists, and nobody has
 * read who fills its registers then, or nobody has read that arch as of a release so early.
 */
export function isUnread(mechanism: Mechanism, at: Viewpoint, data: RegisterData): boolean {
  return compareReleases(bornIn(mechanism), at.release) <= 0 && !classOf(mechanism, at, data)
    && (isBeforeAll(at, data) || hasUnreadSite(mechanism, at, data))
}

/** Whether every capture site of the arch that somebody has read is of a later release. */
function isBeforeAll({ arch, release }: Viewpoint, { captures }: RegisterData): boolean {
  const sites = [...captures.values()].filter(it => it.arch === arch)
  return sites.length > 0 && sites.every(it => compareReleases(it.value.since, release) > 0)
}

function hasUnreadSite({ hands }: Mechanism, at: Viewpoint, data: RegisterData): boolean {
  const hand = hands.find(it => !it.also && !it.proposal && appliesTo(it, at))
  if (!hand?.inherits || hand.only)
    return hand?.captures !== undefined || hand?.only !== undefined
  const parent = data.mechanisms.find(it => it.id === hand.inherits)
  return parent !== undefined && hasUnreadSite(parent, at, data)
}
