import type { Dataset } from '../../data/model/read.ts'
import type { Panel } from '../../data/model/scene.ts'
import type { FrameRow } from './frame-rows.ts'
import type { FoundHazard } from './scene-hazard.ts'
import { structIn } from '../../data/model/arch.ts'
import { captureFrame } from '../../data/model/frame.ts'
import { frameRows } from './frame-rows.ts'

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

/** The panels of a scene; frames that stand side by side begin their rows with the same fields. */
export function deckPanels(panels: readonly Panel[], data: Dataset, hazard: FoundHazard | undefined): readonly DeckPanel[] {
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
