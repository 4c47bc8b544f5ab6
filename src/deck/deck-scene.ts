import type { Camera } from '../canvas/camera.ts'
import type { StageLayout } from '../layout/stage-layout.ts'
import type { Dataset } from '../model/dataset.ts'
import type { Scene } from '../model/schema/scene.ts'
import type { DeckHazard, DeckScene, DeckStep } from './deck.ts'
import type { StageScene, StageStep } from './stage/resolve-steps.ts'
import { stageSlot } from '../canvas/slide-areas.ts'
import { appliesTo, type Viewpoint } from '../model/analysis/applicability.ts'
import { laterRelease } from '../model/analysis/compare-releases.ts'
import { fittingRelease } from '../model/analysis/fitting-release.ts'
import { classOf, classOfRegisters } from '../model/analysis/register-class.ts'
import { fieldsOfReader, hazardsAt } from '../model/analysis/hazards.ts'
import { structAt } from '../model/analysis/struct-at.ts'
import { captureMatrix } from './capture-matrix.ts'
import { citationsByArch, citationsOf, FOOT_MAX_CHARACTERS } from './citations.ts'
import { deckPanels } from './panels/resolve-panels.ts'
import { sceneHazard, type FoundHazard } from './scene-hazard.ts'
import { stepCamera, visibleInSlot } from './stage-camera.ts'
import { sceneHelpers } from './stage/scene-helpers.ts'
import { boxState, linkState } from './stage/stage-state.ts'
import { countVerdicts } from './verdict-counts.ts'

/** The camera of a scene without a stage. */
const NO_CAMERA: Camera = { scale: 1, x: 0, y: 0 }

/**
 * Resolve a scene on the deck's own arch, with what differs on the other arches but its frames.
 *
 * @param scene - with its steps.
 * @param data - the dataset.
 * @param deckArch - id of the arch on which the deck opens.
 * @param layout - of the stage.
 * @returns all that the slide shows beside headline and notes.
 */
export function deckScene(
  { scene, steps: resolved, framed }: StageScene,
  data: Dataset,
  deckArch: string,
  layout: StageLayout,
): DeckScene {
  const helpers = sceneHelpers(scene, data)
  const steps = resolved.map(step => highlightedFor(step, deckArch, data, helpers))
  const hazard = scene.hazard && sceneHazard(scene.hazard, data)
  const ends = hazard && hazardEnds(hazard, scene, data)
  const panels = deckPanels(scene.sketch?.panels ?? [], data, hazard)
  const slot = stageSlot(scene, panels)
  const viewpointOf = (arch: string, release = steps[0]!.release) => ({
    arch,
    release: fittingRelease(release, arch, data),
  })
  const differences = new Map(data.mechanisms.flatMap(it => it.differences ?? []).map(it => [it.id, it]))
  return {
    view: scene.view,
    overline: scene.overline ?? [scene.release, scene.year, scene.name].filter(it => it !== undefined).map(String),
    ...(scene.arch && { arch: scene.arch }),
    ...(scene.aboutArch && { aboutArch: scene.aboutArch }),
    ...(resolved.some(it => it.highlightClass || helpers) && {
      highlights: highlightsByArch(arch => resolved.map(step => highlightedFor(step, arch, data, helpers)), {
        data,
        deckArch,
        layout,
      }),
    }),
    ...(scene.print && scene.print !== 'all' && { print: scene.print === 'final' ? [steps.length - 1] : scene.print }),
    ...(slot && { slot }),
    panels,
    citations: citationsOf(scene.cites ?? [], FOOT_MAX_CHARACTERS),
    ...(!scene.arch && citationsByArch(scene, data)),
    footnotes: (scene.footnotes ?? []).map(id => differences.get(id)!.footnote),
    steps: steps.map((step, i) => {
      if (!slot) return { ...deckStep(step, data, layout), camera: NO_CAMERA }
      const path = framed ?? hazard?.path ?? step.path
      const { camera, ...origins } = stepCamera(step, path, slot, layout)
      const highlighted = { ...step, path: hazard ? highlightedPath(hazard.path, i, ends!.readAt) : step.path }
      return {
        ...deckStep(
          path.length > 0 ? { ...highlighted, shown: visibleInSlot(step.shown, camera, slot, layout) } : highlighted,
          data,
          layout,
        ),
        camera,
        ...origins,
      }
    }),
    ...(ends && { hazard: ends }),
    ...(helpers && { helpers }),
    ...tablesByArch(scene, { steps, data, viewpointOf }),
  }
}

/** What stands beside the stage or instead of it, by arch. */
function tablesByArch(
  { view }: Scene,
  context: {
    readonly steps: readonly StageStep[]
    readonly data: Dataset
    readonly viewpointOf: (arch: string, release?: string) => Viewpoint
  },
): Pick<DeckScene, 'copyBytes' | 'verdictCounts' | 'matrix'> {
  const { steps, data, viewpointOf } = context
  const byArch = <T>(of: (arch: string) => T) => Object.fromEntries(data.arches.map(({ id }) => [id, of(id)]))
  const last = steps.at(-1)!.release
  return {
    ...(steps.some(it => it.copies) && {
      copyBytes: byArch(
        arch =>
          structAt(
            data.arches.find(it => it.id === arch)!,
            'pt_regs',
            viewpointOf(arch, last).release,
          )?.size ?? 0,
      ),
    }),
    // Also where the stage is coloured in a later release than the talk's.
    ...((view === 'verdicts' || (view === 'classes' && last !== data.talk.release)) && {
      verdictCounts: byArch(arch => countVerdicts(data, viewpointOf(arch, last))),
    }),
    ...(view === 'matrix' && { matrix: byArch(arch => captureMatrix(data, viewpointOf(arch), readersOf(steps))) }),
  }
}

