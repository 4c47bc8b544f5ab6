import type { Capture, FieldState } from '../../model/schema/capture.ts'
import type { Dataset } from '../../model/dataset.ts'
import type { Panel, Scene } from '../../model/schema/scene.ts'
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { DeckPanel, FieldStatesPanel, LackingPanel } from './resolve-panels.ts'
import { wasReadIn } from '../../model/analysis/compare-releases.ts'
import { counterpart } from './capture-counterpart.ts'
import { deckPanels, firstFields, resolvePanel } from './resolve-panels.ts'

/** How many rows a frame on another arch may have, where the scene's own frames and lines have fewer. */
const OTHER_ARCH_MAX_ROWS = 9

/** How many characters a row holds in a third of the slide, and in one of two columns beside a panel of code. */
const THIRD_ROW_CHARACTERS = 25
const NARROW_ROW_CHARACTERS = 22

/** Share of the row of a frame with two columns, beside a panel of code with 1: names and values must fit. */
const TWO_COLUMN_WIDTH = 1.5

/** The panels of a scene on another arch, and the captures that its frames show. */
export type OtherArchPanels = {
  readonly panels: readonly (DeckPanel | LackingPanel)[]
  readonly captures: readonly Capture[]
}

/**
 * Resolve the panels of a scene about one arch for another arch or another release. Each frame becomes that of the
 * capture's counterpart; a frame whose capture is there stays, and so do other panels.
 *
 * @param scene - a scene that is about an arch.
 * @param data - the dataset.
 * @param at - the other arch, or the same in another release.
 * @param maxRows - how many rows a frame may have: more are folded; any number by default.
 * @returns the panels from left to right, spread over columns so that they are not higher than the scene's own.
 */
export function panelsOnOtherArch(scene: Scene, data: Dataset, at: Viewpoint, maxRows?: number): OtherArchPanels {
  const panels = scene.sketch?.panels ?? []
  const replaced = panels.map(panel => replacePanel(panel, scene, data, at))
  const captures = replaced.flatMap(it => it.capture ?? [])
  const resolve = (room: Pick<FieldStatesPanel, 'characters' | 'maxRows'>, rowStarts?: ReadonlySet<string>) =>
    replaced.map(({ panel }) =>
      panel.kind === 'lacking'
        ? panel
        : resolvePanel(panel.kind === 'frame' && panel.rows === 'states' ? { ...panel, ...room } : panel, data, {
            rowStarts,
            release: at.release,
          }),
    )
  const characters = panels.length === 2 ? NARROW_ROW_CHARACTERS : THIRD_ROW_CHARACTERS
  const wide = resolve({ characters: panels.length > 2 ? characters : undefined, maxRows })
  const frames = wide.filter(it => it.kind === 'frame')
  const own = deckPanels(panels, data, undefined)
  if (frames.length > 1) {
    const aligned = resolve({ characters }, firstFields(frames))
    const fits = aligned.every(it => it.kind !== 'frame' || it.rows.length <= mostRowsOf(own))
    return { captures, panels: fits ? aligned : wide }
  }
  return { captures, panels: spreadOverColumns(wide, resolve({ characters, maxRows }), own) }
}

/** A panel for another arch or release, and the capture that it shows there. */
function replacePanel(
  panel: Panel,
  { aboutArch, steps }: Scene,
  data: Dataset,
  at: Viewpoint,
): { readonly panel: Panel | FieldStatesPanel | LackingPanel; readonly capture?: Capture } {
  if (panel.kind !== 'frame') return { panel }
  const own = data.captures.get(panel.capture)!
  if (own.arch === at.arch && wasReadIn(own.value, at.release)) return { panel, capture: own.value }
  const revealed = steps.flatMap(it => it.reveals ?? [])
  const found = counterpart(panel.capture, revealed, data, at)
  const nameOf = (arch: string | undefined) => data.arches.find(it => it.id === arch)!.name
  const title = panel.title.replaceAll(nameOf(aboutArch), nameOf(at.arch))
  if ('missing' in found)
    return {
      panel: {
        kind: 'lacking',
        title,
        text: found.missing,
        steps: [...new Set(panel.fillsAtStep ?? [0])],
        width: panel.width,
      },
    }
  const { struct } = found.capture
  return {
    panel: {
      ...panel,
      title: struct === 'pt_regs' ? title : struct,
      capture: found.capture.id,
      rows: 'states',
      ...(panel.fillsAtStep && { fillsAtStep: stepsByState(panel.fillsAtStep, own.value, found.capture) }),
    },
    capture: found.capture,
  }
}

/**
 * The steps at which another capture's groups are filled. They are others than the scene's own, so each waits for the
 * last step in which own groups of its state are filled that were written in a like way: no field is there before the
 * scene speaks of it. What C code sets says so in `how`.
 */
function stepsByState(fillsAtStep: readonly number[], own: Capture, other: Capture): number[] {
  const groups = own.writes.map((it, i) => ({ ...it, step: fillsAtStep[i] ?? fillsAtStep.at(-1)! }))
  const isUnwritten = (state: FieldState) => state === 'unset' || state === 'none'
  return other.writes.map(({ state, how }) => {
    const candidates = [
      groups.filter(it => it.state === state && (it.how === undefined) === (how === undefined)),
      groups.filter(it => !isUnwritten(state) && it.state === 'captured'),
      groups.filter(it => !isUnwritten(state) && !isUnwritten(it.state)),
      groups,
    ]
    return Math.max(...candidates.find(it => it.length > 0)!.map(it => it.step))
  })
}

/**
 * Spread the only frame of a sketch over columns where it has too many rows. Beside another panel, a frame of one
 * column has room for long texts.
 */
function spreadOverColumns(
  wide: readonly (DeckPanel | LackingPanel)[],
  narrow: readonly (DeckPanel | LackingPanel)[],
  own: readonly DeckPanel[],
): OtherArchPanels['panels'] {
  const ownRows = Math.max(...own.map(it => (it.kind === 'frame' ? rowCount(it) : 0)))
  return narrow.map((panel, i) => {
    const wider = wide[i]!
    if (panel.kind !== 'frame' || wider.kind !== 'frame') return panel
    if (narrow.length === 1)
      return { ...panel, columns: Math.max(panel.columns ?? 1, Math.ceil(panel.rows.length / ownRows)) }
    const columns = Math.max(panel.columns ?? 1, panel.rows.length > mostRowsOf(own) ? 2 : 1)
    return columns > 1 ? { ...panel, columns, width: TWO_COLUMN_WIDTH } : wider
  })
}

/** How many rows there is room for: as many as the scene's own panels have, but not fewer than a few. */
function mostRowsOf(own: readonly DeckPanel[]): number {
  return Math.max(OTHER_ARCH_MAX_ROWS, ...own.map(rowCount))
}

/** How many rows a panel takes: the frame's rows in one column, or lines of code. */
function rowCount(panel: DeckPanel): number {
  if (panel.kind === 'frame') return Math.ceil(panel.rows.length / (panel.columns ?? 1))
  return panel.kind === 'code' ? panel.lines.length : 0
}
