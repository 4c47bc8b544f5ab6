import type { Dataset } from '../../data/model/read.ts'
import type { Capture } from '../../data/model/capture.ts'
import type { Viewpoint } from '../../data/model/resolve.ts'
import type { Scene } from '../../data/model/scene.ts'
import type { Source } from '../../data/model/source.ts'
import type { Verdict } from '../../data/model/hazards.ts'
import type { DeckPanel, FramePanel, LackingPanel } from './deck-panels.ts'
import type { Ground } from './low-ground.ts'
import type { Matrix } from './matrix.ts'
import type { Presence } from './presence.ts'
import type { Tally } from './tally.ts'
import type { Camera, LabelLine, Slot, StageBox, StageInput, StageLayout } from './stage.ts'
import type { MeasureText } from './text-width.ts'
import type { StageScene, StageState, StageStep } from './scene-steps.ts'
import { turningPoints } from '../../data/model/hazards.ts'
import { bornIn } from '../../data/model/mechanism.ts'
import { compareReleases, laterRelease } from '../../data/model/release.ts'
import { appliesTo, classOf } from '../../data/model/resolve.ts'
import { sourceNames, sourceUrl } from '../../data/model/source.ts'
import { cameraFor, layoutStage } from './index.ts'
import { deckPanels, panelsElsewhere } from './deck-panels.ts'
import { lowGround } from './low-ground.ts'
import { captureMatrix } from './matrix.ts'
import { presenceByRelease } from './presence.ts'
import { sceneHazard } from './scene-hazard.ts'
import { allLinks, boxState, linkState, stageScenes } from './scene-steps.ts'
import { stageSlot } from './slide-frame.ts'
import { hazardTally } from './tally.ts'

/** The stage at one step: a pure function of the dataset. Boxes and links not named are not on it. */
export type DeckStep = {
  readonly says: string
  /** The same on an arch that the scene is not about. */
  readonly elsewhere?: string
  readonly release: string
  readonly boxes: Readonly<Record<string, StageState>>
  readonly links: Readonly<Record<string, StageState>>
  readonly camera: Camera
  /** Where the origins are drawn, if not in their place: there is no room for that. */
  readonly ground?: Ground
}

/** What one slide shows beside its own words. */
export type DeckScene = {
  readonly view: Scene['view']
  readonly kicker: readonly string[]
  readonly arch?: string
  /** The arch that its words name; on any other, what stands under elsewhere. */
  readonly about?: string
  /** By arch, what is lit at each step, where it is not what is lit on the deck's own. */
  readonly lit?: Readonly<Record<string, readonly Pick<DeckStep, 'boxes' | 'links'>[]>>
  /** Which steps are printed, where it is not all of them. */
  readonly print?: readonly number[]
  readonly slot?: Slot
  readonly panels: readonly (DeckPanel | LackingPanel)[]
  readonly cites: readonly Cite[]
  /** By arch, where a file of another arch would be cited: what stands there instead. */
  readonly citesOn?: Readonly<Record<string, readonly Cite[]>>
  readonly footnotes: readonly string[]
  readonly steps: readonly DeckStep[]
  /** Whether the legend of the frames stands here. */
  readonly hasLegend?: true
  /** By arch, on a scene of view matrix. */
  readonly matrix?: Readonly<Record<string, Matrix>>
  /** By arch, on a scene of view verdicts. */
  readonly tally?: Readonly<Record<string, Tally>>
  /** What the reader at the end of the scene's path may believe. */
  readonly verdict?: Verdict
}

/** A scene on an arch that it is not about, or in another release: what has its frames there, and the stage below them. */
export type ElsewhereScene = {
  /** Null where a panel is no frame. */
  readonly panels: readonly (FramePanel | LackingPanel | null)[]
  /** Of its frames, in the place of the files of the arch that the scene is about. */
  readonly cites: readonly Cite[]
  readonly slot?: Slot
  /** How the stage is looked at, step by step, where there is a slot. */
  readonly looks?: readonly Pick<DeckStep, 'camera' | 'ground'>[]
}

