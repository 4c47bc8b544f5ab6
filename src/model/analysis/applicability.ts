import type { RegisterSource, Link, Mechanism } from '../schema/mechanism.ts'
import { FIRST_RELEASE, holdsIn } from './compare-releases.ts'
import type { Source } from '../schema/source.ts'
import type { RegisterData } from './register-data.ts'
import { isLacking } from './arch-support.ts'

/** The arch and the release for which a question is asked. */
export type Viewpoint = { readonly arch: string; readonly release: string }

/**
 * Whether a link, or another fact with a range and arches, holds at a viewpoint.
 *
 * @param it - without `arches`, it holds on all.
 */
export function appliesTo(it: Pick<Link, 'since' | 'until' | 'arches'>, { arch, release }: Viewpoint): boolean {
  return holdsIn(it, release) && (it.arches?.includes(arch) ?? true)
}

/**
 * Whether an entry of `provides` holds at a viewpoint. One that names no arch and no capture holds on all arches but
 * those whose kernel tree lacks the mechanism; that of an origin, which has a class, holds on all.
 *
 * @param entry - an entry of the mechanism.
 * @param mechanism - its id.
 * @param at - the arch and the release.
 * @param data - the arches, with their kernel trees.
 * @returns whether the entry counts there.
 */
export function appliesAt(
  entry: RegisterSource,
  mechanism: string,
  at: Viewpoint,
  { arches }: Pick<RegisterData, 'arches'>,
): boolean {
  return (
    appliesTo(entry, at) &&
    (entry.arches !== undefined ||
      entry.captures !== undefined ||
      entry.class !== undefined ||
      !isLacking(
        arches.find(it => it.id === at.arch),
        mechanism,
        at.release,
      ))
  )
}

/** The release from which a mechanism exists: the checked one if talk and kernel differ, the first if none is given. */
export function introducedIn({ since }: Pick<Mechanism, 'since'>): string {
  return since?.checked?.release ?? since?.release ?? FIRST_RELEASE
}

/** The release from which on the talk has a mechanism; the first, if none is given. */
export function talkHasSince({ since }: Pick<Mechanism, 'since'>): string {
  return since?.release ?? FIRST_RELEASE
}

/** Where to look for what a mechanism is, and since when. */
export function mechanismSources({ since, sources }: Pick<Mechanism, 'since' | 'sources'>): readonly Source[] {
  return since?.sources ?? sources ?? []
}
