import type { RegisterClass } from '../../data/model/mechanism.ts'
import type { Dataset } from '../../data/model/read.ts'
import type { Panel, Scene } from '../../data/model/scene.ts'
import type { Source } from '../../data/model/source.ts'
import type { FoundHazard } from './scene-hazard.ts'
import type { FrameRow } from './frame-rows.ts'
import type { Matrix } from './matrix.ts'
import type { Camera, LabelLine, Slot, StageBox, StageInput, StageLayout } from './stage.ts'
import type { MeasureText } from './text-width.ts'
import type { StageScene, StageState, StageStep } from './scene-steps.ts'
import { structIn } from '../../data/model/arch.ts'
import { captureFrame } from '../../data/model/frame.ts'
import { bornIn } from '../../data/model/mechanism.ts'
import { compareReleases, laterRelease } from '../../data/model/release.ts'
import { appliesTo, classOf } from '../../data/model/resolve.ts'
import { sourceNames, sourceUrl } from '../../data/model/source.ts'
import { cameraFor, layoutStage } from './index.ts'
import { frameRows } from './frame-rows.ts'
import { captureMatrix } from './matrix.ts'
import { sceneHazard } from './scene-hazard.ts'
import { allLinks, boxState, linkState, stageScenes } from './scene-steps.ts'
import { stageSlot } from './slide-frame.ts'

/** The stage at one step: a pure function of the dataset. Boxes and links not named are not on it. */
export type DeckStep = {
  readonly says: string
  readonly release: string
  readonly boxes: Readonly<Record<string, StageState>>
  readonly links: Readonly<Record<string, StageState>>
  readonly camera: Camera
}

/** A register struct, drawn: from a capture site, or as a reader gets it. */
export type FramePanel = {
  readonly kind: 'frame'
  readonly title: string
  readonly capture: string
  readonly columns?: number | undefined
  readonly fills?: readonly number[] | undefined
  readonly width?: number | undefined
  readonly rows: readonly FrameRow[]
  /** The fields that the reader at the end of the scene reads. */
  readonly reads?: readonly string[]
}

/** A panel as the data has it, and a frame with its rows worked out. */
export type DeckPanel = Exclude<Panel, { kind: 'frame' | 'hazard-frame' }> | FramePanel

/** What one slide shows beside its own words. */
export type DeckScene = {
  readonly view: Scene['view']
  readonly kicker: readonly string[]
  readonly arch?: string
  readonly slot?: Slot
  readonly panels: readonly DeckPanel[]
  readonly cites: readonly Cite[]
  readonly footnotes: readonly string[]
  readonly steps: readonly DeckStep[]
  /** Whether the legend of the frames stands here. */
  readonly hasLegend?: true
  /** By arch, on a scene of view matrix. */
  readonly matrix?: Readonly<Record<string, Matrix>>
}

/** A source as the foot of a slide shows it. */
export type Cite = { readonly name: string, readonly url?: string }

/** What an arch has in a release: classes of what it has, and the links that do not hold there. */
export type Presence = { readonly classes: Readonly<Record<string, RegisterClass>>, readonly lacks: readonly string[] }

/** A box of the stage whose label's lines also tell their width, stage px. */
export type DeckBox = Omit<StageBox, 'lines'> & { readonly lines: readonly (LabelLine & { readonly width: number })[] }

/** All that the browser is given: laid out, resolved, and nothing to compute. */
export type Deck = {
  readonly stage: Pick<StageLayout, 'width' | 'height'> & { readonly boxes: readonly DeckBox[],  readonly links: readonly Pick<StageLayout['links'][number], 'id' | 'd'>[], readonly optional: readonly string[] }
  /** The arch on which the deck opens. */
  readonly arch: string
  readonly order: readonly string[]
  readonly scenes: Readonly<Record<string, DeckScene>>
  readonly presence: Readonly<Record<string, Readonly<Record<string, Presence>>>>
  readonly arches: readonly { readonly id: string, readonly name: string }[]
  /** The first source of every mechanism, oldest mechanism first. */
  readonly sources: readonly { readonly label: string, readonly cite: Cite }[]
}

