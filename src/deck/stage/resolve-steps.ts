import type { Dataset } from '../../model/dataset.ts'
import type { Mechanism } from '../../model/schema/mechanism.ts'
import type { ClassId } from '../../model/analysis/register-class.ts'
import type { FieldState } from '../../model/schema/capture.ts'
import type { Scene, Step } from '../../model/schema/scene.ts'
import { talkHasSince } from '../../model/analysis/applicability.ts'
import { compareReleases } from '../../model/analysis/compare-releases.ts'
import { broughtBy, hasStage } from './scene-needs.ts'

/** The stage at one step, with all that earlier steps and scenes put on it. */
export type StageStep = {
  readonly caption: string
  /** What comes of it, from the step on that says so. */
  readonly consequence?: string
  /** The caption on an arch that the scene is not about. */
  readonly otherArches?: string
  /** The release whose links and classes are drawn. */
  readonly release: string
  /** Ids of all boxes on the stage, in the order in which they entered. */
  readonly shown: readonly string[]
  /** Ids of those that the talk shows for the first time, where the stage grows; in the background, if not entered. */
  readonly brought: ReadonlySet<string>
  /** Ids of those that have entered in this scene so far. */
  readonly entered: ReadonlySet<string>
  /** Ids of those that entered last in this scene. */
  readonly latest: ReadonlySet<string>
  /** Links of what has entered that are drawn only at a later step. */
  readonly waiting?: ReadonlySet<string>
  /** Ids of highlighted boxes; empty highlights none and dims none. */
  readonly focus: ReadonlySet<string>
  /** Mechanisms of this class on the arch on show are in focus too. */
  readonly highlightClass?: ClassId
  /** The greatest zoom: that of the steps before, where the stage grows. */
  readonly maxZoom?: number
  /** The classes that have their colours; all, if absent. */
  readonly coloured?: readonly ClassId[]
  /** In a matrix, the reader whose fields stay highlighted; among helpers, the one whose callers are marked. */
  readonly reader?: string
  /** By id of an origin, the struct that is written on its bar. */
  readonly structs?: Readonly<Record<string, string>>
  /** Ids of the boxes with the sign of a copy. */
  readonly copies?: readonly string[]
  /** On a slide of words, the field states before the item of the step. */
  readonly signs?: readonly FieldState[]
  /** Ids of the highlighted path, from the origin up; empty if there is none. */
  readonly path: readonly string[]
}

/** One scene with its steps resolved: each step inherits from the step before, the stage from the scene before. */
export type StageScene = {
  readonly scene: Scene
  readonly steps: readonly StageStep[]
  /** What the camera frames instead of what is shown. */
  readonly framed?: readonly string[]
}

/**
 * Resolve what each step of the talk shows. A scene with a stage brings with it what it needs and no step before has
 * revealed: what it points at, and all that builds on.
 *
 * @param data - the dataset, with the talk's scenes in running order.
 * @param arch - id of the arch on which the deck opens.
 * @returns one entry a scene, in running order, with at least one step each.
 */
export function stageScenes(data: Dataset, arch: string): readonly StageScene[] {
  const mechanisms = new Map(data.mechanisms.map(it => [it.id, it]))
  let shown: readonly string[] = []
  return data.talk.scenes.map(scene => {
    const brought = hasStage(scene) ? broughtBy(scene, shown, { data, arch }) : []
    // Where the whole stage is coloured, nothing on it is in the background.
    const dimmed = new Set(scene.view === 'grow' ? brought : [])
    const resolved = resolveScene(scene, [...shown, ...brought], {
      brought: dimmed,
      mechanisms,
      end: data.talk.release,
    })
    shown = resolved.shown
    return { scene, steps: resolved.steps }
  })
}

/** What a step says and the steps after it inherit as it is. */
function keptBy({ consequence, structs, copies }: Step): Pick<StageStep, 'consequence' | 'structs' | 'copies'> {
  return { ...(consequence && { consequence }), ...(structs && { structs }), ...(copies && { copies }) }
}

/** The links to what has entered that later steps draw. */
function waitingLinks(entered: Iterable<string>, later: readonly Step[]): Pick<StageStep, 'waiting'> {
  const parents = later.flatMap(it => it.draws ?? [])
  return parents.length > 0 ? { waiting: new Set([...entered].flatMap(id => parents.map(on => `${on}>${id}`))) } : {}
}

function resolveScene(
  scene: Scene,
  before: readonly string[],
  context: {
    readonly brought: ReadonlySet<string>
    readonly mechanisms: ReadonlyMap<string, Mechanism>
    readonly end: string
  },
): { readonly steps: readonly StageStep[]; readonly shown: readonly string[] } {
  let shown = before
  const entered = new Set<string>()
  let latest: ReadonlySet<string> = new Set()
  let focus: ReadonlySet<string> = new Set()
  let highlightClass: ClassId | undefined
  let coloured: readonly ClassId[] | undefined
  let reader: string | undefined
  let kept: Pick<StageStep, 'consequence' | 'structs' | 'copies'> = {}
  let path: readonly string[] = []
  let release = scene.release ?? context.end
  const own = new Set(scene.steps.flatMap(it => [...(it.reveals ?? []), ...(it.focus ?? []), ...(it.path ?? [])]))
  const steps = scene.steps.map((step, i): StageStep => {
    shown = [...new Set([...shown, ...(step.reveals ?? [])])]
    // Where the stage is coloured, what enters has the colours of the rest.
    if (step.reveals && scene.view === 'grow') {
      for (const id of step.reveals) entered.add(id)
      latest = new Set(step.reveals)
    }
    if (step.focus || step.highlightClass) [focus, highlightClass] = [new Set(step.focus), step.highlightClass]
    coloured = step.coloured ?? coloured
    reader = step.reader ?? (scene.view === 'helpers' ? undefined : reader)
    kept = { ...kept, ...keptBy(step) }
    path = step.path ?? path
    release = step.release ?? release
    const isThere = (id: string) => {
      const mechanism = context.mechanisms.get(id)
      return own.has(id) || !mechanism || compareReleases(talkHasSince(mechanism), release) <= 0
    }
    return {
      caption: step.caption,
      ...kept,
      ...(step.otherArches && { otherArches: step.otherArches }),
      release,
      // A scene that goes back in time shows the stage of that time, and what it names itself.
      shown: shown.filter(isThere),
      brought: context.brought,
      entered: new Set(entered),
      latest,
      ...waitingLinks(entered, scene.steps.slice(i + 1)),
      focus,
      ...(highlightClass && { highlightClass }),
      ...(coloured && { coloured }),
      ...(reader && { reader }),
      ...(step.signs && { signs: step.signs }),
      path,
    }
  })
  return { steps, shown }
}

/**
 * List all links of the dataset that are drawn, of any arch and release.
 *
 * @param mechanisms - with what each builds on.
 * @returns each pair of parent and child once.
 */
export function allLinks(
  mechanisms: readonly Mechanism[],
): readonly { readonly parent: string; readonly child: string }[] {
  const pairs = new Map(
    mechanisms.flatMap(({ id, buildsOn }) =>
      buildsOn.filter(it => it.drawn !== 'words').map(({ on }) => [`${on}>${id}`, { parent: on, child: id }] as const),
    ),
  )
  return [...pairs.values()]
}
