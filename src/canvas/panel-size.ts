/** Width of a character of the code face at 16 px, px. */
const CODE_CHARACTER = 9.6
/** Height of a panel's title, px. */
const TITLE = 28
/** Height of a line of code or a row of a frame, px: two rows of text at 16 px do not touch. */
export const ROW_PX = 24
/** A box of text, px: its padding, its line, and the greatest width of a character. */
const BOX_PADDING = 26
const BOX_LINE = 26
const BOX_CHARACTER = 9
/** Words set as chips, px: a line of them, the padding of one, the gap between two. */
const CHIP_LINE = 32
const CHIP_PADDING = 20
const CHIP_GAP = 8

/** What decides a panel's height: its kind and how much it holds. `width` is its share of the row, 1 if not given. */
export type SizedPanel =
  | { readonly kind: 'code'; readonly lines: readonly unknown[]; readonly width?: number | undefined }
  | {
      readonly kind: 'words'
      readonly words: readonly { readonly text: string }[]
      readonly width?: number | undefined
    }
  | { readonly kind: 'nothing'; readonly width?: number | undefined }
  | { readonly kind: 'lacking'; readonly text: string; readonly width?: number | undefined }
  | {
      readonly kind: 'frame'
      readonly rows: readonly unknown[]
      readonly columns?: number | undefined
      readonly width?: number | undefined
    }

/** Width of a frame that stands beside the stage and not above it, and height of its rows; px. */
export const TALL_PX = { width: 340, row: 21 } as const
/** How many rows such a frame has at least. */
const TALL_ROWS = 14

/**
 * Whether a sketch is one frame, and too high to stand above the stage.
 *
 * @param panels - of the sketch.
 * @returns true where it stands beside the stage.
 */
export function isTall([panel, ...more]: readonly SizedPanel[]): boolean {
  return panel?.kind === 'frame' && more.length === 0 && (panel.columns ?? 1) === 1 && panel.rows.length >= TALL_ROWS
}

/** Space between two panels, px. */
export const PANEL_GAP = 28

/**
 * Share a row among panels.
 *
 * @param panels - left to right, each with its share.
 * @param rowWidth - px, with the gaps between the panels.
 * @returns the panels' widths in their order, px.
 */
export function panelWidths(
  panels: readonly { readonly width?: number | undefined }[],
  rowWidth: number,
): readonly number[] {
  const free = rowWidth - PANEL_GAP * (panels.length - 1)
  const total = panels.reduce((sum, it) => sum + (it.width ?? 1), 0)
  return panels.map(it => (free * (it.width ?? 1)) / total)
}

/**
 * Compute the height of a row of panels, titles included.
 *
 * @param panels - left to right, at least one.
 * @param rowWidth - px.
 * @returns px, that of the highest panel.
 */
export function sketchHeight(panels: readonly SizedPanel[], rowWidth: number): number {
  const widths = panelWidths(panels, rowWidth)
  const row = panels.some(it => it.kind === 'code') ? LEAST_ROW_PX : ROW_PX
  return Math.max(...panels.map((panel, i) => TITLE + contentHeight(panel, widths[i]!, row)))
}

/** Beside code a row of a frame is at least and at most this high, px: two lines of text do not touch. */
const LEAST_ROW_PX = 21
const MOST_ROW_PX = 34

/**
 * Compute the height of a row of a frame: beside code that is longer its rows fill the height of the code.
 *
 * @param panels - of the sketch.
 * @param panel - one of them.
 * @param rowWidth - of all panels together, px.
 * @returns px; undefined for another panel, and where there is no code.
 */
export function frameRowHeight(panels: readonly SizedPanel[], panel: SizedPanel, rowWidth: number): number | undefined {
  if (panel.kind !== 'frame') return undefined
  if (isTall(panels)) return TALL_PX.row
  if (!panels.some(it => it.kind === 'code')) return undefined
  const lines = Math.ceil(panel.rows.length / (panel.columns ?? 1))
  const height = sketchHeight(panels, rowWidth) - TITLE
  return Math.max(LEAST_ROW_PX, Math.min(MOST_ROW_PX, Math.floor(height / lines)))
}

function contentHeight(panel: SizedPanel, width: number, row: number): number {
  switch (panel.kind) {
    case 'code':
      return panel.lines.length * ROW_PX
    case 'nothing':
      return ROW_PX
    case 'lacking':
      return BOX_PADDING + BOX_LINE * Math.ceil((panel.text.length * BOX_CHARACTER) / (width - BOX_PADDING))
    case 'frame':
      return isTall([panel])
        ? panel.rows.length * TALL_PX.row
        : Math.ceil(panel.rows.length / (panel.columns ?? 1)) * row
    case 'words':
      return (
        chipLines(
          panel.words.map(it => it.text),
          width,
        ) * CHIP_LINE
      )
  }
}

/** How many lines a flow of chips takes, broken greedily from the left as CSS does. */
function chipLines(words: readonly string[], width: number): number {
  let lines = 1
  let x = 0
  for (const word of words) {
    const chip = word.length * CODE_CHARACTER + CHIP_PADDING
    if (x > 0 && x + chip > width) {
      lines++
      x = 0
    }
    x += chip + CHIP_GAP
  }
  return lines
}