/** Lay out the whole talk, and resolve every step of it for every arch. */
export function makeDeck(data: Dataset, arch: string, measure: MeasureText): Deck {
  const scenes = stageScenes(data.talk)
  const layout = layoutStage(stageInput(data), measure)
  // The legend of the frames stands where the first one does.
  const firstFramed = scenes.find(it => it.scene.sketch?.panels.some(panel => panel.kind === 'frame'))
  const optional = data.mechanisms.flatMap(({ id, buildsOn }) => buildsOn.filter(it => it.optional).map(({ on }) => `${on}>${id}`))
  return {
    stage: {
      width: layout.width,
      height: layout.height,
      boxes: layout.boxes.map(box => ({ ...box, lines: box.lines.map(line => ({ ...line, width: Math.ceil(measure(line.text, line.weight)) })) })),
      links: layout.links.map(({ id, d }) => ({ id, d })),
      optional,
    },
    arch,
    order: scenes.map(({ scene }) => scene.id),
    scenes: Object.fromEntries(scenes.map(it => [it.scene.id, { ...deckScene(it, data, layout), ...(it === firstFramed && { hasLegend: true }) }])),
    presence: Object.fromEntries(data.arches.map(({ id }) => [id, presenceByRelease(id, scenes, data)])),
    arches: data.arches.map(({ id, name }) => ({ id, name })),
    sources: data.mechanisms.toSorted((a, b) => compareReleases(bornIn(a), bornIn(b))).map(it => ({ label: it.label.join(' '), cite: cites(it.since.sources.slice(0, 1), LIST_CHARACTERS)[0]! })),
  }
}

/** What the one layout of the talk is made of: every mechanism and every link that the data knows. */
export function stageInput({ mechanisms, talk }: Pick<Dataset, 'mechanisms' | 'talk'>): StageInput {
  return {
    boxes: mechanisms.map(({ id, row, label, kind }) => ({ id, row, label, isOrigin: kind === 'origin' })),
    links: allLinks(mechanisms),
    reveals: stageScenes(talk).filter(({ scene }) => scene.view !== 'none' && scene.view !== 'matrix').map(({ steps }) => steps.at(-1)!.shown),
  }
}

function deckScene({ scene, steps }: StageScene, data: Dataset, layout: StageLayout): DeckScene {
  const hazard = scene.hazard && sceneHazard(scene.hazard, data)
  const panels = alignedPanels(scene.sketch?.panels ?? [], data, hazard)
  const slot = stageSlot(scene, panels)
  const differences = new Map(data.mechanisms.flatMap(it => it.differences ?? []).map(it => [it.id, it]))
  return {
    view: scene.view,
    kicker: scene.kicker ?? [scene.release, scene.year, scene.name].filter(it => it !== undefined).map(String),
    ...(scene.arch && { arch: scene.arch }),
    ...(slot && { slot }),
    panels,
    cites: cites(scene.cites ?? [], FOOT_CHARACTERS),
    footnotes: (scene.footnotes ?? []).map(id => differences.get(id)!.footnote),
    steps: steps.map((step, i) => {
      if (!slot)
        return { ...deckStep(step, data, layout), camera: NO_CAMERA }
      const path = hazard?.path ?? step.path
      const camera = stepCamera(step, path, slot, layout)
      const lit = { ...step, path: hazard ? hazard.path.slice(0, i + 2) : step.path }
      return { ...deckStep(path.length > 0 ? { ...lit, shown: inSlot(step.shown, camera, slot, layout) } : lit, data, layout), camera }
    }),
    ...(scene.view === 'matrix' && { matrix: Object.fromEntries(data.arches.map(({ id }) => [id, captureMatrix(data, { arch: id, release: steps[0]!.release })])) }),
  }
}

/** The panels of a scene; frames that stand side by side begin their rows with the same fields. */
function alignedPanels(panels: readonly Panel[], data: Dataset, hazard: FoundHazard | undefined): readonly DeckPanel[] {
  const alone = panels.map(panel => deckPanel(panel, data, hazard))
  const frames = alone.filter(it => it.kind === 'frame')
  if (frames.length < 2)
    return alone
  const breaks = new Set(frames.flatMap(({ rows }) => rows.map(row => row.registers[0]!)))
  return panels.map(panel => deckPanel(panel, data, hazard, breaks))
}

