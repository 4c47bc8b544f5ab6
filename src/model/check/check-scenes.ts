import type { Fault } from '../../errors/fault.ts'
import type { Mechanism } from '../schema/mechanism.ts'
import type { Reader } from '../schema/reader.ts'
import type { Panel, Scene, Step, Talk } from '../schema/scene.ts'
import type { Path, YamlFile } from '../yaml/parse-yaml.ts'
import { closestMatch } from '../../errors/closest-match.ts'
import { namedArch } from '../dataset.ts'
import { appliesTo, talkHasSince } from '../analysis/applicability.ts'
import { structAt } from '../analysis/struct-at.ts'
import { compareReleases } from '../analysis/compare-releases.ts'
import { requireKnownBy, type ReadSoFar, type ReportFault, type RequireKnown } from './check-references.ts'

/**
 * What no schema can check about scenes: known ids, steps that exist, and paths that go up link by link.
 *
 * @param talk - the file of the scenes.
 * @param data - the dataset as far as it could be read.
 * @returns the faults, scene by scene.
 */
export function checkScenes(
  { value, faultAt }: YamlFile<Talk>,
  data: ReadSoFar & { readonly readers: readonly Reader[] },
): Fault[] {
  const faults: Fault[] = []
  const report: ReportFault = (...fault) => faults.push(faultAt(...fault))
  const context: Context = {
    data,
    mechanisms: new Map(data.mechanisms.map(it => [it.id, it])),
    report,
    requireKnown: requireKnownBy(report, data.unread),
  }
  const differences = new Set(data.mechanisms.flatMap(it => it.differences ?? []).map(it => it.id))
  const seen = new Set<string>()
  value.scenes.forEach((scene, i) => {
    const at = ['scenes', i]
    if (seen.has(scene.id))
      report([...at, 'id'], 'duplicate-id', `there are two scenes ${scene.id}`, 'give each its own id')
    seen.add(scene.id)
    checkArches(scene, at, context)
    checkNameOfArch(scene, at, report)
    scene.onlyWith?.forEach((id, j) => context.requireKnown(id, context.mechanisms.keys(), [...at, 'onlyWith', j]))
    scene.helpers?.forEach((id, j) => context.requireKnown(id, readerIds(data), [...at, 'helpers', j]))
    checkPanels(scene, at, context)
    checkView(scene, at, context)
    checkHazard(scene, at, context)
    // A mechanism that could not be read may have the difference.
    if (data.unread.size === 0)
      scene.footnotes?.forEach((id, j) => context.requireKnown(id, differences, [...at, 'footnotes', j]))
    checkPrintedSteps(scene, at, report)
    let release = scene.release ?? value.release
    scene.steps.forEach((step, j) => {
      release = step.release ?? release
      checkStep(step, release, [...at, 'steps', j], context)
    })
  })
  return faults
}

/**
 * Find what steps reveal or point at before its time: it stands there without what it builds on.
 *
 * @param talk - the file of the scenes.
 * @param mechanisms - as far as they could be read.
 * @returns warnings, scene by scene.
 */
export function earlyMechanisms({ value, faultAt }: YamlFile<Talk>, mechanisms: readonly Mechanism[]): Fault[] {
  const since = new Map(mechanisms.map(it => [it.id, talkHasSince(it)]))
  return value.scenes.flatMap((scene, i) => {
    let release = scene.release ?? value.release
    return scene.steps.flatMap((step, j) => {
      release = step.release ?? release
      return (['reveals', 'focus'] as const).flatMap(key =>
        (step[key] ?? []).flatMap((id, k) => {
          const first = since.get(id)
          return first !== undefined && compareReleases(first, release) > 0
            ? faultAt(
                ['scenes', i, 'steps', j, key, k],
                'scene',
                `there is no ${id} in ${release}, of which this step is: it begins with ${first}`,
                'give the step a later release, or take it out here',
              )
            : []
        }),
      )
    })
  })
}

/** What the checks of all scenes share. */
type Context = {
  readonly data: ReadSoFar & { readonly readers: readonly Reader[] }
  readonly mechanisms: ReadonlyMap<string, Mechanism>
  readonly report: ReportFault
  readonly requireKnown: RequireKnown
}

function readerIds({ readers }: Context['data']): readonly string[] {
  return readers.map(it => it.id)
}

