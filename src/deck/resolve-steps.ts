import type { Mechanism, RegisterClass } from '../model/schema/mechanism.ts'
import type { Scene, Talk } from '../model/schema/scene.ts'

/** What the stage is told at one step, with all that earlier steps and scenes left on it. */
export type StageStep = {
  readonly caption: string
  readonly otherArches?: string
  /** As of which release links are drawn and classes coloured; undefined until a scene names one. */
  readonly release: string
  /** Everything on the stage, in the order of its entrance. */
  readonly shown: readonly string[]
  /** What has entered in this scene so far. */
  readonly entered: ReadonlySet<string>
  /** Of that, what entered last. */
  readonly latest: ReadonlySet<string>
  readonly focus: ReadonlySet<string>
  /** What hands on registers of this class is in focus too. */
  readonly highlightClass?: RegisterClass
  readonly path: readonly string[]
}

/** One scene with its steps resolved: each step inherits from the step before, the stage from the scene before. */
export type StageScene = { readonly scene: Scene; readonly steps: readonly StageStep[] }

/**
 * Resolve what every step of the talk shows.
 *
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

/** Every link that the data knows, each pair once: what the one layout of the talk is made of. */
export function allLinks(
  mechanisms: readonly Mechanism[],
): readonly { readonly parent: string; readonly child: string }[] {
  const pairs = new Map(
    mechanisms.flatMap(({ id, buildsOn }) =>
      buildsOn.map(({ on }) => [`${on}>${id}`, { parent: on, child: id }] as const),
    ),
  )
  return [...pairs.values()]
}