/** The readers that a matrix is about. */
export function readersOf(steps: readonly { readonly reader?: string | undefined }[]): readonly string[] {
  return [...new Set(steps.flatMap(it => it.reader ?? []))]
}

/** When the reader of a hazard reads, what that comes to, and what a running kernel showed. */
function hazardEnds(
  { capture, verdict, fixed }: FoundHazard,
  { steps, hazard }: Scene,
  { readers, reviews }: Dataset,
): DeckHazard {
  const trial = reviews.get(hazard!.cause ?? '')?.tried?.find(it => it.result === 'seen')
  return {
    readAt: steps.length - (fixed ? 2 : 1),
    verdict,
    ...(readers.find(it => it.id === hazard!.reader)!.writes && { changes: capture.struct }),
    ...(fixed && { fixed: fixed.verdict }),
    ...(trial && { tried: { release: trial.kernel.split('+')[0]!, saw: trial.saw.split(/[,;]/)[0]! } }),
  }
}

/** The part of a hazard's path that a step highlights: link by link, or all of it where there are too few steps. */
function highlightedPath(path: readonly string[], step: number, readAt: number): readonly string[] {
  return readAt < path.length - 1 ? path : path.slice(0, step + 2)
}

/**
 * A step with its highlighted class in focus, which is the mechanisms that have it on an arch and the step's own; or
 * with the callers of its helper, and where it highlights a class, those that call it with registers of that class.
 */
function highlightedFor(step: StageStep, arch: string, data: Dataset, helpers: DeckScene['helpers']): StageStep {
  const joined = helpers?.find(it => it.id === step.reader)
  if (joined && !step.highlightClass) return { ...step, focus: new Set(joined.callers[arch]) }
  if (!step.highlightClass) return step
  const release = laterRelease(step.release, data.talk.release)
  const at = { arch, release: fittingRelease(release, arch, data) }
  if (joined) {
    const reader = data.readers.find(it => it.id === joined.id)!
    const given = hazardsAt(data, [reader], at).filter(
      it => it.proposals.length === 0 && classOfRegisters(it, data) === step.highlightClass,
    )
    return {
      ...step,
      focus: new Set(given.map(it => it.path.at(-1)!).filter(it => joined.callers[arch]!.includes(it))),
    }
  }
  const highlighted = data.mechanisms.filter(
    it => it.kind !== 'origin' && classOf(it, at, data) === step.highlightClass,
  )
  return { ...step, focus: new Set([...step.focus, ...highlighted.map(it => it.id)]) }
}

/** The states of boxes and links at each step, by arch, where they differ from those on the deck's own arch. */
function highlightsByArch(
  stepsOn: (arch: string) => readonly StageStep[],
  { data, deckArch, layout }: { readonly data: Dataset; readonly deckArch: string; readonly layout: StageLayout },
): NonNullable<DeckScene['highlights']> {
  const statesOn = (arch: string) =>
    stepsOn(arch).map(step => {
      const { boxes, links } = deckStep(step, data, layout)
      return { boxes, links }
    })
  const ofDeck = JSON.stringify(statesOn(deckArch))
  return Object.fromEntries(
    data.arches.map(({ id }) => [id, statesOn(id)] as const).filter(([, states]) => JSON.stringify(states) !== ofDeck),
  )
}

/** The fields that a reader reads, by arch. */
function highlightedFields(
  id: string,
  release: string,
  { readers, arches }: Dataset,
): NonNullable<DeckStep['highlighted']> {
  return {
    reader: readers.find(it => it.id === id)!.name,
    fields: Object.fromEntries(arches.map(it => [it.id, fieldsOfReader(readers, id, { arch: it.id, release })])),
  }
}

/** The stage at a step. A link is on it if it holds on any arch in the release. */
function deckStep(step: StageStep, data: Dataset, layout: StageLayout): Omit<DeckStep, 'camera' | 'origins'> {
  const shown = new Set(step.shown)
  const holds = new Set(
    data.mechanisms.flatMap(({ id, buildsOn }) =>
      buildsOn
        .filter(link => data.arches.some(({ id: arch }) => appliesTo(link, { arch, release: step.release })))
        .map(({ on }) => `${on}>${id}`),
    ),
  )
  return {
    caption: step.caption,
    ...(step.consequence && { consequence: step.consequence }),
    ...(step.otherArches && { otherArches: step.otherArches }),
    release: step.release,
    ...(step.coloured && { coloured: step.coloured }),
    ...(step.structs && { structs: step.structs }),
    ...(step.copies && { copies: step.copies }),
    ...(step.signs && { signs: step.signs }),
    ...(step.reader && { reader: step.reader, highlighted: highlightedFields(step.reader, step.release, data) }),
    boxes: Object.fromEntries(step.shown.map(id => [id, boxState(id, step)])),
    links: Object.fromEntries(
      layout.links
        .filter(
          ({ id, parent, child }) => shown.has(parent) && shown.has(child) && holds.has(id) && !step.waiting?.has(id),
        )
        .map(({ id, parent, child }) => [id, linkState(parent, child, step)]),
    ),
  }
}
