import type { Mechanism, RegisterClass } from '../model/schema/mechanism.ts'
import type { Scene, Talk } from '../model/schema/scene.ts'

/** The stage at one step, with all that earlier steps and scenes put on it. */
export type StageStep = {
  readonly caption: string
  /** The caption on an arch that the scene is not about. */
  readonly otherArches?: string
  /** The release whose links and classes are drawn. */
  readonly release: string
  /** Ids of all boxes on the stage, in the order in which they entered. */
  readonly shown: readonly string[]
  /** Ids of those that have entered in this scene so far. */
  readonly entered: ReadonlySet<string>
  /** Ids of those that entered last in this scene. */
  readonly latest: ReadonlySet<string>
  /** Ids of highlighted boxes; empty highlights none and dims none. */
  readonly focus: ReadonlySet<string>
  /** Mechanisms of this class on the arch on show are in focus too. */
  readonly highlightClass?: RegisterClass
  /** Ids of the highlighted path, from the origin up; empty if there is none. */
  readonly path: readonly string[]
}

/** One scene with its steps resolved: each step inherits from the step before, the stage from the scene before. */
export type StageScene = { readonly scene: Scene; readonly steps: readonly StageStep[] }

/**
 * Resolve what each step of the talk shows.
 *
 * @param talk - scenes in running order, and the talk's release, which holds where a scene names none.
 * @returns one entry a scene, in running order, with at least one step each.
 */
export function stageScenes({ scenes, release: end }: Talk): readonly StageScene[] {
  let shown: readonly string[] = []
  return scenes.map(scene => {
    const entered = new Set<string>()
    let latest: ReadonlySet<string> = new Set()
    let focus: ReadonlySet<string> = new Set()
    let highlightClass: RegisterClass | undefined
    let path: readonly string[] = []
    let release = scene.release ?? end
    const steps = scene.steps.map((step): StageStep => {
      shown = [...shown, ...(step.reveals ?? [])]
      for (const id of step.reveals ?? []) entered.add(id)
      if (step.reveals) latest = new Set(step.reveals)
      if (step.focus || step.highlightClass) [focus, highlightClass] = [new Set(step.focus), step.highlightClass]
      path = step.path ?? path
      release = step.release ?? release
      return {
        caption: step.caption,
        ...(step.otherArches && { otherArches: step.otherArches }),
        release,
        shown,
        entered: new Set(entered),
        latest,
        focus,
        ...(highlightClass && { highlightClass }),
        path,
      }
    })
    return { scene, steps }
  })
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
