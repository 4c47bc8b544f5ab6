import type { Fault } from './fault.ts'
import type { Complain, Known, ReadSoFar } from './known.ts'
import type { Mechanism } from './mechanism.ts'
import type { Entity } from './read.ts'
import type { Talk } from './scene.ts'
import type { Path, YamlFile } from './yaml-file.ts'
import { knownBy } from './known.ts'
import { bornIn } from './mechanism.ts'
import { compareReleases } from './release.ts'

/** What no schema can tell about the mechanisms: ids that resolve, ranges in order, no cycle. */
export function checkMechanisms(mechanisms: readonly Entity<Mechanism>[], { arches, captures, conversions, unread }: ReadSoFar): Fault[] {
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
        complain([...at, 'on'], 'order', `${link.on} is in row ${parent.row}, above ${it.id} in row ${it.row}`, 'a mechanism stands on its own row or on a lower one')
      if (parent && compareReleases(link.since, bornIn(parent)) < 0)
        complain([...at, 'since'], 'range', `${link.on} is as young as ${bornIn(parent)}`, `a link to it cannot hold since ${link.since}`)
    })
    it.hands.forEach((hand, i) => {
      const at = ['hands', i]
      if (hand.inherits)
        known(hand.inherits, byId.keys(), [...at, 'inherits'])
      for (const key of ['captures', 'only'] as const)
        hand[key]?.forEach((id, j) => known(id, captures.keys(), [...at, key, j]))
      if (hand.through)
        known(hand.through, conversions.keys(), [...at, 'through'])
      checkRange(hand, at, complain)
      checkArches(hand.arches, archIds, at, known)
    })
    checkOverlaps(it, archIds, complain)
    const cycle = findCycle(it.id, byId)
    if (cycle)
      complain(['buildsOn'], 'cycle', `${cycle.join(' stands on ')}`, 'a mechanism cannot stand on itself; drop one of these links')
    it.replaced?.forEach((step, i) => known(step.by, byId.keys(), ['replaced', i, 'by']))
  }
  return [...faults, ...checkUniqueDifferences(mechanisms)]
}

/** What no schema can tell about the scenes: everything named exists, and enters the stage exactly once. */
export function checkScenes({ value, faultAt }: YamlFile<Talk>, { mechanisms, arches, captures, unread }: ReadSoFar): Fault[] {
  const faults: Fault[] = []
  const archIds = arches.map(it => it.id)
  const complain: Complain = (...fault) => faults.push(faultAt(...fault))
  const known = knownBy(complain, unread)
  const byId = new Map(mechanisms.map(it => [it.id, it]))
  const differences = new Set(mechanisms.flatMap(it => it.differences ?? []).map(it => it.id))
  const revealed = new Map<string, string>()
  const seen = new Set<string>()
  value.scenes.forEach((scene, i) => {
    const at = ['scenes', i]
    if (seen.has(scene.id))
      complain([...at, 'id'], 'duplicate-id', `there are two scenes ${scene.id}`, 'give each its own id')
    seen.add(scene.id)
    if (scene.arch)
      checkArches([scene.arch], archIds, at, known)
    scene.sketch?.panels.forEach((panel, j) => {
      if (panel.kind === 'frame')
        known(panel.capture, captures.keys(), [...at, 'sketch', 'panels', j, 'capture'])
    })
    // A mechanism that could not be read may be the one that owns up to it.
    if (unread.size === 0)
      scene.footnotes?.forEach((id, j) => known(id, differences, [...at, 'footnotes', j]))
    if (Array.isArray(scene.print)) {
      scene.print.forEach((step, j) => {
        if (step >= scene.steps.length)
          complain([...at, 'print', j], 'scene', `${scene.id} has no step ${step}`, `name steps from 0 to ${scene.steps.length - 1}`)
        if (step <= (scene.print![j - 1] as number ?? -1))
          complain([...at, 'print', j], 'order', `step ${step} stands behind ${scene.print![j - 1]}`, 'list the steps once, in their order')
      })
    }
    scene.steps.forEach((step, j) => {
      const here = [...at, 'steps', j]
      step.reveals?.forEach((id, k) => {
        if (!known(id, byId.keys(), [...here, 'reveals', k]))
          return
        if (revealed.has(id))
          complain([...here, 'reveals', k], 'scene', `${id} is on the stage already, since scene ${revealed.get(id)}`, 'reveal it once; use focus to point at it again')
        revealed.set(id, scene.id)
      })
      for (const key of ['focus', 'path'] as const) {
        step[key]?.forEach((id, k) => {
          if (known(id, byId.keys(), [...here, key, k]) && !revealed.has(id))
            complain([...here, key, k], 'scene', `${id} is not on the stage yet`, 'reveal it here or in an earlier step')
        })
      }
      step.path?.slice(1).forEach((id, k) => {
        const on = step.path![k]!
        if (byId.has(id) && byId.has(on) && !byId.get(id)!.buildsOn.some(link => link.on === on))
          complain([...here, 'path', k + 1], 'scene', `${id} does not stand on ${on}`, `a path goes up link by link; ${id} stands on ${byId.get(id)!.buildsOn.map(link => link.on).join(', ') || 'nothing'}`)
      })
    })
  })
  return faults
}


function checkRange({ since, until }: { since: string, until?: string | undefined }, path: Path, complain: Complain): void {
  if (until !== undefined && compareReleases(since, until) >= 0)
    complain([...path, 'until'], 'range', `until ${until} is not later than since ${since}`, 'until is the first release in which it no longer holds')
}

function checkArches(arches: readonly string[] | undefined, archIds: readonly string[], path: Path, known: Known): void {
  arches?.forEach((id, i) => known(id, archIds, [...path, 'arches', i]))
}

/** Two answers to "what does it hand on?" must not hold at once on one arch. */
function checkOverlaps(it: Mechanism, archIds: readonly string[], complain: Complain): void {
  for (const arch of archIds) {
    const here = it.hands.map((hand, i) => ({ hand, i })).filter(({ hand }) => !hand.also && !hand.proposal && (hand.arches?.includes(arch) ?? true))
      .sort((a, b) => compareReleases(a.hand.since, b.hand.since))
    here.slice(1).forEach(({ hand, i }, k) => {
      const before = here[k]!.hand
      if (before.until === undefined || compareReleases(hand.since, before.until) < 0)
        complain(['hands', i, 'since'], 'range', `on ${arch} this overlaps the one that holds since ${before.since}`, `give that one until: "${hand.since}"`)
    })
  }
}

function findCycle(start: string, byId: ReadonlyMap<string, Mechanism>): readonly string[] | undefined {
  const walk = (id: string, trail: readonly string[]): readonly string[] | undefined => {
    for (const { on } of byId.get(id)?.buildsOn ?? []) {
      if (on === start)
        return [...trail, id, on]
      if (!trail.includes(on) && id !== on) {
        const found = walk(on, [...trail, id])
        if (found)
          return found
      }
    }
    return undefined
  }
  return walk(start, [])
}

function checkUniqueDifferences(mechanisms: readonly Entity<Mechanism>[]): Fault[] {
  const seen = new Map<string, string>()
  return mechanisms.flatMap(({ file, yaml }) => (yaml.value.differences ?? []).flatMap(({ id }, i) => {
    const first = seen.get(id)
    seen.set(id, first ?? file)
    return first ? [yaml.faultAt(['differences', i, 'id'], 'duplicate-id', `${id} is already told in ${first}`, 'give each difference its own id')] : []
  }))
}
