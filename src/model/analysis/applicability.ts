import type { RegisterSource, Link, Mechanism } from '../schema/mechanism.ts'
import { holdsIn } from './compare-releases.ts'
import type { RegisterData } from './register-data.ts'
import { isLacking } from './arch-support.ts'

/** For which arch and as of which release a question is asked. */
export type Viewpoint = { readonly arch: string; readonly release: string }

/** Whether a link, or any other fact with a range and arches, holds seen from an arch and a release. */
export function appliesTo(it: Pick<Link, 'since' | 'until' | 'arches'>, { arch, release }: Viewpoint): boolean {
  return holdsIn(it, release) && (it.arches?.includes(arch) ?? true)
}

/** Whether what a mechanism hands on holds: what is said of all arches does not where the arch's own kernel lacks the mechanism. The ground is drawn for all. */
export function appliesAt(
  hand: RegisterSource,
  mechanism: string,
  at: Viewpoint,
  { arches }: Pick<RegisterData, 'arches'>,
): boolean {
  return (
    appliesTo(hand, at) &&
    (hand.arches !== undefined ||
      hand.captures !== undefined ||
      hand.class !== undefined ||
      !isLacking(
        arches.find(it => it.id === at.arch),
        mechanism,
        at.release,
      ))
  )
}

/** The release from which a mechanism exists: the checked one where talk and kernel differ. */
export function introducedIn({ since }: Pick<Mechanism, 'since'>): string {
  return since.checked?.release ?? since.release
}