function checkArches(scene: Scene, at: Path, { data, report, requireKnown }: Context): void {
  const known = data.arches.map(it => it.id)
  if (scene.arch) requireKnown(scene.arch, known, [...at, 'arch'])
  if (scene.aboutArch) requireKnown(scene.aboutArch, known, [...at, 'aboutArch'])
  if (scene.hazard) requireKnown(scene.hazard.arch, known, [...at, 'hazard', 'arch'])
  checkOtherArches(scene, at, report)
}

/** What was meant for `{arch}` and is not: it would stand on the slide as it is written. */
function checkNameOfArch({ overline = [], steps }: Scene, at: Path, report: ReportFault): void {
  const texts = [
    ...overline.map((text, i) => [['overline', i], text] as const),
    ...steps.flatMap(({ caption, otherArches = '' }, i) => [
      [['steps', i, 'caption'], caption] as const,
      [['steps', i, 'otherArches'], otherArches] as const,
    ]),
  ]
  for (const [path, text] of texts)
    for (const [braces, word] of text.matchAll(/\{([^{}]*)\}/g))
      if (braces !== '{arch}' && closestMatch(word!.trim().toLowerCase(), ['arch']) !== undefined)
        report(
          [...at, ...path],
          'scene',
          `${braces} would be shown as it is`,
          'write {arch} for the name of the arch on show',
        )
}

function checkPanels({ id, sketch, hazard, steps }: Scene, at: Path, { data, report, requireKnown }: Context): void {
  sketch?.panels.forEach((panel, i) => {
    const here = [...at, 'sketch', 'panels', i]
    if (panel.kind === 'frame') {
      if (panel.reader) requireKnown(panel.reader, readerIds(data), [...here, 'reader'])
      requireKnown(panel.capture, data.captures.keys(), [...here, 'capture'])
      const fields = structFields(panel.capture, data)
      panel.values?.forEach((name, k) => fields && requireKnown(name, fields, [...here, 'values', k]))
      if (panel.upTo && fields) requireKnown(panel.upTo, fields, [...here, 'upTo'])
    }
    if (panel.kind === 'code')
      for (const [path, lines] of [
        [['lines'], panel.lines] as const,
        [['otherArches', 'lines'], panel.otherArches?.lines ?? []] as const,
      ])
        lines.forEach(({ capture }, k) => {
          if (capture) requireKnown(capture, data.captures.keys(), [...here, ...path, k, 'capture'])
        })
    if (panel.kind === 'hazard-frame' && !hazard)
      report(here, 'scene', `${id} has a hazard-frame and no hazard`, 'say which hazard the scene plays')
    for (const [path, step] of stepsOf(panel)) {
      if (step >= steps.length)
        report([...here, ...path], 'scene', `${id} has no step ${step}`, `name steps from 0 to ${steps.length - 1}`)
    }
  })
}

/** Names of the fields of a capture's struct; undefined where it is not known. */
function structFields(id: string, { captures, arches }: ReadSoFar): readonly string[] | undefined {
  const capture = captures.get(id)
  const arch = arches.find(it => it.id === capture?.arch)
  if (!capture || !arch) return undefined
  return structAt(arch, capture.value.struct, capture.value.since)?.fields.map(it => it.name)
}

/** Views that show what only some datasets have. */
function checkView({ view }: Scene, at: Path, { data, report }: Context): void {
  const needs = view === 'arches' ? 'arches' : ['matrix', 'verdicts'].includes(view) ? 'captures' : undefined
  const hasNone =
    needs === 'arches' ? data.arches.every(it => namedArch(it.id) === undefined) : data.captures.size === 0
  if (needs && hasNone && data.unread.size === 0)
    report(
      [...at, 'view'],
      'scene',
      `the view ${view} shows ${needs}, and the dataset has none`,
      `choose another view, or add them in ${data.folder}/${needs === 'arches' ? 'arch' : needs}/`,
    )
}

function checkHazard({ id, view, hazard }: Scene, at: Path, { data, mechanisms, report, requireKnown }: Context): void {
  if (view === 'hazard' && !hazard)
    report(
      [...at, 'view'],
      'scene',
      `${id} has no hazard to show`,
      'say which one the scene plays, or choose another view',
    )
  if (!hazard) return
  requireKnown(hazard.reader, readerIds(data), [...at, 'hazard', 'reader'])
  requireKnown(hazard.in, mechanisms.keys(), [...at, 'hazard', 'in'])
}

