import type { Dataset } from '../model/dataset.ts'
import type { MeasureText } from '../layout/label-width.ts'
import type { Deck, DeckScene, DeckStep, OtherArchScene } from './deck.ts'
import { boxState, linkState } from './stage-state.ts'
import { stageScenes, type StageScene, type StageStep } from './resolve-steps.ts'
import { layoutStage } from '../layout/layout-stage.ts'
import { stageInput } from './stage-input.ts'
import { availabilityByRelease } from './availability.ts'
import { compareReleases, laterRelease } from '../model/analysis/compare-releases.ts'
import { introducedIn, appliesTo, type Viewpoint } from '../model/analysis/applicability.ts'
import { FOOT_CHARACTERS, LIST_CHARACTERS, citationsOf, citationsOnOtherArch, citationsByArch } from './citations.ts'
import { releasesWithChanges } from '../model/analysis/hazards.ts'
import type { StageLayout } from '../layout/stage-layout.ts'
import type { Camera } from '../canvas/camera.ts'
import { sceneHazard } from './scene-hazard.ts'
import { deckPanels, panelsOnOtherArch } from './panels/resolve-panels.ts'
import { stageSlot } from '../canvas/slide-areas.ts'
import { slotRelative, stepCamera } from './stage-camera.ts'
import { countVerdicts } from './verdict-counts.ts'
import { captureMatrix } from './capture-matrix.ts'
import { classOf } from '../model/analysis/register-class.ts'

/** Lay out the whole talk, and resolve every step of it for every arch. */
export function makeDeck(data: Dataset, arch: string, measure: MeasureText): Deck {
  const scenes = stageScenes(data.talk)
  const layout = layoutStage(stageInput(data), measure)
  // The legend of the frames stands where the first one does.
  const firstFramed = scenes.find(it => it.scene.sketch?.panels.some(panel => panel.kind === 'frame'))
  const optional = data.mechanisms.flatMap(({ id, buildsOn }) =>
    buildsOn.filter(it => it.optional).map(({ on }) => `${on}>${id}`),
  )
  return {
    stage: {
      width: layout.width,
      height: layout.height,
      boxes: layout.boxes.map(box => ({
        ...box,
        lines: box.lines.map(line => ({ ...line, width: Math.ceil(measure(line.text, line.weight)) })),
      })),
      links: layout.links.map(({ id, d }) => ({ id, d })),
      optional,
    },
    arch,
    order: scenes.map(({ scene }) => scene.id),
    scenes: Object.fromEntries(
      scenes.map(it => [
        it.scene.id,
        { ...deckScene(it, data, arch, layout), ...(it === firstFramed && { hasLegend: true }) },
      ]),
    ),
    availability: Object.fromEntries(data.arches.map(({ id }) => [id, availabilityByRelease(id, scenes, data)])),
    arches: data.arches.map(({ id, name }) => ({ id, name })),
    releases: changingReleases(data),
    otherArches: Object.fromEntries(data.arches.map(({ id }) => [id, scenesOnOtherArches(scenes, data, id, layout)])),
    sources: data.mechanisms
      .toSorted((a, b) => compareReleases(introducedIn(a), introducedIn(b)))
      .map(it => ({
        label: it.label.join(' '),
        release: introducedIn(it),
        citation: citationsOf(it.since.sources.slice(0, 1), LIST_CHARACTERS)[0]!,
      })),
  }
}

export function changingReleases(data: Dataset): readonly string[] {
  const all = data.arches.flatMap(({ id }) => releasesWithChanges(data, data.readers, { arch: id }))
  return [...new Set([...all, data.talk.release])].sort(compareReleases)
}

