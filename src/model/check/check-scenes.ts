import type { Path, YamlFile } from '../yaml/parse-yaml.ts'
import type { Panel, Talk } from '../schema/scene.ts'
import { knownBy, type Complain, type ReadSoFar } from './check-references.ts'
import type { Reader } from '../schema/reader.ts'
import type { Fault } from '../../errors/fault.ts'

/** What no schema can tell about the scenes: everything named exists, and enters the stage exactly once. */
export function checkScenes(
  { value, faultAt }: YamlFile<Talk>,
  { mechanisms, arches, captures, readers, unread }: ReadSoFar & { readonly readers: readonly Reader[] },
): Fault[] {
  const faults: Fault[] = []
  const archIds = arches.map(it => it.id)
  const complain: Complain = (...fault) => faults.push(faultAt(...fault))
  const known = knownBy(complain, unread)
  const byId = new Map(mechanisms.map(it => [it.id, it]))
  const differences = new Set(mechanisms.flatMap(it => it.differences ?? []).map(it => it.id))
  const checkArch = (id: string, path: Path) => known(id, archIds, path)
  const revealed = new Map<string, string>()
  const seen = new Set<string>()
  value.scenes.forEach((scene, i) => {
    const at = ['scenes', i]
    if (seen.has(scene.id))
      complain([...at, 'id'], 'duplicate-id', `there are two scenes ${scene.id}`, 'give each its own id')
    seen.add(scene.id)
    if (scene.arch) checkArch(scene.arch, [...at, 'arch'])
    if (scene.aboutArch) checkArch(scene.aboutArch, [...at, 'aboutArch'])
    checkOtherArches(scene, at, complain)
    scene.sketch?.panels.forEach((panel, j) => {
      const here = [...at, 'sketch', 'panels', j]
      if (panel.kind === 'frame') known(panel.capture, captures.keys(), [...here, 'capture'])
      if (panel.kind === 'hazard-frame' && !scene.hazard)
        complain(here, 'scene', `${scene.id} has a hazard-frame and no hazard`, 'say which hazard the scene plays')
      for (const [path, step] of stepsOf(panel)) {
        if (step >= scene.steps.length)
          complain(
            [...here, ...path],
            'scene',
            `${scene.id} has no step ${step}`,
            `name steps from 0 to ${scene.steps.length - 1}`,
          )
      }
    })
    if (scene.view === 'hazard' && !scene.hazard)
      complain(
        [...at, 'view'],
        'scene',
        `${scene.id} has no hazard to show`,
        'say which one the scene plays, or choose another view',
      )
    if (scene.hazard) {
      checkArch(scene.hazard.arch, [...at, 'hazard', 'arch'])
      known(
        scene.hazard.reader,
        readers.map(it => it.id),
        [...at, 'hazard', 'reader'],
      )
      known(scene.hazard.in, byId.keys(), [...at, 'hazard', 'in'])
    }
    // A mechanism that could not be read may be the one that owns up to it.
    if (unread.size === 0) scene.footnotes?.forEach((id, j) => known(id, differences, [...at, 'footnotes', j]))
    if (Array.isArray(scene.print)) {
      scene.print.forEach((step, j) => {
        if (step >= scene.steps.length)
          complain(
            [...at, 'print', j],
            'scene',
            `${scene.id} has no step ${step}`,
            `name steps from 0 to ${scene.steps.length - 1}`,
          )
        if (step <= ((scene.print![j - 1] as number) ?? -1))
          complain(
            [...at, 'print', j],
            'order',
            `step ${step} stands behind ${scene.print![j - 1]}`,
            'list the steps once, in their order',
          )
      })
    }
    scene.steps.forEach((step, j) => {
      const here = [...at, 'steps', j]
      if (step.reveals?.length === 0)
        complain([...here, 'reveals'], 'scene', 'it reveals nothing', 'name what enters the stage, or take it out')
      step.reveals?.forEach((id, k) => {
        if (!known(id, byId.keys(), [...here, 'reveals', k])) return
        if (revealed.has(id))
          complain(
            [...here, 'reveals', k],
            'scene',
            `${id} is on the stage already, since scene ${revealed.get(id)}`,
            'reveal it once; use focus to point at it again',
          )
        revealed.set(id, scene.id)
      })
      for (const key of ['focus', 'path'] as const) {
        step[key]?.forEach((id, k) => {
          if (known(id, byId.keys(), [...here, key, k]) && !revealed.has(id))
            complain(
              [...here, key, k],
              'scene',
              `${id} is not on the stage yet`,
              'reveal it here or in an earlier step',
            )
        })
      }
      step.path?.slice(1).forEach((id, k) => {
        const on = step.path![k]!
        if (byId.has(id) && byId.has(on) && !byId.get(id)!.buildsOn.some(link => link.on === on))
          complain(
            [...here, 'path', k + 1],
            'scene',
            `${id} does not stand on ${on}`,
            `a path goes up link by link; ${id} stands on ${
              byId
                .get(id)!
                .buildsOn.map(link => link.on)
                .join(', ') || 'nothing'
            }`,
          )
      })
    })
  })
  return faults
}

/** Every step of its scene that a panel names, and where it does. */
function stepsOf(panel: Panel): readonly (readonly [path: Path, step: number])[] {
  const all: [Path, number][] = []
  const add = (path: Path, steps: number | readonly number[] | true | undefined) => {
    if (typeof steps === 'number') all.push([path, steps])
    else if (Array.isArray(steps)) steps.forEach((step, i) => all.push([[...path, i], step]))
  }
  if (panel.kind === 'frame') add(['fillsAtStep'], panel.fillsAtStep)
  if (panel.kind === 'hazard-frame') add(['from'], panel.from)
  const [key, parts] =
    panel.kind === 'code' ? ['lines', panel.lines] : panel.kind === 'words' ? ['words', panel.words] : ['', []]
  parts.forEach((part, i) => {
    add([key, i, 'mark'], part.mark)
    add([key, i, 'from'], part.from)
  })
  return all
}

/** `otherArches` needs a scene whose words are about one arch, and one that follows the arch on show. */
function checkOtherArches(
  { aboutArch, arch, steps, sketch }: Talk['scenes'][number],
  at: Path,
  complain: Complain,
): void {
  if (aboutArch && arch)
    complain(
      [...at, 'aboutArch'],
      'scene',
      `the scene shows ${arch} whatever arch is on show`,
      'drop aboutArch, or drop arch',
    )
  if (aboutArch) return
  steps.forEach((step, i) => {
    if (step.otherArches)
      complain(
        [...at, 'steps', i, 'otherArches'],
        'scene',
        'otherArches is set, but the scene has no aboutArch',
        'add aboutArch: the arch that its words name',
      )
  })
  sketch?.panels.forEach((panel, i) => {
    if (panel.kind === 'code' && panel.otherArches)
      complain(
        [...at, 'sketch', 'panels', i, 'otherArches'],
        'scene',
        'otherArches is set, but the scene has no aboutArch',
        'add aboutArch: the arch that its words name',
      )
  })
}
