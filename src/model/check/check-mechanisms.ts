import type { ParsedFile } from '../dataset.ts'
import type { Fault } from '../../errors/fault.ts'
import type { Link, Mechanism, RegisterSource } from '../schema/mechanism.ts'
import type { Path } from '../yaml/parse-yaml.ts'
import { introducedIn } from '../analysis/applicability.ts'
import { compareReleases } from '../analysis/compare-releases.ts'
import { checkRange, requireKnownBy, type ReadSoFar, type ReportFault, type RequireKnown } from './check-references.ts'

/**
 * What no schema can check about mechanisms: known ids, ranges in order, no cycle.
 *
 * @param mechanisms - the files that could be read.
 * @param data - the dataset as far as it could be read.
 * @returns the faults, file by file.
 */
export function checkMechanisms(mechanisms: readonly ParsedFile<Mechanism>[], data: ReadSoFar): Fault[] {
  const faults: Fault[] = []
  const byId = new Map(mechanisms.map(it => [it.yaml.value.id, it.yaml.value]))
  for (const { yaml } of mechanisms) {
    const report: ReportFault = (...fault) => faults.push(yaml.faultAt(...fault))
    const context: Context = { data, byId, report, requireKnown: requireKnownBy(report, data.unread) }
    const it = yaml.value
    it.buildsOn.forEach((link, i) => checkLink(link, it, ['buildsOn', i], context))
    it.provides.forEach((entry, i) => checkProvides(entry, ['provides', i], context))
    checkOverlaps(
      it,
      data.arches.map(arch => arch.id),
      report,
    )
    checkCycles(it, byId, report)
    checkLife(it, report)
  }
  return [...faults, ...sharedDifferenceIds(mechanisms)]
}

/** What the checks of one file need. */
type Context = {
  readonly data: ReadSoFar
  readonly byId: ReadonlyMap<string, Mechanism>
  readonly report: ReportFault
  readonly requireKnown: RequireKnown
}

function checkLink(link: Link, it: Mechanism, at: Path, { data, byId, report, requireKnown }: Context): void {
  const parent = requireKnown(link.on, byId.keys(), [...at, 'on']) ? byId.get(link.on)! : undefined
  checkRange(link, at, report)
  checkArches(link.arches, at, data, requireKnown)
  if (parent && parent.row > it.row)
    report(
      [...at, 'on'],
      'order',
      `${link.on} is in row ${parent.row}, above ${it.id} in row ${it.row}`,
      'a mechanism stands on its own row or on a lower one',
    )
  if (parent && compareReleases(link.since, introducedIn(parent)) < 0)
    report(
      [...at, 'since'],
      'range',
      `${link.on} is as young as ${introducedIn(parent)}`,
      `a link to it cannot hold since ${link.since}`,
    )
}

function checkProvides(entry: RegisterSource, at: Path, { data, byId, report, requireKnown }: Context): void {
  if (entry.inherits) requireKnown(entry.inherits, byId.keys(), [...at, 'inherits'])
  for (const key of ['captures', 'only'] as const)
    entry[key]?.forEach((id, i) => requireKnown(id, data.captures.keys(), [...at, key, i]))
  if (entry.through) requireKnown(entry.through, data.conversions.keys(), [...at, 'through'])
  checkRange(entry, at, report)
  checkArches(entry.arches, at, data, requireKnown)
}

function checkCycles(it: Mechanism, byId: ReadonlyMap<string, Mechanism>, report: ReportFault): void {
  const cycle = findCycle(it.id, id => byId.get(id)?.buildsOn.map(link => link.on) ?? [])
  if (cycle)
    report(
      ['buildsOn'],
      'cycle',
      `${cycle.join(' stands on ')}`,
      'a mechanism cannot stand on itself; drop one of these links',
    )
  const inheritance = findCycle(it.id, id => byId.get(id)?.provides.flatMap(entry => entry.inherits ?? []) ?? [])
  if (inheritance)
    report(
      ['provides'],
      'cycle',
      `${inheritance.join(' inherits from ')}`,
      'registers must come from somewhere; let one of these name captures',
    )
}

function checkArches(
  arches: readonly string[] | undefined,
  path: Path,
  data: ReadSoFar,
  requireKnown: RequireKnown,
): void {
  const known = data.arches.map(it => it.id)
  arches?.forEach((id, i) => requireKnown(id, known, [...path, 'arches', i]))
}

/** The stages of a life are listed oldest first, each once. */
function checkLife(it: Mechanism, report: ReportFault): void {
  it.life?.forEach(({ id, since }, i) => {
    const before = it.life![i - 1]
    if (before && compareReleases(since.release, before.since.release) < 0)
      report(
        ['life', i, 'since', 'release'],
        'order',
        `${id} of ${since.release} stands behind ${before.id} of ${before.since.release}`,
        'list them oldest first',
      )
    if (it.life!.findIndex(other => other.id === id) < i)
      report(['life', i, 'id'], 'duplicate-id', `there are two ${id} in its life`, 'give each its own id')
  })
}

/** Two entries of `provides` must not hold at once on one arch. */
function checkOverlaps(it: Mechanism, archIds: readonly string[], report: ReportFault): void {
  for (const arch of archIds) {
    const here = it.provides
      .map((entry, i) => ({ entry, i }))
      .filter(({ entry }) => !entry.alternative && !entry.proposal && (entry.arches?.includes(arch) ?? true))
      .sort((a, b) => compareReleases(a.entry.since, b.entry.since))
    here.slice(1).forEach(({ entry, i }, k) => {
      const before = here[k]!.entry
      if (before.until === undefined || compareReleases(entry.since, before.until) < 0)
        report(
          ['provides', i, 'since'],
          'range',
          `on ${arch} this overlaps the one that holds since ${before.since}`,
          `give that one until: "${entry.since}"`,
        )
    })
  }
}

/** The path from an id back to itself, if there is one: `[a, b, a]`. */
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

/** Differences with the id of another, of any mechanism. */
function sharedDifferenceIds(mechanisms: readonly ParsedFile<Mechanism>[]): Fault[] {
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
              `${id} is already the id of a difference in ${first}`,
              'give each difference its own id',
            ),
          ]
        : []
    }),
  )
}