/** A source as the foot of a slide shows it. */
export type Cite = { readonly name: string; readonly url?: string }

/** A box of the stage whose label's lines also tell their width, stage px. */
export type DeckBox = Omit<StageBox, 'lines'> & { readonly lines: readonly (LabelLine & { readonly width: number })[] }

/** All that the browser is given: laid out, resolved, and nothing to compute. */
export type Deck = {
  readonly stage: Pick<StageLayout, 'width' | 'height'> & {
    readonly boxes: readonly DeckBox[]
    readonly links: readonly Pick<StageLayout['links'][number], 'id' | 'd'>[]
    readonly optional: readonly string[]
  }
  /** The arch on which the deck opens. */
  readonly arch: string
  readonly order: readonly string[]
  readonly scenes: Readonly<Record<string, DeckScene>>
  readonly presence: Readonly<Record<string, Readonly<Record<string, Presence>>>>
  readonly arches: readonly { readonly id: string; readonly name: string }[]
  /** Every release in which something changes on some arch, and the talk's own; oldest first. */
  readonly releases: readonly string[]
  /** By arch, then by scene that is about another, what stands in the place of its frames. */
  readonly elsewhere: Readonly<Record<string, Readonly<Record<string, ElsewhereScene>>>>
  /** The first source of every mechanism, oldest mechanism first. */
  readonly sources: readonly { readonly label: string; readonly release: string; readonly cite: Cite }[]
}

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
    presence: Object.fromEntries(data.arches.map(({ id }) => [id, presenceByRelease(id, scenes, data)])),
    arches: data.arches.map(({ id, name }) => ({ id, name })),
    releases: changingReleases(data),
    elsewhere: Object.fromEntries(data.arches.map(({ id }) => [id, scenesElsewhere(scenes, data, id, layout)])),
    sources: data.mechanisms
      .toSorted((a, b) => compareReleases(bornIn(a), bornIn(b)))
      .map(it => ({
        label: it.label.join(' '),
        release: bornIn(it),
        cite: cites(it.since.sources.slice(0, 1), LIST_CHARACTERS)[0]!,
      })),
  }
}

/** What is told of releases begins with the first one. */
const FIRST_RELEASE = '0.01'

export function changingReleases(data: Dataset): readonly string[] {
  const all = data.arches.flatMap(({ id }) => turningPoints(data, data.readers, { arch: id, first: FIRST_RELEASE }))
  return [...new Set([...all, data.talk.release])].sort(compareReleases)
}

/** The views that show no stage. */
const STAGELESS: readonly Scene['view'][] = ['none', 'matrix', 'arches', 'verdicts']

/** What the one layout of the talk is made of: every mechanism and every link that the data knows. */
export function stageInput({ mechanisms, talk }: Pick<Dataset, 'mechanisms' | 'talk'>): StageInput {
  return {
    boxes: mechanisms.map(({ id, row, label, kind }) => ({ id, row, label, isOrigin: kind === 'origin' })),
    links: allLinks(mechanisms),
    reveals: stageScenes(talk)
      .filter(({ scene }) => !STAGELESS.includes(scene.view))
      .map(({ steps }) => steps.at(-1)!.shown),
  }
}

