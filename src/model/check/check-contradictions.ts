import type { ParsedFile } from '../dataset.ts'
import type { Fault } from '../../errors/fault.ts'
import type { Mechanism } from '../schema/mechanism.ts'
import type { Scene, Talk } from '../schema/scene.ts'
import type { Reader } from '../schema/reader.ts'
import type { YamlFile } from '../yaml/parse-yaml.ts'
import type { ReadSoFar, ReportFault } from './check-references.ts'
import { introducedIn, talkHasSince } from '../analysis/applicability.ts'
import { compareReleases, FIRST_RELEASE, type ReleaseRange } from '../analysis/compare-releases.ts'

/** Releases of the kernel with the years in which they came out, oldest first. */
const YEARS: readonly (readonly [release: string, year: number])[] = [
  ['0.01', 1991],
  ['0.95', 1992],
  ['1.0', 1994],
  ['1.2', 1995],
  ['2.0', 1996],
  ['2.2', 1999],
  ['2.4', 2001],
  ['2.6.0', 2003],
  ['2.6.10', 2004],
  ['2.6.15', 2006],
  ['2.6.24', 2008],
  ['2.6.32', 2009],
  ['2.6.37', 2011],
  ['3.8', 2013],
  ['3.19', 2015],
  ['4.4', 2016],
  ['4.15', 2018],
  ['5.0', 2019],
  ['5.5', 2020],
  ['5.11', 2021],
  ['6.0', 2022],
  ['6.7', 2024],
  ['6.13', 2025],
  ['6.19', 2026],
]

/** A year that no release of that name can have; a commit may be a year older than the release that brought it. */
function wrongYear(release: string, year: number): string | undefined {
  const after = YEARS.findIndex(([it]) => compareReleases(it, release) > 0)
  const next = after < 0 ? undefined : YEARS[after]!
  const last = YEARS.at(after < 0 ? -1 : Math.max(0, after - 1))!
  if (year >= last[1] - 1 && (!next || year <= next[1])) return undefined
  return `${release} is not of ${year}: ${last[0]} came out in ${last[1]}${next ? `, ${next[0]} in ${next[1]}` : ''}`
}

/**
 * Find what a mechanism says against itself or against another: each is right by itself, and the stage would be wrong.
 *
 * @param mechanisms - the files that could be read.
 * @param captures - the capture sites that could be read.
 * @returns the faults, file by file.
 */
export function contradictingMechanisms(
  mechanisms: readonly ParsedFile<Mechanism>[],
  { captures, arches, unread }: Pick<ReadSoFar, 'captures' | 'arches' | 'unread'>,
): readonly Fault[] {
  const faults: Fault[] = []
  const labels = new Map<string, string>()
  for (const { yaml } of mechanisms) {
    const it = yaml.value
    const report: ReportFault = (...fault) => faults.push(yaml.faultAt(...fault))
    // Years are held against the kernel's releases, in a dataset that is of a kernel.
    checkBirth(it, arches.length > 0, report)
    checkParents(it, report)
    checkProviders(it, captures, report)
    const label = it.label.join(' ').normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase()
    const other = labels.get(label)
    if (other !== undefined)
      report(['label'], 'duplicate-id', `${other} has the same label`, 'two boxes with one label look like one')
    labels.set(label, it.id)
  }
  return unread.size > 0 ? faults.filter(it => it.code !== 'unknown-id') : faults
}

/** Years that fit their releases, and a life that begins with the birth. */
function checkBirth({ since, life = [], ...it }: Mechanism, isOfKernel: boolean, report: ReportFault): void {
  const stages = life.map((one, i) => [['life', i, 'since'], one.since] as const)
  for (const [path, birth] of [...(since ? [[['since'], since] as const] : []), ...stages]) {
    const wrong = isOfKernel && wrongYear(birth.release, birth.year)
    if (wrong) report([...path, 'year'], 'range', wrong, 'correct the one or the other')
  }
  const born = firstOf({ since })
  const [first] = life
  // What is older by less may have been renamed, as perf counters were.
  if (since && first && first.since.year < since.year && compareReleases(first.since.release, born) < 0)
    report(
      ['life', 0, 'since', 'release'],
      'range',
      `${first.id} of ${first.since.release} is older than ${it.id} itself, of ${born}`,
      'its life begins when there is one',
    )
}

/** The older one of the releases in which talk and kernel have a mechanism. */
function firstOf(it: Pick<Mechanism, 'since'>): string {
  return [talkHasSince(it), introducedIn(it)].sort(compareReleases)[0]!
}

/** What a mechanism stands on: something, once, and not before it is there itself. */
function checkParents(it: Mechanism, report: ReportFault): void {
  const born = firstOf(it)
  if (it.kind !== 'origin' && it.buildsOn.length === 0 && it.provides.some(entry => entry.captures ?? entry.inherits))
    report(
      ['buildsOn'],
      'range',
      `${it.id} stands on nothing`,
      'name what it gets registers from; only an origin has none',
    )
  it.buildsOn.forEach((link, i) => {
    if (link.since !== FIRST_RELEASE && compareReleases(link.since, born) < 0)
      report(
        ['buildsOn', i, 'since'],
        'range',
        `${it.id} is as young as ${born}`,
        `it cannot stand on ${link.on} since ${link.since}`,
      )
    const before = it.buildsOn.slice(0, i).find(other => other.on === link.on && areBoth(other, link))
    if (before)
      report(
        ['buildsOn', i],
        'range',
        `it stands on ${link.on} since ${before.since} already, on an arch that both name`,
        'make one link of the two, or give the first one until',
      )
  })
}