/** A list of printed steps names steps of the scene, in their order, each once. */
function checkPrintedSteps({ id, print, steps }: Scene, at: Path, report: ReportFault): void {
  if (!Array.isArray(print)) return
  print.forEach((step, i) => {
    if (step >= steps.length)
      report([...at, 'print', i], 'scene', `${id} has no step ${step}`, `name steps from 0 to ${steps.length - 1}`)
    if (step <= (print[i - 1] ?? -1))
      report(
        [...at, 'print', i],
        'order',
        `step ${step} stands behind ${print[i - 1]}`,
        'list the steps once, in their order',
      )
  })
}

/** @param release - as of which the step shows the stage. */
function checkStep(step: Step, release: string, at: Path, context: Context): void {
  const { mechanisms, report, requireKnown } = context
  if (step.reveals?.length === 0)
    report([...at, 'reveals'], 'scene', 'it reveals nothing', 'name what enters the stage, or take it out')
  for (const key of ['reveals', 'draws', 'focus', 'path', 'copies'] as const) {
    step[key]?.forEach((id, i) => {
      requireKnown(id, mechanisms.keys(), [...at, key, i])
    })
  }
  if (step.reader) requireKnown(step.reader, readerIds(context.data), [...at, 'reader'])
  for (const id of Object.keys(step.structs ?? {})) requireKnown(id, mechanisms.keys(), [...at, 'structs', id])
  checkPath(step.path ?? [], release, [...at, 'path'], context)
}

/** A path goes up link by link, on some arch of the data. */
function checkPath(path: readonly string[], release: string, at: Path, { data, mechanisms, report }: Context): void {
  path.slice(1).forEach((id, i) => {
    const on = path[i]!
    const parents = mechanisms
      .get(id)
      ?.buildsOn.filter(link => data.arches.some(({ id: arch }) => appliesTo(link, { arch, release })))
      .map(link => link.on)
    if (parents && mechanisms.has(on) && !parents.includes(on))
      report(
        [...at, i + 1],
        'scene',
        `${id} does not stand on ${on} in ${release}`,
        `a path goes up link by link; ${id} stands on ${[...new Set(parents)].join(', ') || 'nothing'}`,
      )
  })
}

/** The steps of its scene that a panel names, each with the place where it does. */
function stepsOf(panel: Panel): readonly (readonly [path: Path, step: number])[] {
  const all: [Path, number][] = []
  const add = (path: Path, steps: number | readonly number[] | true | undefined) => {
    if (typeof steps === 'number') all.push([path, steps])
    else if (Array.isArray(steps)) steps.forEach((step, i) => all.push([[...path, i], step]))
  }
  if (panel.kind === 'frame') {
    add(['fillsAtStep'], panel.fillsAtStep)
    add(['readAt'], panel.readAt)
    add(['highlighted'], panel.highlighted)
    add(['order', 'from'], panel.order?.from)
  }
  if (panel.kind === 'hazard-frame') add(['from'], panel.from)
  const [key, parts] =
    panel.kind === 'code' ? ['lines', panel.lines] : panel.kind === 'words' ? ['words', panel.words] : ['', []]
  parts.forEach((part, i) => {
    add([key, i, 'mark'], part.mark)
    add([key, i, 'from'], part.from)
  })
  if (panel.kind === 'code') panel.lines.forEach((line, i) => add(['lines', i, 'struck'], line.struck))
  return all
}

/** `otherArches` needs a scene whose words name an arch, and which is shown on other arches as well. */
function checkOtherArches({ aboutArch, arch, steps, sketch }: Scene, at: Path, report: ReportFault): void {
  if (aboutArch && arch)
    report([...at, 'aboutArch'], 'scene', `the scene shows ${arch} on every arch`, 'drop aboutArch, or drop arch')
  if (aboutArch) return
  steps.forEach((step, i) => {
    if (step.otherArches)
      report(
        [...at, 'steps', i, 'otherArches'],
        'scene',
        'otherArches is set, but the scene has no aboutArch',
        'add aboutArch: the arch that its words name',
      )
  })
  sketch?.panels.forEach((panel, i) => {
    if (panel.kind === 'code' && panel.otherArches)
      report(
        [...at, 'sketch', 'panels', i, 'otherArches'],
        'scene',
        'otherArches is set, but the scene has no aboutArch',
        'add aboutArch: the arch that its words name',
      )
  })
}
