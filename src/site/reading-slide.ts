// What the reading view shows of each slide: all of it computed, so that its components only write it down.
import type { ArchTable } from '../deck/arch-table.ts'
import type { Matrix } from '../deck/capture-matrix.ts'
import type { Citation, Deck, DeckBox, DeckScene, DeckStep } from '../deck/deck.ts'
import type { RowDescription } from '../deck/describe-stage.ts'
import type { VerdictCounts } from '../deck/verdict-counts.ts'
import type { ShownStage, VisualState } from '../deck/visual-state.ts'
import type { HandoutCitations } from '../handout/numbered-citations.ts'
import type { SlideWords } from '../handout/make-handout.ts'
import type { Rect } from '../layout/stage-layout.ts'
import type { FieldState } from '../model/schema/capture.ts'
import type { BoxClass } from '../model/schema/stage.ts'
import { withOriginsAt } from '../canvas/lowered-origins.ts'
import { archTable } from '../deck/arch-table.ts'
import { type ClassSign, classSign } from '../deck/stage/class-sign.ts'
import { describeStage } from '../deck/describe-stage.ts'
import { sceneForArch } from '../deck/scene-for-arch.ts'
import {
  boxVisualState,
  canLack,
  isColoured,
  isInBackground,
  linkVisualState,
  shownClass,
} from '../deck/visual-state.ts'

/** The stage at a step, as SVG and in rows. */
export type ReadingStage = {
  /** The part of the slide that is drawn, slide px. */
  readonly crop: Rect
  /** Slide px = stage px × scale + (x, y). */
  readonly transform: string
  /** The least width at which its letters are legible, px: see `LEGIBLE_WIDTHS`. */
  readonly legibleAt: number
  readonly boxes: readonly {
    readonly box: DeckBox
    readonly state: VisualState
    readonly isDimmed: boolean
    readonly isDerived: boolean
    readonly struct: string | undefined
    readonly sign: ClassSign
  }[]
  readonly links: readonly {
    readonly link: Deck['stage']['links'][number]
    readonly state: VisualState
    readonly isOptional: boolean
    readonly sign: ClassSign
  }[]
  /** The classes that boxes can have. */
  readonly classes: readonly BoxClass[]
  /** From the top down, as in the picture. */
  readonly rows: readonly RowDescription[]
}

/** A step: its caption, and what it shows that the step before did not. */
export type ReadingStep = {
  readonly caption: string
  readonly stage?: ReadingStage
  readonly panels?: DeckScene['panels']
  /** Whether a reader reads the struct: at the last step. */
  readonly isLast: boolean
}

/** A slide in the reading view. */
export type ReadingSlide = {
  readonly id: string
  /** From 1. */
  readonly number: number
  readonly layout: string
  /** The language that it names; undefined where that is the deck's. */
  readonly lang: string | undefined
  readonly overline: readonly string[]
  readonly headline: string
  /** HTML without scripts. */
  readonly body: string
  /** HTML without scripts; empty where the notes are left out. */
  readonly notes: string
  /** Whether it holds what only Slidev can draw. */
  readonly isOwn: boolean
  /** The classes that boxes can have, where the stage is coloured. */
  readonly classes?: readonly BoxClass[]
  /** Whether boxes can be absent, and the legend says so. */
  readonly canLack: boolean
  /** Whether the panels stand before the stage. */
  readonly isPanelFirst: boolean
  /** The field states that its legend has; none on a slide without one. */
  readonly legend?: readonly FieldState[]
  readonly steps: readonly ReadingStep[]
  readonly matrix?: Matrix
  readonly arches?: ArchTable & { readonly classes: readonly BoxClass[] }
  readonly verdicts?: VerdictCounts
  readonly sources?: Deck['sources']
  readonly footnotes: readonly string[]
  readonly citations: readonly Citation[]
}

/** The least size of letters, px, and the one that labels have on the stage before the camera. */
const [LEGIBLE_PX, LABEL_PX] = [14, 16]

/** The widths from which on pictures are drawn: each is drawn from the first on at which its letters are legible. */
export const LEGIBLE_WIDTHS: readonly number[] = [300, 460, 620, 780, 940]

/** Room around the outermost boxes, slide px. */
const OUTLINE_PX = 8

/** What the slides are made of. */
export type ReadingParts = {
  readonly deck: Deck
  readonly words: readonly SlideWords[]
  readonly citations: HandoutCitations
}

/**
 * Make the slides of the reading view, on the deck's own arch.
 *
 * @param parts - the deck, the slides' words, and what they cite.
 * @returns in running order.
 */
export function readingSlides({ deck, words, citations }: ReadingParts): readonly ReadingSlide[] {
  return words.map((it, i) => {
    const scene = deck.scenes[it.id] ? sceneForArch(deck, it.id, deck.arch) : undefined
    const cited = citations.byScene[it.id]?.map(number => citations.all[number - 1]!) ?? []
    return {
      id: it.id,
      number: i + 1,
      layout: it.layout,
      lang: it.lang,
      overline: scene?.overline ?? [],
      headline: it.headline,
      body: it.body,
      notes: it.notes,
      isOwn: it.isOwn === true,
      ...(scene && isColoured(scene.view) && { classes: deck.look.classes }),
      canLack: canLack(deck),
      isPanelFirst: scene?.view !== 'hazard',
      ...(scene?.hasLegend && { legend: statesIn(scene) }),
      steps: scene ? readingSteps(scene, deck) : [],
      ...(scene && tables(scene, deck)),
      ...(it.layout === 'sources' && { sources: deck.sources }),
      footnotes: scene?.footnotes ?? [],
      citations: cited,
    }
  })
}

