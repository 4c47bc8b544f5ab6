import type { Fault } from './fault.ts'
import type { Complain, Known, ReadSoFar } from './known.ts'
import type { Mechanism } from './mechanism.ts'
import type { Entity } from './read.ts'
import type { Reader } from './reader.ts'
import type { Panel, Talk } from './scene.ts'
import type { Path, YamlFile } from './yaml-file.ts'
import { checkRange, knownBy } from './known.ts'
import { bornIn } from './mechanism.ts'
import { compareReleases } from './release.ts'

/** What no schema can tell about the mechanisms: ids that resolve, ranges in order, no cycle. */
export function checkMechanisms(
  mechanisms: readonly Entity<Mechanism>[],
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
      if (parent && compareReleases(link.since, bornIn(parent)) < 0)
        complain(
          [...at, 'since'],
          'range',
          `${link.on} is as young as ${bornIn(parent)}`,
          `a link to it cannot hold since ${link.since}`,
        )
    })
    it.hands.forEach((hand, i) => {
      const at = ['hands', i]
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
    const circle = findCycle(it.id, id => byId.get(id)?.hands.flatMap(hand => hand.inherits ?? []) ?? [])
    if (circle)
      complain(
        ['hands'],
        'cycle',
        `${circle.join(' inherits from ')}`,
        'registers must come from somewhere; let one of these name captures',
      )
    checkOrder(it, complain)
    it.replaced?.forEach((step, i) => known(step.by, byId.keys(), ['replaced', i, 'by']))
  }
  return [...faults, ...checkUniqueDifferences(mechanisms)]
}

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
    if (scene.about) checkArch(scene.about, [...at, 'about'])
    checkElsewhere(scene, at, complain)
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
  if (panel.kind === 'frame') add(['fills'], panel.fills)
  if (panel.kind === 'hazard-frame') add(['from'], panel.from)
  const [key, parts] =
    panel.kind === 'code' ? ['lines', panel.lines] : panel.kind === 'words' ? ['words', panel.words] : ['', []]
  parts.forEach((part, i) => {
    add([key, i, 'mark'], part.mark)
    add([key, i, 'from'], part.from)
  })
  return all
}

/** What stands elsewhere stands beside words about one arch, and a scene that is pinned to an arch has no elsewhere. */
function checkElsewhere({ about, arch, steps, sketch }: Talk['scenes'][number], at: Path, complain: Complain): void {
  if (about && arch)
    complain([...at, 'about'], 'scene', `the scene shows ${arch} whatever arch is on show`, 'drop about, or drop arch')
  if (about) return
  steps.forEach((step, i) => {
    if (step.elsewhere)
      complain(
        [...at, 'steps', i, 'elsewhere'],
        'scene',
        'nobody knows where elsewhere is',
        "say with about which arch the scene's words name",
      )
  })
  sketch?.panels.forEach((panel, i) => {
    if (panel.kind === 'code' && panel.elsewhere)
      complain(
        [...at, 'sketch', 'panels', i, 'elsewhere'],
        'scene',
        'nobody knows where elsewhere is',
        "say with about which arch the scene's words name",
      )
  })
}

function checkArches(
  arches: readonly string[] | undefined,
  archIds: readonly string[],
  path: Path,
  known: Known,
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
    const here = it.hands
      .map((hand, i) => ({ hand, i }))
      .filter(({ hand }) => !hand.also && !hand.proposal && (hand.arches?.includes(arch) ?? true))
      .sort((a, b) => compareReleases(a.hand.since, b.hand.since))
    here.slice(1).forEach(({ hand, i }, k) => {
      const before = here[k]!.hand
      if (before.until === undefined || compareReleases(hand.since, before.until) < 0)
        complain(
          ['hands', i, 'since'],
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

function checkUniqueDifferences(mechanisms: readonly Entity<Mechanism>[]): Fault[] {
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
