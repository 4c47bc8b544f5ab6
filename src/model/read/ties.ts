import type { Arch } from '../schema/arch.ts'
import type { Capture } from '../schema/capture.ts'
import type { Mechanism, RegisterSource, Tie } from '../schema/mechanism.ts'
import type { Role } from '../schema/role.ts'
import { compareReleases, seriesOf } from '../analysis/compare-releases.ts'

type Captures = ReadonlyMap<string, { readonly arch: string; readonly value: Capture }>

/**
 * Tie the captures of architectures to mechanisms by their roles, where a mechanism names no entry for them.
 *
 * @param mechanisms - the mechanisms, with their ties.
 * @param arches - the architectures, whose trees say which mechanisms they have.
 * @param captures - all captures.
 * @returns the mechanisms with an entry of `provides` for each tie that holds on such an architecture.
 */
export function withTies(
  mechanisms: readonly Mechanism[],
  arches: readonly Arch[],
  captures: Captures,
): readonly Mechanism[] {
  return mechanisms.map(mechanism => {
    const added = arches
      .filter(it => !isNamed(mechanism, it.id, captures))
      .flatMap(it => entriesFor(mechanism, it, captures))
    // Before the entries of all arches, of which the first that holds counts.
    return added.length === 0 ? mechanism : { ...mechanism, provides: [...added, ...mechanism.provides] }
  })
}

/** Whether an entry of a mechanism is about an architecture by name, or by a capture of it. */
function isNamed({ provides }: Mechanism, arch: string, captures: Captures): boolean {
  return provides.some(
    it =>
      it.arches?.includes(arch) ||
      [...(it.captures ?? []), ...(it.only ?? [])].some(id => captures.get(id)?.arch === arch),
  )
}

function entriesFor(mechanism: Mechanism, arch: Arch, captures: Captures): readonly RegisterSource[] {
  const trees = arch.trees ?? []
  if (!mechanism.ties || !trees.some(it => (it.support[mechanism.id]?.value ?? 'no') !== 'no')) return []
  const own = [...captures].filter(([, it]) => it.arch === arch.id)
  if (own.length === 0) return []
  const usual = mechanism.ties.filter(it => !it.alternative)
  const has = trees.filter(it => (it.support[mechanism.id]?.value ?? 'no') !== 'no').map(it => seriesOf(it.release))
  const oldest = has.sort(compareReleases)[0]!
  const entry = (tie: Tie) => entryOf(tie, arch.id, { own, oldest })
  const first = usual.map(entry).find(it => it !== undefined)
  const others = mechanism.ties.filter(it => it.alternative).flatMap(it => entry(it) ?? [])
  return [...(first ? [first] : []), ...others]
}

/** The captures of an arch, and the release of the oldest tree of it that has the mechanism. */
type Own = {
  readonly own: readonly (readonly [id: string, site: { readonly value: Capture }])[]
  readonly oldest: string
}

/** The entry that a tie stands for; undefined if the architecture has no capture of its roles. */
function entryOf(
  { roles, also = [], inherits, struct, alternative, summary }: Tie,
  arch: string,
  { own, oldest }: Own,
): RegisterSource | undefined {
  const ofRole = (role: Role) => own.filter(([, { value }]) => value.role === role)
  const role = roles?.find(it => ofRole(it).length > 0)
  const found = role ? [...ofRole(role), ...also.flatMap(ofRole)] : struct ? own : []
  if (found.length === 0) return undefined
  const since = struct ? oldest : found.map(([, { value }]) => value.since).sort(compareReleases)[0]!
  return {
    since,
    arches: [arch],
    ...(role && { [inherits ? 'only' : 'captures']: found.map(([id]) => id) }),
    ...(inherits && { inherits }),
    ...(struct && { struct }),
    ...(alternative && { alternative }),
    summary,
    sources: found[0]![1].value.sources,
  }
}
