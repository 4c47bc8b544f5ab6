import type { StageState } from './stage/stage-state.ts'
import type { LabelLine, Rect, StageBox, StageLayout } from '../layout/stage-layout.ts'
import type { ClassId } from '../model/analysis/register-class.ts'
import type { Camera } from '../canvas/camera.ts'
import type { LoweredOrigins } from '../canvas/lowered-origins.ts'
import type { FieldState } from '../model/schema/capture.ts'
import type { Scene } from '../model/schema/scene.ts'
import type { DeckPanel, FramePanel, LackingPanel } from './panels/resolve-panels.ts'
import type { Matrix } from './capture-matrix.ts'
import type { VerdictCounts } from './verdict-counts.ts'
import type { StageLook } from '../model/schema/stage.ts'
import type { Verdict } from '../model/analysis/hazards.ts'
import type { StageAvailability } from './availability.ts'

/** The stage at one step: a pure function of the dataset. Boxes and links that are not named are hidden. */
export type DeckStep = {
  readonly caption: string
  /** What comes of it, on the slide of a hazard. */
  readonly consequence?: string
  /** The caption on an arch that the scene is not about. */
  readonly otherArches?: string
  /** The release whose links and classes are drawn. */
  readonly release: string
  /** The classes that have their colours, where the stage is coloured; all, if absent. */
  readonly coloured?: readonly ClassId[]
  /** In a matrix, by arch: the fields that stay highlighted while the rest dims, and who reads them. */
  readonly highlighted?: { readonly reader: string; readonly fields: Readonly<Record<string, readonly string[]>> }
  /** By id of an origin, the struct that is written on its bar. */
  readonly structs?: Readonly<Record<string, string>>
  /** Ids of the boxes with the sign of a copy. */
  readonly copies?: readonly string[]
  /** On a slide of words, the field states before the item of the step. */
  readonly signs?: readonly FieldState[]
  /** Id of the reader that is in question: in a matrix, or among helpers. */
  readonly reader?: string
  /** By id of a mechanism. */
  readonly boxes: Readonly<Record<string, StageState>>
  /** By id, `PARENT>CHILD`. */
  readonly links: Readonly<Record<string, StageState>>
  readonly camera: Camera
  /** Where the origins are drawn, if there is no room for them in their place. */
  readonly origins?: LoweredOrigins
}

/** What one slide shows beside headline and notes. */
export type DeckScene = {
  readonly view: Scene['view']
  /** Parts of the short line above the headline. */
  readonly overline: readonly string[]
  /** The arch that it always shows, even where another is chosen. */
  readonly arch?: string
  /** The arch that its words name; on any other, texts and panels of `otherArches` are shown instead. */
  readonly aboutArch?: string
  /** By arch, the states at each step, where they differ from those on the deck's own arch. */
  readonly highlights?: Readonly<Record<string, readonly Pick<DeckStep, 'boxes' | 'links'>[]>>
  /** Indices of the steps that are printed; all, if absent. */
  readonly print?: readonly number[]
  /** The stage's part of the slide, slide px; absent where there is no stage. */
  readonly slot?: Rect
  readonly panels: readonly (DeckPanel | LackingPanel)[]
  readonly citations: readonly Citation[]
  /** By arch, instead of `citations`, where these name files of an arch. */
  readonly citationsByArch?: Readonly<Record<string, readonly Citation[]>>
  readonly footnotes: readonly string[]
  readonly steps: readonly DeckStep[]
  /** Set on the first slide with a register frame, which has the legend of field states. */
  readonly hasLegend?: true
  /** By arch, where `view` is `matrix`. */
  readonly matrix?: Readonly<Record<string, Matrix>>
  /** By arch, where `view` is `verdicts`, or where the stage is coloured in a later release than the talk's. */
  readonly verdictCounts?: Readonly<Record<string, VerdictCounts>>
  /** Where `view` is `helpers`: the readers above the stage, and by arch the boxes that call each. */
  readonly helpers?: readonly Helper[]
  /** Where boxes carry the sign of a copy: by arch, the bytes of a `pt_regs`. */
  readonly copyBytes?: Readonly<Record<string, number>>
  /** Where `view` is `hazard`. */
  readonly hazard?: DeckHazard
}

/** A reader above the stage. */
export type Helper = {
  readonly id: string
  readonly name: string
  readonly callers: Readonly<Record<string, readonly string[]>>
}

/** How a hazard ends. */
export type DeckHazard = {
  /** The step in which the reader reads, and the verdict is shown. */
  readonly readAt: number
  readonly verdict: Verdict
  /** Where fields of a copy are changed, not read: the struct of which it is a copy. */
  readonly changes?: string
  /** The verdict after the fix, which is the last step. */
  readonly fixed?: Verdict
  /** What a running kernel showed. */
  readonly tried?: { readonly release: string; readonly saw: string }
}

/** What a scene shows differently on an arch that it is not about, or in another release. */
export type OtherArchScene = {
  /** Null for a panel that is not a frame, and stays as it is. */
  readonly panels: readonly (FramePanel | LackingPanel | null)[]
  /** Instead of those of the scene, which name files of the arch that it is about. */
  readonly citations: readonly Citation[]
  readonly slot?: Rect
  /** By step; absent without a slot. */
  readonly cameras?: readonly Pick<DeckStep, 'camera' | 'origins'>[]
}

/** An arch on which the deck can be shown. */
export type DeckArch = {
  readonly id: string
  readonly name: string
  /** The oldest release in which it was read, where that is newer than the talk's: no older one is shown unasked. */
  readonly oldestRead?: string
}

/** A source as the foot of a slide shows it. */
export type Citation = { readonly name: string; readonly url?: string }

/** A box of the stage, with the width of each line of its label, stage px. */
export type DeckBox = Omit<StageBox, 'lines'> & { readonly lines: readonly (LabelLine & { readonly width: number })[] }

/** Precomputed deck data for the browser (module `virtual:deck`). */
export type Deck = {
  readonly stage: Pick<StageLayout, 'width' | 'height'> & {
    readonly boxes: readonly DeckBox[]
    readonly links: readonly Pick<StageLayout['links'][number], 'id' | 'd'>[]
    /** Ids of the links that are optional. */
    readonly optional: readonly string[]
  }
  /** How the stage is drawn, and the words for what is on it. */
  readonly look: StageLook
  /** Whether the dataset says where registers are taken: frames, hazards and the explorer are about them. */
  readonly hasRegisters: boolean
  /** The arch on which the deck opens. */
  readonly arch: string
  /** Ids of the slides, in running order. A slide whose id is that of no scene shows none. */
  readonly order: readonly string[]
  /** By arch, the ids of the slides that have nothing to show there, and are left out. */
  readonly leftOut: Readonly<Record<string, readonly string[]>>
  /** By id. */
  readonly scenes: Readonly<Record<string, DeckScene>>
  /** By arch, then by each release that a step names. */
  readonly availability: Readonly<Record<string, Readonly<Record<string, StageAvailability>>>>
  /** One without a name, where the dataset names none. */
  readonly arches: readonly DeckArch[]
  /** The releases at which something changes on any arch, and the talk's; oldest first. */
  readonly releases: readonly string[]
  /** By arch, then by id of a scene with frames that is about another arch. */
  readonly otherArches: Readonly<Record<string, Readonly<Record<string, OtherArchScene>>>>
  /** The first source of each mechanism, oldest mechanism first. */
  readonly sources: readonly {
    readonly label: string
    /** Absent where the dataset does not say since when the mechanism is there. */
    readonly release?: string
    readonly citation: Citation
  }[]
}
