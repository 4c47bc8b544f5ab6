import type { Dataset } from '../../model/dataset.ts'
import type { Panel } from '../../model/schema/scene.ts'
import type { FoundHazard } from '../scene-hazard.ts'
import type { FieldState } from '../../model/schema/capture.ts'
import type { FrameRow } from './register-rows.ts'
import type { Frame } from '../../model/analysis/register-frame.ts'
import { signedFields } from '../../model/measured/signed-fields.ts'
import { fieldsOfReader } from '../../model/analysis/hazards.ts'
import { withStrips, type DeckCodePanel } from './code-strips.ts'
import { frameOfCapture } from './frame-of-capture.ts'
import { frameRows } from './register-rows.ts'

/** How many characters a row of the frame beside a hazard's path holds. */
const HAZARD_CHARACTERS = 24

/** A register frame, drawn: after a capture, or as a reader gets it. */
export type FramePanel = {
  readonly kind: 'frame'
  readonly title: string
  /** Id of the capture. */
  readonly capture: string
  /** Set where a program derived it, and no person has reviewed it. */
  readonly isDerived?: true | undefined
  /** Over how many columns the rows are spread; 1 by default. */
  readonly columns?: number | undefined
  /** From which step each of the capture's groups of writes is there, in their order; the last holds for the rest. */
  readonly fillsAtStep?: readonly number[] | undefined
  /** Share of the row of panels; 1 by default. */
  readonly width?: number | undefined
  /** The steps in which it is marked; before the first it is pale, unless it fills step by step. */
  readonly highlighted?: readonly number[] | undefined
  /** What an arrow down the struct says of its order, and from which step. */
  readonly order?: { readonly text: string; readonly from: number } | undefined
  readonly rows: readonly FrameRow[]
  /** The fields that follow the last row without rows of their own: how many they are, and their states. */
  readonly more?: { readonly count: number; readonly states: readonly FieldState[] }
  /** The rows after the fix of a hazard, in the scene's last step. */
  readonly fixedRows?: readonly FrameRow[]
  /** Names of the fields that the reader at the end of the scene reads. */
  readonly reads?: readonly string[]
  /** The step from which they are ringed; that in which the hazard is read, if absent. */
  readonly readAt?: number | undefined
}

/** A panel as the scene has it, code with its strips, or a frame with its rows. */
export type DeckPanel = Extract<Panel, { kind: 'words' | 'nothing' }> | DeckCodePanel | FramePanel

/** Stands instead of a frame where the arch on show has no capture for it. */
export type LackingPanel = {
  readonly kind: 'lacking'
  readonly title: string
  /** The reason. */
  readonly text: string
  /** The steps from which the frame would be filled. */
  readonly steps: readonly number[]
  readonly width?: number | undefined
}

/** A scene's frame of which only the field states are shown, not how each field was written. */
export type FieldStatesPanel = Omit<Extract<Panel, { kind: 'frame' }>, 'rows'> & {
  readonly rows: 'states'
  /** How many characters a row holds, where there is little room. */
  readonly characters?: number | undefined
  /** How many rows there is room for; any number by default. */
  readonly maxRows?: number | undefined
}

/** What the rows of a frame depend on, beside its panel. */
export type PanelOptions = {
  /** The hazard of the scene, where a panel shows its frame. */
  readonly hazard?: FoundHazard | undefined
  /** Names of fields with which rows begin in any case. */
  readonly rowStarts?: ReadonlySet<string> | undefined
  /** How many characters a row has room for: half a slide's, by default. */
  readonly rowCharacters?: number
  /** The release whose struct is drawn; by default that of the capture's first. */
  readonly release?: string
}

/**
 * Resolve the panels of a scene. Frames side by side begin their rows with the same fields.
 *
 * @param panels - left to right.
 * @param data - the dataset.
 * @param hazard - of the scene; needed where a panel shows its frame.
 * @returns in the same order.
 */
export function deckPanels(
  panels: readonly Panel[],
  data: Dataset,
  hazard: FoundHazard | undefined,
): readonly DeckPanel[] {
  const rowCharacters = Math.floor(SLIDE_CHARACTERS / panels.length)
  const unaligned = panels.map(panel => resolvePanel(panel, data, { hazard, rowCharacters }))
  const frames = unaligned.filter(it => it.kind === 'frame')
  if (frames.length < 2) return unaligned
  return panels.map(panel => resolvePanel(panel, data, { hazard, rowCharacters, rowStarts: firstFields(frames) }))
}

