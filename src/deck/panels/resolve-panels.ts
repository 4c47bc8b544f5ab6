import type { Capture } from '../../model/schema/capture.ts'
import type { Dataset } from '../../model/dataset.ts'
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Panel, Scene } from '../../model/schema/scene.ts'
import type { FrameRow } from './register-rows.ts'
import type { FoundHazard } from '../scene-hazard.ts'
import { structAt } from '../../model/analysis/struct-at.ts'
import { captureFrame } from '../../model/analysis/register-frame.ts'
import { holdsIn } from '../../model/analysis/compare-releases.ts'
import { counterpart } from './capture-counterpart.ts'
import { frameRows } from './register-rows.ts'

/** A register struct, drawn: from a capture site, or as a reader gets it. */
export type FramePanel = {
  readonly kind: 'frame'
  readonly title: string
  readonly capture: string
  readonly columns?: number | undefined
  readonly fillsAtStep?: readonly number[] | undefined
  readonly width?: number | undefined
  readonly rows: readonly FrameRow[]
  /** The fields that the reader at the end of the scene reads. */
  readonly reads?: readonly string[]
}

/** A panel as the data has it, and a frame with its rows worked out. */
export type DeckPanel = Exclude<Panel, { kind: 'frame' | 'hazard-frame' }> | FramePanel

/** In the place of a frame, where the arch on show has nothing that fills such a struct; `steps` are those in which the frame would be filled. */
export type LackingPanel = {
  readonly kind: 'lacking'
  readonly title: string
  readonly text: string
  readonly steps: readonly number[]
  readonly width?: number | undefined
}

/** How many rows a frame on another arch may have, where the scene's own frames and lines have fewer. */
const ROWS_ELSEWHERE = 9
/** How many characters a row of a frame holds that has a third of the slide. */
const NARROW = 22
/** What a frame of two columns weighs beside a panel of code: names and values must fit. */
const TWO_COLUMNS_WIDE = 1.5

/**
 * What a scene about one arch shows on another, or in another release, in the place of its frames, its other panels as
 * they are. A frame whose site is there stays.
 */
export function panelsOnOtherArch(
  { aboutArch, sketch, steps }: Scene,
  data: Dataset,
  at: Viewpoint,
): { readonly panels: readonly (DeckPanel | LackingPanel)[]; readonly captures: readonly Capture[] } {
  const panels = sketch?.panels ?? []
  const revealed = steps.flatMap(it => it.reveals ?? [])
  const nameOf = (arch: string | undefined) => data.arches.find(it => it.id === arch)!.name
  const captures: Capture[] = []
  const there = panels.map((panel): Panel | FieldStatesPanel | LackingPanel => {
    if (panel.kind !== 'frame') return panel
    const site = data.captures.get(panel.capture)!
    if (site.arch === at.arch && holdsIn(site.value, at.release)) {
      captures.push(site.value)
      return panel
    }
    const found = counterpart(panel.capture, revealed, data, at)
    const title = panel.title.replaceAll(nameOf(aboutArch), nameOf(at.arch))
    if ('missing' in found)
      return {
        kind: 'lacking',
        title,
        text: found.missing,
        steps: [...new Set(panel.fillsAtStep ?? [0])],
        width: panel.width,
      }
    captures.push(found.capture)
    // What another site writes in which order, the steps of this one do not tell.
    return {
      ...panel,
      title,
      capture: found.capture.id,
      rows: 'fates',
      ...(panel.fillsAtStep && { fillsAtStep: [Math.min(...panel.fillsAtStep)] }),
    }
  })
  const own = deckPanels(panels, data, undefined)
  const room = Math.max(
    ROWS_ELSEWHERE,
    ...own.map(it =>
      it.kind === 'frame' ? Math.ceil(it.rows.length / (it.columns ?? 1)) : it.kind === 'code' ? it.lines.length : 0,
    ),
  )
  const draw = (breaks?: ReadonlySet<string>, characters?: number) =>
    there.map(panel =>
      panel.kind === 'lacking'
        ? panel
        : deckPanel(
            panel.kind === 'frame' && panel.rows === 'fates' ? { ...panel, characters } : panel,
            data,
            undefined,
            breaks,
            at.release,
          ),
    )
  const alone = draw(undefined, there.length > 2 ? NARROW : undefined)
  const frames = alone.filter(it => it.kind === 'frame')
  if (frames.length > 1) {
    const aligned = draw(rowStarts(frames), NARROW)
    return { captures, panels: aligned.every(it => it.kind !== 'frame' || it.rows.length <= room) ? aligned : alone }
  }
  const ownRows = Math.max(...own.map(it => (it.kind === 'frame' ? Math.ceil(it.rows.length / (it.columns ?? 1)) : 0)))
  const drawn = draw(undefined, NARROW).map((panel, i) => {
    const wide = alone[i]!
    if (panel.kind !== 'frame' || wide.kind !== 'frame') return panel
    if (panels.length === 1)
      return { ...panel, columns: Math.max(panel.columns ?? 1, Math.ceil(panel.rows.length / ownRows)) }
    const columns = Math.max(panel.columns ?? 1, panel.rows.length > room ? 2 : 1)
    return columns > 1 ? { ...panel, columns, width: TWO_COLUMNS_WIDE } : wide
  })
  return { captures, panels: drawn }
}

/** A frame's panel whose rows are told by their fate alone. */
type FieldStatesPanel = Omit<Extract<Panel, { kind: 'frame' }>, 'rows'> & {
  readonly rows: 'fates'
  readonly characters?: number | undefined
}

/** The panels of a scene; frames that stand side by side begin their rows with the same fields. */
export function deckPanels(
  panels: readonly Panel[],
  data: Dataset,
  hazard: FoundHazard | undefined,
): readonly DeckPanel[] {
  const alone = panels.map(panel => deckPanel(panel, data, hazard, undefined, undefined))
  const frames = alone.filter(it => it.kind === 'frame')
  if (frames.length < 2) return alone
  return panels.map(panel => deckPanel(panel, data, hazard, rowStarts(frames), undefined))
}

/** The fields with which rows begin in any of these frames. */
function rowStarts(frames: readonly FramePanel[]): ReadonlySet<string> {
  return new Set(frames.flatMap(({ rows }) => rows.map(row => row.registers[0]!)))
}

/** A frame is drawn as the struct is where the capture begins, or in a release. */
function deckPanel(
  panel: Panel | FieldStatesPanel,
  { arches, captures }: Dataset,
  hazard: FoundHazard | undefined,
  breaks: ReadonlySet<string> | undefined,
  release: string | undefined,
): DeckPanel {
  if (panel.kind === 'hazard-frame') {
    if (!hazard) throw new RangeError(`the panel ${panel.title} needs the scene's hazard`)
    return {
      ...panel,
      kind: 'frame',
      capture: hazard.capture.id,
      fillsAtStep: [panel.from ?? 0],
      rows: frameRows(hazard.frame),
      reads: hazard.fields,
    }
  }
  if (panel.kind !== 'frame') return panel
  const { arch, value } = captures.get(panel.capture)!
  const struct = structAt(
    arches.find(it => it.id === arch)!,
    value.struct,
    release ?? value.since,
  )!
  const { characters, ...asWritten } = panel.rows === 'fates' ? panel : { ...panel, characters: undefined }
  return {
    ...asWritten,
    rows: frameRows(captureFrame(value, struct), {
      rows: panel.rows,
      characters,
      tellsGroups: new Set(panel.fillsAtStep).size > 1,
      ...(breaks && { breaks }),
    }),
  }
}
