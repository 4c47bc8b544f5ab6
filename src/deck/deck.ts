import type { StageState } from './stage-state.ts'
import type { LabelLine, Rect, StageBox, StageLayout } from '../layout/stage-layout.ts'
import type { Camera } from '../canvas/camera.ts'
import type { LoweredOrigins } from '../canvas/lowered-origins.ts'
import type { Scene } from '../model/schema/scene.ts'
import type { DeckPanel, FramePanel, LackingPanel } from './panels/resolve-panels.ts'
import type { Matrix } from './capture-matrix.ts'
import type { VerdictCounts } from './verdict-counts.ts'
import type { Verdict } from '../model/analysis/hazards.ts'
import type { StageAvailability } from './availability.ts'

/** The stage at one step: a pure function of the dataset. Boxes and links not named are not on it. */
export type DeckStep = {
  readonly caption: string
  /** The same on an arch that the scene is not about. */
  readonly otherArches?: string
  readonly release: string
  readonly boxes: Readonly<Record<string, StageState>>
  readonly links: Readonly<Record<string, StageState>>
  readonly camera: Camera
  /** Where the origins are drawn, if not in their place: there is no room for that. */
  readonly origins?: LoweredOrigins
}

/** What one slide shows beside its own words. */
export type DeckScene = {
  readonly view: Scene['view']
  readonly overline: readonly string[]
  readonly arch?: string
  /** The arch that its words name; on any other, what stands under elsewhere. */
  readonly aboutArch?: string
  /** By arch, what is lit at each step, where it is not what is lit on the deck's own. */
  readonly highlights?: Readonly<Record<string, readonly Pick<DeckStep, 'boxes' | 'links'>[]>>
  /** Which steps are printed, where it is not all of them. */
  readonly print?: readonly number[]
  readonly slot?: Rect
  readonly panels: readonly (DeckPanel | LackingPanel)[]
  readonly citations: readonly Citation[]
  /** By arch, where a file of another arch would be cited: what stands there instead. */
  readonly citationsByArch?: Readonly<Record<string, readonly Citation[]>>
  readonly footnotes: readonly string[]
  readonly steps: readonly DeckStep[]
  /** Whether the legend of the frames stands here. */
  readonly hasLegend?: true
  /** By arch, on a scene of view matrix. */
  readonly matrix?: Readonly<Record<string, Matrix>>
  /** By arch, on a scene of view verdicts. */
  readonly verdictCounts?: Readonly<Record<string, VerdictCounts>>
  /** What the reader at the end of the scene's path may believe. */
  readonly verdict?: Verdict
}

/** A scene on an arch that it is not about, or in another release: what has its frames there, and the stage below them. */
export type OtherArchScene = {
  /** Null where a panel is no frame. */
  readonly panels: readonly (FramePanel | LackingPanel | null)[]
  /** Of its frames, in the place of the files of the arch that the scene is about. */
  readonly citations: readonly Citation[]
  readonly slot?: Rect
  /** How the stage is looked at, step by step, where there is a slot. */
  readonly cameras?: readonly Pick<DeckStep, 'camera' | 'origins'>[]
}

/** A source as the foot of a slide shows it. */
export type Citation = { readonly name: string; readonly url?: string }

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
  readonly availability: Readonly<Record<string, Readonly<Record<string, StageAvailability>>>>
  readonly arches: readonly { readonly id: string; readonly name: string }[]
  /** Every release in which something changes on some arch, and the talk's own; oldest first. */
  readonly releases: readonly string[]
  /** By arch, then by scene that is about another, what stands in the place of its frames. */
  readonly otherArches: Readonly<Record<string, Readonly<Record<string, OtherArchScene>>>>
  /** The first source of every mechanism, oldest mechanism first. */
  readonly sources: readonly { readonly label: string; readonly release: string; readonly citation: Citation }[]
}