function deckScene({ scene, steps: resolved }: StageScene, data: Dataset, own: string, layout: StageLayout): DeckScene {
  const steps = resolved.map(step => highlightedFor(step, own, data))
  const hazard = scene.hazard && sceneHazard(scene.hazard, data)
  const panels = deckPanels(scene.sketch?.panels ?? [], data, hazard)
  const slot = stageSlot(scene, panels)
  const differences = new Map(data.mechanisms.flatMap(it => it.differences ?? []).map(it => [it.id, it]))
  return {
    view: scene.view,
    overline: scene.overline ?? [scene.release, scene.year, scene.name].filter(it => it !== undefined).map(String),
    ...(scene.arch && { arch: scene.arch }),
    ...(scene.aboutArch && { aboutArch: scene.aboutArch }),
    ...(resolved.some(it => it.highlightClass) && { highlights: highlightedOnOtherArch(resolved, data, own, layout) }),
    ...(scene.print && scene.print !== 'all' && { print: scene.print === 'final' ? [steps.length - 1] : scene.print }),
    ...(slot && { slot }),
    panels,
    citations: citationsOf(scene.cites ?? [], FOOT_CHARACTERS),
    ...(!scene.arch && citationsByArch(scene, data)),
    footnotes: (scene.footnotes ?? []).map(id => differences.get(id)!.footnote),
    steps: steps.map((step, i) => {
      if (!slot) return { ...deckStep(step, data, layout), camera: NO_CAMERA }
      const path = hazard?.path ?? step.path
      const { camera, ...origins } = stepCamera(step, path, slot, layout)
      const highlighted = { ...step, path: hazard ? hazard.path.slice(0, i + 2) : step.path }
      return {
        ...deckStep(
          path.length > 0 ? { ...highlighted, shown: slotRelative(step.shown, camera, slot, layout) } : highlighted,
          data,
          layout,
        ),
        camera,
        ...origins,
      }
    }),
    ...(hazard && { verdict: hazard.verdict }),
    ...(scene.view === 'verdicts' && {
      verdictCounts: Object.fromEntries(
        data.arches.map(({ id }) => [id, countVerdicts(data, { arch: id, release: steps[0]!.release })]),
      ),
    }),
    ...(scene.view === 'matrix' && {
      matrix: Object.fromEntries(
        data.arches.map(({ id }) => [id, captureMatrix(data, { arch: id, release: steps[0]!.release })]),
      ),
    }),
  }
}

/** The scenes about another arch that have frames, as an arch has them; as of where each scene ends. */
function scenesOnOtherArches(
  scenes: readonly StageScene[],
  data: Dataset,
  arch: string,
  layout: StageLayout,
): Deck['otherArches'][string] {
  return Object.fromEntries(
    scenes
      .filter(it => followsArch(it) && it.scene.aboutArch !== arch)
      .map(it => [
        it.scene.id,
        sceneOnOtherArch(
          it,
          data,
          { arch, release: laterRelease(it.steps.at(-1)!.release, data.talk.release) },
          layout,
        ),
      ]),
  )
}

/** Whether a scene has frames in whose place another arch, or another release, has its own. */
export function followsArch({ scene }: StageScene): boolean {
  return scene.aboutArch !== undefined && (scene.sketch?.panels.some(it => it.kind === 'frame') ?? false)
}

/** A scene that is about one arch, as it is on an arch in a release. */
export function sceneOnOtherArch(
  { scene, steps }: StageScene,
  data: Dataset,
  at: Viewpoint,
  layout: StageLayout,
): OtherArchScene {
  const { panels, captures } = panelsOnOtherArch(scene, data, at)
  const slot = stageSlot(scene, panels)
  return {
    panels: panels.map(it => (it.kind === 'frame' || it.kind === 'lacking' ? it : null)),
    citations:
      scene.aboutArch === at.arch
        ? citationsOf(scene.cites ?? [], FOOT_CHARACTERS)
        : citationsOnOtherArch(scene, captures),
    ...(slot && { slot, cameras: steps.map(step => stepCamera(step, [], slot, layout)) }),
  }
}

/** A step with all in focus that hands on registers of the class which it lights, on an arch. */
function highlightedFor(
  step: StageStep,
  arch: string,
  { mechanisms, captures, conversions, arches, talk }: Dataset,
): StageStep {
  if (!step.highlightClass) return step
  const at = { arch, release: laterRelease(step.release, talk.release) }
  const lit = mechanisms.filter(
    it =>
      it.kind !== 'origin' && classOf(it, at, { mechanisms, captures, conversions, arches }) === step.highlightClass,
  )
  return { ...step, focus: new Set([...step.focus, ...lit.map(it => it.id)]) }
}

function highlightedOnOtherArch(
  steps: readonly StageStep[],
  data: Dataset,
  own: string,
  layout: StageLayout,
): NonNullable<DeckScene['highlights']> {
  const on = (arch: string) =>
    steps.map(step => {
      const { boxes, links } = deckStep(highlightedFor(step, arch, data), data, layout)
      return { boxes, links }
    })
  const here = JSON.stringify(on(own))
  return Object.fromEntries(
    data.arches.map(({ id }) => [id, on(id)] as const).filter(([, lit]) => JSON.stringify(lit) !== here),
  )
}

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
    ...(step.otherArches && { otherArches: step.otherArches }),
    release: step.release,
    boxes: Object.fromEntries(step.shown.map(id => [id, boxState(id, step)])),
    links: Object.fromEntries(
      layout.links
        .filter(({ id, parent, child }) => shown.has(parent) && shown.has(child) && holds.has(id))
        .map(({ id, parent, child }) => [id, linkState(parent, child, step)]),
    ),
  }
}

/** Where a scene has no stage. */
const NO_CAMERA: Camera = { scale: 1, x: 0, y: 0 }
