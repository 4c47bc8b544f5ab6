/** Width of a character of the code face at 16 px, in px. */
const CHARACTER = 9.6
const TITLE = 28
const LINE = 24
/** What a box takes beside its lines of words, and a character of the words' face at most. */
const BOX_PADDING = 26
const BOX_LINE = 26
const WORD_CHARACTER = 9
const CHIP_LINE = 32
const CHIP_PADDING = 20
const CHIP_GAP = 8

/** What tells a panel's height: a frame counts by its rows. */
export type SizedPanel =
  | { readonly kind: 'code'; readonly lines: readonly unknown[]; readonly width?: number | undefined }
  | {
      readonly kind: 'words'
      readonly words: readonly { readonly text: string }[]
      readonly width?: number | undefined
    }
  | { readonly kind: 'lacking'; readonly text: string; readonly width?: number | undefined }
  | {
      readonly kind: 'frame'
      readonly rows: readonly unknown[]
      readonly columns?: number | undefined
      readonly width?: number | undefined
    }

/** Space between two panels, px. */
export const PANEL_GAP = 28

/** Widths of a row of panels, px, in their order; they share the row by their weights. */
export function panelWidths(
  panels: readonly { readonly width?: number | undefined }[],
  rowWidth: number,
): readonly number[] {
  const free = rowWidth - PANEL_GAP * (panels.length - 1)
  const total = panels.reduce((sum, it) => sum + (it.width ?? 1), 0)
  return panels.map(it => (free * (it.width ?? 1)) / total)
}

/** Height that panels need when set over `rowWidth`, px. */
export function sketchHeight(panels: readonly SizedPanel[], rowWidth: number): number {
  const widths = panelWidths(panels, rowWidth)
  return Math.max(...panels.map((panel, i) => TITLE + panelRows(panel, widths[i]!)))
}

function panelRows(panel: SizedPanel, width: number): number {
  switch (panel.kind) {
    case 'code':
      return panel.lines.length * LINE
    case 'lacking':
      return BOX_PADDING + BOX_LINE * Math.ceil((panel.text.length * WORD_CHARACTER) / (width - BOX_PADDING))
    case 'frame':
      return Math.ceil(panel.rows.length / (panel.columns ?? 1)) * LINE
    case 'words':
      return (
        wordRows(
          panel.words.map(it => it.text),
          width,
        ) * CHIP_LINE
      )
  }
}

/** Rows that a flow of words breaks into, greedily from the left as CSS breaks them. */
function wordRows(words: readonly string[], width: number): number {
  let rows = 1
  let x = 0
  for (const word of words) {
    const wide = word.length * CHARACTER + CHIP_PADDING
    if (x > 0 && x + wide > width) {
      rows++
      x = 0
    }
    x += wide + CHIP_GAP
  }
  return rows
}