/** The states of the fields in its frames. */
function statesIn({ panels }: DeckScene): readonly FieldState[] {
  const rows = panels.flatMap(it => (it.kind === 'frame' ? it.rows : []))
  return [...new Set(rows.flatMap(it => [it.state, ...(it.others ?? []).map(one => one.state)]))]
}

/** What stands on some slides instead of a stage. */
function tables(scene: DeckScene, deck: Deck): Pick<ReadingSlide, 'matrix' | 'arches' | 'verdicts'> {
  const arch = scene.arch ?? deck.arch
  const last = scene.steps.at(-1)!
  return {
    ...(scene.matrix && { matrix: scene.matrix[arch]! }),
    ...(scene.verdictCounts && { verdicts: scene.verdictCounts[arch]! }),
    ...(scene.view === 'arches' && {
      arches: {
        ...archTable(deck, of => deck.availability[of]![last.release]!),
        classes: deck.look.classes,
      },
    }),
  }
}

/** The steps; a picture that is the same as in the step before is not shown again. */
function readingSteps(scene: DeckScene, deck: Deck): readonly ReadingStep[] {
  let [lastStage, lastPanels] = ['', '']
  return scene.steps.map((step, i) => {
    const stage = scene.slot && readingStage(scene, step, deck)
    const isLast = i === scene.steps.length - 1
    const stageText = JSON.stringify(stage)
    const panelsText = JSON.stringify(panelsAt(scene, i, isLast))
    const isNewStage = stageText !== lastStage
    const isNewPanels = scene.panels.length > 0 && panelsText !== lastPanels
    lastStage = stageText
    lastPanels = panelsText
    return {
      caption: step.caption,
      ...(stage && isNewStage && { stage }),
      ...(isNewPanels && { panels: scene.panels }),
      isLast,
    }
  })
}

/** What of the panels depends on the step. */
function panelsAt({ panels }: DeckScene, step: number, isLast: boolean): unknown {
  return panels.map(it => {
    if (it.kind === 'frame') return [it.fillsAtStep?.map(at => at <= step), isLast && it.reads]
    const lines = it.kind === 'code' ? it.lines : it.kind === 'words' ? it.words : []
    return lines.map(({ from, mark }) => [step >= (from ?? 0), mark, Array.isArray(mark) && mark.includes(step)])
  })
}

function readingStage(scene: DeckScene, step: DeckStep, deck: Deck): ReadingStage {
  const { stage } = deck
  const availability = deck.availability[scene.arch ?? deck.arch]![step.release]!
  const shown: ShownStage = { view: scene.view, step, availability }
  const boxes = stage.boxes
    .map(box => (box.isOrigin && step.origins ? withOriginsAt(box, step.origins) : box))
    .map(box => ({ box, state: boxVisualState(box.id, shown) }))
    .filter(it => it.state !== 'hidden')
  const crop = stageCrop(
    scene.slot!,
    step,
    boxes.map(it => it.box),
  )
  const { scale, x, y } = step.camera
  const least = (crop.width * LEGIBLE_PX) / (LABEL_PX * scale)
  return {
    crop,
    transform: `translate(${x} ${y}) scale(${scale})`,
    legibleAt: LEGIBLE_WIDTHS.find(it => it >= least) ?? LEGIBLE_WIDTHS.at(-1)!,
    boxes: boxes.map(({ box, state }) => ({
      box,
      state,
      isDimmed: isInBackground(box.id, shown),
      isDerived: availability.derived?.includes(box.id) === true,
      struct: step.structs?.[box.id],
      sign: classSign(deck.look, shownClass(box.id, shown)),
    })),
    links: stage.links
      .map(link => ({
        link,
        state: linkVisualState(link.id, shown),
        isOptional: stage.optional.includes(link.id),
        sign: classSign(deck.look, shownClass(link.id.split('>')[1]!, shown)),
      }))
      .filter(it => it.state !== 'hidden'),
    classes: deck.look.classes,
    rows: describeStage(deck, shown).toReversed(),
  }
}

/** The part of the slide with the drawn boxes, slide px, as far as it is in the stage's slot. */
function stageCrop(slot: Rect, { camera, origins }: DeckStep, boxes: readonly DeckBox[]): Rect {
  const { scale, x, y } = camera
  // Links end at the usual top of the origin bars: what would stick out below a lowered bar is cut off.
  const below = origins ? 4 : 6
  const left = Math.max(slot.x, Math.min(...boxes.map(it => it.x * scale + x)) - OUTLINE_PX)
  const right = Math.min(slot.x + slot.width, Math.max(...boxes.map(it => (it.x + it.width) * scale + x)) + OUTLINE_PX)
  const top = Math.max(slot.y - below, Math.min(...boxes.map(it => it.y * scale + y)) - OUTLINE_PX)
  const bottom = Math.min(
    slot.y + slot.height + below,
    Math.max(...boxes.map(it => (it.y + it.height) * scale + y)) + OUTLINE_PX,
  )
  const round = (value: number) => Math.round(value * 10) / 10
  return { x: round(left), y: round(top), width: round(right - left), height: round(bottom - top) }
}