type Holding = ReleaseRange & { readonly arches?: readonly string[] | undefined }

/** Whether two facts hold at once somewhere. */
function areBoth(a: Holding, b: Holding): boolean {
  const isBefore = (one: Holding, other: Holding) =>
    one.until !== undefined && compareReleases(one.until, other.since) <= 0
  const { arches } = a
  return !isBefore(a, b) && !isBefore(b, a) && (!arches || !b.arches || arches.some(it => b.arches!.includes(it)))
}

/** The capture sites of an entry are of the arches on which it holds. */
function checkProviders({ provides }: Mechanism, captures: ReadSoFar['captures'], report: ReportFault): void {
  provides.forEach(({ arches, captures: ids = [] }, i) =>
    ids.forEach((id, k) => {
      const arch = captures.get(id)?.arch
      if (arch !== undefined && arches && !arches.includes(arch))
        report(
          ['provides', i, 'captures', k],
          'range',
          `${id} is a site of ${arch}, and this holds on ${arches.join(', ')}`,
          'name a site of one of these arches, or add the arch',
        )
    }),
  )
}

/**
 * Find readers that run in a mechanism before it is there.
 *
 * @param file - of the readers.
 * @param mechanisms - as far as they could be read.
 * @returns the faults.
 */
export function contradictingReaders(
  { value, faultAt }: YamlFile<{ readonly readers: readonly Reader[] }>,
  mechanisms: readonly Mechanism[],
): readonly Fault[] {
  return value.readers.flatMap((reader, i) =>
    reader.runsIn.flatMap(({ mechanism, since, until }, k) => {
      const there = mechanisms.find(it => it.id === mechanism)
      const path = ['readers', i, 'runsIn', k]
      if (since !== undefined && compareReleases(since, reader.since) < 0)
        return faultAt(
          [...path, 'since'],
          'range',
          `${reader.id} is as young as ${reader.since}`,
          `it runs nowhere since ${since}`,
        )
      if (there && until !== undefined && compareReleases(until, introducedIn(there)) <= 0)
        return faultAt(
          [...path, 'until'],
          'range',
          `${mechanism} is as young as ${introducedIn(there)}`,
          `nothing runs in it until ${until}`,
        )
      return []
    }),
  )
}

/**
 * Find scenes that show one time or arch and draw another.
 *
 * @param talk - the file of the scenes.
 * @param data - the dataset as far as it could be read.
 * @returns the faults, scene by scene.
 */
export function contradictingScenes(
  { value, faultAt }: YamlFile<Talk>,
  { captures, arches }: Pick<ReadSoFar, 'captures' | 'arches'>,
): readonly Fault[] {
  const faults: Fault[] = []
  const report: ReportFault = (...fault) => faults.push(faultAt(...fault))
  const newest = arches
    .flatMap(it => (it.trees ?? []).map(tree => tree.release))
    .sort(compareReleases)
    .at(-1)
  const checkKnown = (release: string | undefined, path: readonly PropertyKey[]) => {
    if (release !== undefined && newest !== undefined && compareReleases(release, newest) > 0)
      report(
        path,
        'range',
        `nothing is known of ${release}: the newest tree of the data is ${newest}`,
        'name an older release',
      )
  }
  checkKnown(value.release, ['release'])
  value.scenes.forEach((scene, i) => {
    const at = ['scenes', i]
    checkKnown(scene.release, [...at, 'release'])
    checkKnown(scene.hazard?.release, [...at, 'hazard', 'release'])
    checkKnown(scene.hazard?.fixedIn, [...at, 'hazard', 'fixedIn'])
    scene.steps.forEach((step, k) => checkKnown(step.release, [...at, 'steps', k, 'release']))
    const isDated = newest !== undefined && scene.year !== undefined && scene.release !== undefined
    const wrong = isDated && wrongYear(scene.release!, scene.year!)
    if (wrong) report([...at, 'year'], 'range', wrong, 'correct the one or the other')
    checkOrder(scene, at, report)
    checkFrames(scene, at, { captures, report })
  })
  return faults
}

/** Steps that go back in time. */
function checkOrder({ release, steps }: Scene, at: readonly PropertyKey[], report: ReportFault): void {
  let last = release
  steps.forEach((step, i) => {
    if (step.release !== undefined && last !== undefined && compareReleases(step.release, last) < 0)
      report(
        [...at, 'steps', i, 'release'],
        'order',
        `this step is of ${step.release}, and the one before of ${last}`,
        'steps go forward in time',
      )
    last = step.release ?? last
  })
}

/** A scene of one arch that draws a struct of another alone. */
function checkFrames(
  { arch, sketch }: Scene,
  at: readonly PropertyKey[],
  { captures, report }: { readonly captures: ReadSoFar['captures']; readonly report: ReportFault },
): void {
  const frames = (sketch?.panels ?? []).flatMap((panel, i) => {
    const of = panel.kind === 'frame' ? captures.get(panel.capture)?.arch : undefined
    return of === undefined ? [] : [{ of, i }]
  })
  const [first] = frames
  if (arch !== undefined && first && frames.every(it => it.of !== arch))
    report(
      [...at, 'sketch', 'panels', first.i, 'capture'],
      'scene',
      `the scene is of ${arch}, and this site is of ${first.of}`,
      'name a site of that arch, or another arch for the scene',
    )
}