function deckScene({ scene, steps: asTold }: StageScene, data: Dataset, own: string, layout: StageLayout): DeckScene {
  const steps = asTold.map(step => litOn(step, own, data))
  const hazard = scene.hazard && sceneHazard(scene.hazard, data)
  const panels = deckPanels(scene.sketch?.panels ?? [], data, hazard)
  const slot = stageSlot(scene, panels)
  const differences = new Map(data.mechanisms.flatMap(it => it.differences ?? []).map(it => [it.id, it]))
  return {
    view: scene.view,
    kicker: scene.kicker ?? [scene.release, scene.year, scene.name].filter(it => it !== undefined).map(String),
    ...(scene.arch && { arch: scene.arch }),
    ...(scene.about && { about: scene.about }),
    ...(asTold.some(it => it.lights) && { lit: litElsewhere(asTold, data, own, layout) }),
    ...(scene.print && scene.print !== 'all' && { print: scene.print === 'final' ? [steps.length - 1] : scene.print }),
    ...(slot && { slot }),
    panels,
    cites: cites(scene.cites ?? [], FOOT_CHARACTERS),
    ...(!scene.arch && citesOfArches(scene, data)),
    footnotes: (scene.footnotes ?? []).map(id => differences.get(id)!.footnote),
    steps: steps.map((step, i) => {
      if (!slot) return { ...deckStep(step, data, layout), camera: NO_CAMERA }
      const path = hazard?.path ?? step.path
      const { camera, ...ground } = stepCamera(step, path, slot, layout)
      const lit = { ...step, path: hazard ? hazard.path.slice(0, i + 2) : step.path }
      return {
        ...deckStep(path.length > 0 ? { ...lit, shown: inSlot(step.shown, camera, slot, layout) } : lit, data, layout),
        camera,
        ...ground,
      }
    }),
    ...(hazard && { verdict: hazard.verdict }),
    ...(scene.view === 'verdicts' && {
      tally: Object.fromEntries(
        data.arches.map(({ id }) => [id, hazardTally(data, { arch: id, release: steps[0]!.release })]),
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
function scenesElsewhere(
  scenes: readonly StageScene[],
  data: Dataset,
  arch: string,
  layout: StageLayout,
): Deck['elsewhere'][string] {
  return Object.fromEntries(
    scenes
      .filter(it => followsArch(it) && it.scene.about !== arch)
      .map(it => [
        it.scene.id,
        sceneElsewhere(it, data, { arch, release: laterRelease(it.steps.at(-1)!.release, data.talk.release) }, layout),
      ]),
  )
}

/** Whether a scene has frames in whose place another arch, or another release, has its own. */
export function followsArch({ scene }: StageScene): boolean {
  return scene.about !== undefined && (scene.sketch?.panels.some(it => it.kind === 'frame') ?? false)
}

/** A scene that is about one arch, as it is on an arch in a release. */
export function sceneElsewhere(
  { scene, steps }: StageScene,
  data: Dataset,
  at: Viewpoint,
  layout: StageLayout,
): ElsewhereScene {
  const { panels, captures } = panelsElsewhere(scene, data, at)
  const slot = stageSlot(scene, panels)
  return {
    panels: panels.map(it => (it.kind === 'frame' || it.kind === 'lacking' ? it : null)),
    cites: scene.about === at.arch ? cites(scene.cites ?? [], FOOT_CHARACTERS) : citesElsewhere(scene, captures),
    ...(slot && { slot, looks: steps.map(step => stepCamera(step, [], slot, layout)) }),
  }
}

/** What a scene cites on an arch that it is not about: the files of its frames there, and commits without a file of an arch. */
function citesElsewhere(scene: Scene, captures: readonly Capture[]): readonly Cite[] {
  const kept = (scene.cites ?? [])
    .filter(it => it.commit ?? !it.file?.startsWith('arch/'))
    .map(it => (it.file?.startsWith('arch/') ? { ...it, file: undefined } : it))
  const files = new Map(
    captures.flatMap(it =>
      it.sources.flatMap(source => (source.file ? [[source.file, source] as const] : [])).slice(0, 1),
    ),
  )
  return cites([...kept, ...files.values()], FOOT_CHARACTERS)
}

/** What a scene cites on each arch, where it cites a file of an arch: a file stands on its own arch alone, a commit on all. */
function citesOfArches({ cites: all = [] }: Scene, { arches }: Dataset): Pick<DeckScene, 'citesOn'> {
  const inArch = (file: string | undefined) => file?.startsWith('arch/')
  if (!all.some(it => inArch(it.file))) return {}
  const on = (directory: string) =>
    all.flatMap(it =>
      !inArch(it.file) || it.file!.startsWith(`${directory}/`) ? [it] : it.commit ? [{ ...it, file: undefined }] : [],
    )
  return { citesOn: Object.fromEntries(arches.map(({ id, directory }) => [id, cites(on(directory), FOOT_CHARACTERS)])) }
}

/** A step with all in focus that hands on registers of the class which it lights, on an arch. */
function litOn(step: StageStep, arch: string, { mechanisms, captures, conversions, arches, talk }: Dataset): StageStep {
  if (!step.lights) return step
  const at = { arch, release: laterRelease(step.release, talk.release) }
  const lit = mechanisms.filter(
    it => it.kind !== 'origin' && classOf(it, at, { mechanisms, captures, conversions, arches }) === step.lights,
  )
  return { ...step, focus: new Set([...step.focus, ...lit.map(it => it.id)]) }
}

function litElsewhere(
  steps: readonly StageStep[],
  data: Dataset,
  own: string,
  layout: StageLayout,
): NonNullable<DeckScene['lit']> {
  const on = (arch: string) =>
    steps.map(step => {
      const { boxes, links } = deckStep(litOn(step, arch, data), data, layout)
      return { boxes, links }
    })
  const here = JSON.stringify(on(own))
  return Object.fromEntries(
    data.arches.map(({ id }) => [id, on(id)] as const).filter(([, lit]) => JSON.stringify(lit) !== here),
  )
}

function deckStep(step: StageStep, data: Dataset, layout: StageLayout): Omit<DeckStep, 'camera' | 'ground'> {
  const shown = new Set(step.shown)
  const holds = new Set(
    data.mechanisms.flatMap(({ id, buildsOn }) =>
      buildsOn
        .filter(link => data.arches.some(({ id: arch }) => appliesTo(link, { arch, release: step.release })))
        .map(({ on }) => `${on}>${id}`),
    ),
  )
  return {
    says: step.says,
    ...(step.elsewhere && { elsewhere: step.elsewhere }),
    release: step.release,
    boxes: Object.fromEntries(step.shown.map(id => [id, boxState(id, step)])),
    links: Object.fromEntries(
      layout.links
        .filter(({ id, parent, child }) => shown.has(parent) && shown.has(child) && holds.has(id))
        .map(({ id, parent, child }) => [id, linkState(parent, child, step)]),
    ),
  }
}

/** What the foot of a slide and a line of the list of sources hold, in characters of the code face at 16 px. */
const FOOT_CHARACTERS = 78
const LIST_CHARACTERS = 27

/** Smallest and largest zoom at which the stage is shown: labels are 16 px at 1. */
const ZOOM = { least: 1, most: 1.4 }

/** What stands wholly in the slot: beside a lit path the rest leaves the canvas, and nothing is cut but the ground. */
function inSlot(ids: readonly string[], { scale, x }: Camera, slot: Slot, layout: StageLayout): readonly string[] {
  const boxes = new Map(layout.boxes.map(it => [it.id, it]))
  return ids.filter(id => {
    const box = boxes.get(id)!
    return box.isOrigin || (box.x * scale + x >= slot.x && (box.x + box.width) * scale + x <= slot.x + slot.width)
  })
}

/** Where a scene has no stage. */
const NO_CAMERA: Camera = { scale: 1, x: 0, y: 0 }

/**
 * Frame the scene's whole path where it has one, so that the camera rests while the path is lit; else all that is
 * on the stage. Where that would make labels smaller than 16 px, the origins are drawn low; `npm run check` finds
 * where that is not enough.
 */
function stepCamera(
  { shown }: StageStep,
  path: readonly string[],
  slot: Slot,
  layout: StageLayout,
): Pick<DeckStep, 'camera' | 'ground'> {
  const framed = path.length > 0 ? path : shown
  const camera = cameraFor(layout, framed, slot, { maxScale: ZOOM.most })
  return (camera.scale < ZOOM.least && lowGround(layout, framed, slot)) || { camera }
}

function cites(sources: readonly Source[], room: number): readonly Cite[] {
  return sourceNames(sources, room).map((name, i) => {
    const url = sourceUrl(sources[i]!)
    return { name, ...(url && { url }) }
  })
}
