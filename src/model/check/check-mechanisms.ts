import type { ParsedFile } from '../dataset.ts'
import { introducedIn } from '../analysis/applicability.ts'
import type { Mechanism } from '../schema/mechanism.ts'
import { checkRange, knownBy, type Complain, type RequireKnown, type ReadSoFar } from './check-references.ts'
import type { Fault } from '../../errors/fault.ts'
import { compareReleases } from '../analysis/compare-releases.ts'
import type { Path } from '../yaml/parse-yaml.ts'

/** What no schema can tell about the mechanisms: ids that resolve, ranges in order, no cycle. */
export function checkMechanisms(
  mechanisms: readonly ParsedFile<Mechanism>[],
  { arches, captures, conversions, unread }: ReadSoFar,
): Fault[] {
  const faults: Fault[] = []
  const archIds = arches.map(it => it.id)
  const byId = new Map(mechanisms.map(it => [it.yaml.value.id, it.yaml.value]))
  for (const { yaml } of mechanisms) {
    const complain: Complain = (...fault) => faults.push(yaml.faultAt(...fault))
    const known = knownBy(complain, unread)
    const it = yaml.value
    it.buildsOn.forEach((link, i) => {
      const at = ['buildsOn', i]
      const parent = known(link.on, byId.keys(), [...at, 'on']) ? byId.get(link.on)! : undefined
      checkRange(link, at, complain)
      checkArches(link.arches, archIds, at, known)
      if (parent && parent.row > it.row)
        complain(
          [...at, 'on'],
          'order',
          `${link.on} is in row ${parent.row}, above ${it.id} in row ${it.row}`,
          'a mechanism stands on its own row or on a lower one',
        )
      if (parent && compareReleases(link.since, introducedIn(parent)) < 0)
        complain(
          [...at, 'since'],
          'range',
          `${link.on} is as young as ${introducedIn(parent)}`,
          `a link to it cannot hold since ${link.since}`,
        )
    })
    it.provides.forEach((hand, i) => {
      const at = ['provides', i]
      if (hand.inherits) known(hand.inherits, byId.keys(), [...at, 'inherits'])
      for (const key of ['captures', 'only'] as const)
        hand[key]?.forEach((id, j) => known(id, captures.keys(), [...at, key, j]))
      if (hand.through) known(hand.through, conversions.keys(), [...at, 'through'])
      checkRange(hand, at, complain)
      checkArches(hand.arches, archIds, at, known)
    })
    checkOverlaps(it, archIds, complain)
    const cycle = findCycle(it.id, id => byId.get(id)?.buildsOn.map(link => link.on) ?? [])
    if (cycle)
      complain(
        ['buildsOn'],
        'cycle',
        `${cycle.join(' stands on ')}`,
        'a mechanism cannot stand on itself; drop one of these links',
      )
    const circle = findCycle(it.id, id => byId.get(id)?.provides.flatMap(hand => hand.inherits ?? []) ?? [])
    if (circle)
      complain(
        ['provides'],
        'cycle',
        `${circle.join(' inherits from ')}`,
        'registers must come from somewhere; let one of these name captures',
      )
    checkOrder(it, complain)
    it.replaced?.forEach((step, i) => known(step.by, byId.keys(), ['replaced', i, 'by']))
  }
  return [...faults, ...checkUniqueDifferences(mechanisms)]
}

function checkArches(
  arches: readonly string[] | undefined,
  archIds: readonly string[],
  path: Path,
  known: RequireKnown,
): void {
  arches?.forEach((id, i) => known(id, archIds, [...path, 'arches', i]))
}

/** A life is told from its beginning on, and each part of it once. */
function checkOrder(it: Mechanism, complain: Complain): void {
  it.life?.forEach(({ id, since }, i) => {
    const before = it.life![i - 1]
    if (before && compareReleases(since.release, before.since.release) < 0)
      complain(
        ['life', i, 'since', 'release'],
        'order',
        `${id} of ${since.release} stands behind ${before.id} of ${before.since.release}`,
        'list them oldest first',
      )
    if (it.life!.findIndex(other => other.id === id) < i)
      complain(['life', i, 'id'], 'duplicate-id', `there are two ${id} in its life`, 'give each its own id')
  })
}

/** Two answers to "what does it hand on?" must not hold at once on one arch. */
function checkOverlaps(it: Mechanism, archIds: readonly string[], complain: Complain): void {
  for (const arch of archIds) {
    const here = it.provides
      .map((hand, i) => ({ hand, i }))
      .filter(({ hand }) => !hand.alternative && !hand.proposal && (hand.arches?.includes(arch) ?? true))
      .sort((a, b) => compareReleases(a.hand.since, b.hand.since))
    here.slice(1).forEach(({ hand, i }, k) => {
      const before = here[k]!.hand
      if (before.until === undefined || compareReleases(hand.since, before.until) < 0)
        complain(
          ['provides', i, 'since'],
          'range',
          `on ${arch} this overlaps the one that holds since ${before.since}`,
          `give that one until: "${hand.since}"`,
        )
    })
  }
}

/** The way from an id back to itself, if there is one: `[a, b, a]`. */
function findCycle(start: string, nextOf: (id: string) => readonly string[]): readonly string[] | undefined {
  const seen = new Set<string>()
  const walk = (id: string): readonly string[] | undefined => {
    for (const next of nextOf(id)) {
      if (next === start) return [id, next]
      if (seen.has(next)) continue
      seen.add(next)
      const found = walk(next)
      if (found) return [id, ...found]
    }
    return undefined
  }
  return walk(start)
}

function checkUniqueDifferences(mechanisms: readonly ParsedFile<Mechanism>[]): Fault[] {
  const seen = new Map<string, string>()
  return mechanisms.flatMap(({ file, yaml }) =>
    (yaml.value.differences ?? []).flatMap(({ id }, i) => {
      const first = seen.get(id)
      seen.set(id, first ?? file)
      return first
        ? [
            yaml.faultAt(
              ['differences', i, 'id'],
              'duplicate-id',
              `${id} is already told in ${first}`,
              'give each difference its own id',
            ),
          ]
        : []
    }),
  )
}
