import type { Dataset } from '../../model/dataset.ts'
import type { ClassId } from '../../model/analysis/register-class.ts'
import type { Scene } from '../../model/schema/scene.ts'
import { appliesTo, talkHasSince, type Viewpoint } from '../../model/analysis/applicability.ts'
import { compareReleases, laterRelease } from '../../model/analysis/compare-releases.ts'
import { fittingRelease } from '../../model/analysis/fitting-release.ts'
import { classOf } from '../../model/analysis/register-class.ts'
import { findHazard } from '../scene-hazard.ts'
import { callersAt } from './reader-callers.ts'

/** The views that show no stage. */
const STAGELESS: readonly Scene['view'][] = ['none', 'matrix', 'arches', 'verdicts']

/** Whether a scene shows the stage. */
export function hasStage({ view }: Pick<Scene, 'view'>): boolean {
  return !STAGELESS.includes(view)
}

/**
 * Find what a scene needs on the stage that is not there yet: what it highlights, and what any box builds on in the
 * release of the step. So no box stands on nothing, and no path breaks off, be the slides before it what they may.
 *
 * @param scene - one that shows the stage.
 * @param onStage - ids of what the scenes before it have put there.
 * @param context - the dataset, and the arch on which the deck opens.
 * @returns ids, parents before what builds on them.
 */
export function broughtBy(
  scene: Scene,
  onStage: readonly string[],
  { data, arch }: { readonly data: Dataset; readonly arch: string },
): readonly string[] {
  const there = new Set(onStage)
  const brought: string[] = []
  const hazardPath = scene.hazard ? (findHazard(scene.hazard, data)?.path ?? []) : []
  let release = scene.release ?? data.talk.release
  for (const { reveals = [], focus = [], path = [], highlightClass, ...step } of scene.steps) {
    release = step.release ?? release
    for (const id of reveals) there.add(id)
    const at = { arch: scene.arch ?? arch, release }
    const helper = scene.view === 'helpers' ? data.readers.find(it => it.id === step.reader) : undefined
    const among = helper && callersAt(helper, { ...at, release: scene.release ?? data.talk.release })
    const ofClass = highlightClass ? membersToBring({ class: highlightClass, among }, there, at, data) : []
    for (const id of withParents([...there, ...hazardPath, ...focus, ...path, ...ofClass], release, data)) {
      if (there.has(id)) continue
      there.add(id)
      brought.push(id)
    }
  }
  return brought
}

/**
 * Find what a scene is about: what it reveals and highlights, and all that this builds on.
 *
 * @param scene - any scene.
 * @param data - the dataset.
 * @returns ids; empty if the scene neither reveals nor highlights anything.
 */
export function ownPart(scene: Scene, data: Dataset): ReadonlySet<string> {
  let release = scene.release ?? data.talk.release
  const part = new Set<string>()
  for (const { reveals = [], focus = [], path = [], ...step } of scene.steps) {
    release = step.release ?? release
    for (const id of withParents([...part, ...reveals, ...focus, ...path], release, data)) part.add(id)
  }
  return part
}

/** All mechanisms of a class, of some if they are named, where the stage has none of them. */
function membersToBring(
  { class: wanted, among }: { readonly class: ClassId; readonly among: readonly string[] | undefined },
  there: ReadonlySet<string>,
  at: Viewpoint,
  data: Dataset,
): readonly string[] {
  const seenAt = { ...at, release: fittingRelease(laterRelease(at.release, data.talk.release), at.arch, data) }
  const members = data.mechanisms.filter(
    it =>
      it.kind !== 'origin' &&
      (among?.includes(it.id) ?? true) &&
      compareReleases(talkHasSince(it), at.release) <= 0 &&
      classOf(it, seenAt, data) === wanted,
  )
  return members.some(it => there.has(it.id)) ? [] : members.map(it => it.id)
}

/** Mechanisms with all that they build on in a release, on any arch, and what that builds on: parents first. */
function withParents(
  ids: readonly string[],
  release: string,
  { mechanisms, arches }: Pick<Dataset, 'mechanisms' | 'arches'>,
): ReadonlySet<string> {
  const buildsOn = new Map(mechanisms.map(it => [it.id, it.buildsOn]))
  const visited = new Set<string>()
  const found = new Set<string>()
  function add(id: string): void {
    if (visited.has(id)) return
    visited.add(id)
    for (const link of buildsOn.get(id) ?? []) {
      const isNeeded = !link.optional && link.drawn !== 'words'
      if (isNeeded && arches.some(it => appliesTo(link, { arch: it.id, release }))) add(link.on)
    }
    found.add(id)
  }
  ids.forEach(add)
  return found
}