/** How many characters a row of a frame holds that has the whole width of a slide. */
const SLIDE_CHARACTERS = 90

/** The rows of a hazard's frame, before and after its fix: both begin their rows with the same fields. */
function hazardRows(
  { capture, fixed, ...before }: FoundHazard,
  signed: Dataset['signed'],
): Pick<FramePanel, 'rows' | 'fixedRows'> {
  const rowsOf = (
    { frame, conversions }: Pick<FoundHazard, 'frame' | 'conversions'>,
    rowStarts?: ReadonlySet<string>,
  ) =>
    frameRows(frame, {
      characters: HAZARD_CHARACTERS,
      signed: signedFields(signed, capture.id, conversions),
      ...(rowStarts && { rowStarts }),
    })
  if (!fixed) return { rows: rowsOf(before) }
  const starts = new Set([before, fixed].flatMap(it => rowsOf(it).map(row => row.registers[0]!)))
  return { rows: rowsOf(before, starts), fixedRows: rowsOf(fixed, starts) }
}

/** Names of the fields with which rows begin in any of these frames. */
export function firstFields(frames: readonly FramePanel[]): ReadonlySet<string> {
  return new Set(frames.flatMap(({ rows }) => rows.map(row => row.registers[0]!)))
}

/**
 * Resolve one panel.
 *
 * @param panel - of a scene.
 * @param data - the dataset.
 * @param options - what the rows of a frame depend on.
 * @returns a frame with its rows; any other panel as it is.
 * @throws RangeError where the panel shows the frame of a hazard, and the scene has none.
 */
export function resolvePanel(
  panel: Panel | FieldStatesPanel,
  data: Dataset,
  { hazard, rowStarts, rowCharacters = SLIDE_CHARACTERS / 2, release }: PanelOptions,
): DeckPanel {
  const { captures, readers, signed } = data
  if (panel.kind === 'hazard-frame') {
    if (!hazard) throw new RangeError(`the panel ${panel.title} needs the scene's hazard`)
    return {
      ...panel,
      kind: 'frame',
      capture: hazard.capture.id,
      ...(hazard.capture.isDerived && { isDerived: true }),
      fillsAtStep: [panel.from ?? 0],
      ...hazardRows(hazard, signed),
      reads: hazard.fields,
    }
  }
  if (panel.kind === 'words' || panel.kind === 'nothing') return panel
  if (panel.kind === 'code') return withStrips(panel, data)
  const { arch, value } = captures.get(panel.capture)!
  const whole = frameOfCapture(panel.capture, data, release)
  const end = panel.upTo === undefined ? -1 : whole.findIndex(it => it.field.name === panel.upTo)
  const frame = end < 0 ? whole : whole.slice(0, end + 1)
  const {
    characters,
    maxRows,
    values,
    reader,
    upTo: _,
    ...asWritten
  }: Omit<FieldStatesPanel, 'rows'> & Pick<typeof panel, 'rows'> = panel
  const reads =
    reader === undefined ? undefined : fieldsOfReader(readers, reader, { arch, release: release ?? value.since })
  return {
    ...asWritten,
    ...(value.isDerived && { isDerived: true }),
    ...(reads && { reads, readAt: panel.readAt ?? 0 }),
    ...(frame.length < whole.length && { more: restOf(whole.slice(frame.length)) }),
    rows: frameRows(frame, {
      rows: panel.rows,
      characters,
      maxRows,
      signed: signedFields(signed, panel.capture),
      values: values && { of: values, characters: rowCharacters },
      fillsAtStep: panel.fillsAtStep,
      ...(rowStarts && { rowStarts }),
      ...(reads && { ownRows: new Set(reads) }),
    }),
  }
}

/** How many cells there are, and the states of the rows that they would be, each once. */
function restOf(cells: Frame): NonNullable<FramePanel['more']> {
  return { count: cells.length, states: [...new Set(frameRows(cells).map(it => it.state))] }
}
