/** How many rows of code a slide holds below its headline, at 16 px, with the line that names the place. */
export const ROWS_A_PAGE = 15

/** How many characters a row holds; longer lines take two. */
export const ROW_CHARACTERS = 86

/** A line of the kernel's own, or the rest of one: then it has no number. */
export type SourceRow = { readonly line?: number; readonly text: string }

/** As much of the kernel's own source as one slide holds. Without rows, the tree does not have it. */
export type SourcePage = {
  readonly file: string
  readonly symbol: string
  readonly rows: readonly SourceRow[]
  /** Which part of the symbol's lines it is, from 1, and of how many. */
  readonly part: number
  readonly parts: number
  /** On which arches it is shown; on all without it. */
  readonly arches?: readonly string[]
}

/** What a kernel tree has for the sketches of the talk: by scene, in the order of their sources. */
export type OwnSources = { readonly release: string; readonly scenes: Readonly<Record<string, readonly SourcePage[]>> }

/** The pages of a scene on an arch. */
export function pagesOn(sources: OwnSources | null, scene: string, arch: string): readonly SourcePage[] {
  return (sources?.scenes[scene] ?? []).filter(it => it.arches?.includes(arch) ?? true)
}

/**
 * Spread a symbol's lines over pages.
 *
 * @param first - the number of the first line, from 1.
 * @param lines - as they stand in the file; none where the tree does not have the symbol.
 */
export function sourcePages(
  file: string,
  symbol: string,
  first: number,
  lines: readonly string[],
): readonly SourcePage[] {
  const rows = lines.flatMap((text, i) =>
    broken(expanded(text)).map((part, k): SourceRow => (k === 0 ? { line: first + i, text: part } : { text: part })),
  )
  const parts = Math.max(1, Math.ceil(rows.length / ROWS_A_PAGE))
  return Array.from({ length: parts }, (_, i) => ({
    file,
    symbol,
    rows: rows.slice(i * ROWS_A_PAGE, (i + 1) * ROWS_A_PAGE),
    part: i + 1,
    parts,
  }))
}

/** Tabs as the kernel sets them: to the next multiple of eight. */
function expanded(text: string): string {
  let column = 0
  return [...text.trimEnd()]
    .map(letter => {
      const width = letter === '\t' ? 8 - (column % 8) : 1
      column += width
      return letter === '\t' ? ' '.repeat(width) : letter
    })
    .join('')
}

/** A line in as many rows as it takes, broken after a space where there is one. */
function broken(text: string): readonly string[] {
  if (text.length <= ROW_CHARACTERS) return [text]
  const indent = ' '.repeat(Math.min(ROW_CHARACTERS / 2, text.length - text.trimStart().length + 4))
  const space = text.lastIndexOf(' ', ROW_CHARACTERS)
  const at = space > indent.length ? space : ROW_CHARACTERS
  return [text.slice(0, at), ...broken(indent + text.slice(at).trimStart())]
}