/** A frame is drawn as the struct is where the capture begins. */
function deckPanel(panel: Panel, { arches, captures }: Dataset, hazard: FoundHazard | undefined, breaks?: ReadonlySet<string>): DeckPanel {
  if (panel.kind === 'hazard-frame') {
    if (!hazard)
      throw new RangeError(`the panel ${panel.title} needs the scene's hazard`)
    return { ...panel, kind: 'frame', capture: hazard.capture.id, fills: [panel.from ?? 0], rows: frameRows(hazard.frame), reads: hazard.fields }
  }
  if (panel.kind !== 'frame')
    return panel
  const { arch, value } = captures.get(panel.capture)!
  const struct = structIn(arches.find(it => it.id === arch)!, value.struct, value.since)!
  return { ...panel, rows: frameRows(captureFrame(value, struct), { rows: panel.rows, tellsGroups: new Set(panel.fills).size > 1, ...(breaks && { breaks }) }) }
}

function deckStep(step: StageStep, data: Dataset, layout: StageLayout): Omit<DeckStep, 'camera'> {
  const shown = new Set(step.shown)
  const holds = new Set(data.mechanisms.flatMap(({ id, buildsOn }) => buildsOn
    .filter(link => data.arches.some(({ id: arch }) => appliesTo(link, { arch, release: step.release })))
    .map(({ on }) => `${on}>${id}`)))
  return {
    says: step.says,
    release: step.release,
    boxes: Object.fromEntries(step.shown.map(id => [id, boxState(id, step)])),
    links: Object.fromEntries(layout.links
      .filter(({ id, parent, child }) => shown.has(parent) && shown.has(child) && holds.has(id))
      .map(({ id, parent, child }) => [id, linkState(parent, child, step)])),
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
  return ids.filter((id) => {
    const box = boxes.get(id)!
    return box.isOrigin || (box.x * scale + x >= slot.x && (box.x + box.width) * scale + x <= slot.x + slot.width)
  })
}

/** Where a scene has no stage. */
const NO_CAMERA: Camera = { scale: 1, x: 0, y: 0 }

/**
 * Frame the scene's whole path where it has one, so that the camera rests while the path is lit; else all that is
 * on the stage. Where that would make labels smaller than 16 px, the origins leave the canvas at the bottom.
 */
function stepCamera({ shown }: StageStep, path: readonly string[], slot: Slot, layout: StageLayout): Camera {
  if (path.length > 0)
    return cameraFor(layout, path, slot, { maxScale: ZOOM.most, cutsOrigins: true })
  const whole = cameraFor(layout, shown, slot, { maxScale: ZOOM.most })
  if (whole.scale >= ZOOM.least)
    return whole
  const origins = new Set(layout.boxes.filter(it => it.isOrigin).map(it => it.id))
  return cameraFor(layout, shown.filter(id => !origins.has(id)), slot, { maxScale: ZOOM.most })
}

/** For every release that a step names: what the arch has then, or has at the release where the talk looks back. */
function presenceByRelease(arch: string, scenes: readonly StageScene[], data: Dataset): Record<string, Presence> {
  const { mechanisms, talk } = data
  const releases = new Set(scenes.flatMap(({ steps }) => steps.map(it => it.release)))
  return Object.fromEntries([...releases].map((release) => {
    const at = { arch, release: laterRelease(release, talk.release) }
    const classes = mechanisms.flatMap((it) => {
      const found = classOf(it, at, data)
      return found ? [[it.id, found] as const] : []
    })
    // A link that comes to this arch only later is drawn as the other arches have it: the talk tells one history.
    const lacks = mechanisms.flatMap(({ id, buildsOn }) => [...Map.groupBy(buildsOn, it => it.on)]
      .filter(([, links]) => !links.some(link => appliesTo(link, { arch, release })
        || (appliesTo(link, { arch, release: link.since }) && compareReleases(release, link.since) < 0)))
      .map(([on]) => `${on}>${id}`))
    return [release, { classes: Object.fromEntries(classes), lacks }]
  }))
}

function cites(sources: readonly Source[], room: number): readonly Cite[] {
  return sourceNames(sources, room).map((name, i) => {
    const url = sourceUrl(sources[i]!)
    return { name, ...(url && { url }) }
  })
}
