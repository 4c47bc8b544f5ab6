/** How many rows of code a slide holds below its headline, at 16 px, with the line that names file and symbol. */
export const ROWS_PER_PAGE = 15

/** How many characters a row holds; longer lines take two. */
export const ROW_MAX_CHARACTERS = 86

/** A line of kernel source with its number, or the rest of a wrapped line, without. */
export type SourceRow = { readonly line?: number; readonly text: string }

/** As much kernel source as one slide holds. Without rows, the tree does not have the symbol. */
export type SourcePage = {
  readonly file: string
  readonly symbol: string
  readonly rows: readonly SourceRow[]
  /** Which page of the symbol it is, from 1. */
  readonly part: number
  /** How many pages the symbol has. */
  readonly parts: number
  /** Ids of the arches on which it is shown; all, if absent. */
  readonly arches?: readonly string[]
}

/** The kernel source that the sketches are drawn after, from one tree: by scene, in the order of their sources. */
export type KernelSources = {
  readonly release: string
  readonly scenes: Readonly<Record<string, readonly SourcePage[]>>
}

/** The pages of a scene on an arch; none where no tree was given. */
export function pagesForArch(sources: KernelSources | null, scene: string, arch: string): readonly SourcePage[] {
  return (sources?.scenes[scene] ?? []).filter(it => it.arches?.includes(arch) ?? true)
}

/**
 * Spread a symbol's lines over pages.
 *
 * @param file - path in the kernel tree.
 * @param symbol - whose definition it is.
 * @param first - number of the first line, from 1.
 * @param lines - as they are in the file; empty where the tree does not have the symbol.
 * @returns at least one page, which has no rows where there are no lines.
 */
export function sourcePages(
  file: string,
  symbol: string,
  first: number,
  lines: readonly string[],
): readonly SourcePage[] {
  const rows = lines.flatMap((text, i) =>
    wrapLine(expandTabs(text)).map((part, k): SourceRow =>
      k === 0 ? { line: first + i, text: part } : { text: part },
    ),
  )
  const parts = Math.max(1, Math.ceil(rows.length / ROWS_PER_PAGE))
  return Array.from({ length: parts }, (_, i) => ({
    file,
    symbol,
    rows: rows.slice(i * ROWS_PER_PAGE, (i + 1) * ROWS_PER_PAGE),
    part: i + 1,
    parts,
  }))
}

/** A line with its tabs expanded as in the kernel: to the next multiple of eight columns. */
function expandTabs(text: string): string {
  let column = 0
  return [...text.trimEnd()]
    .map(letter => {
      const width = letter === '\t' ? 8 - (column % 8) : 1
      column += width
      return letter === '\t' ? ' '.repeat(width) : letter
    })
    .join('')
}

/** Wrap a line into rows, after a space where there is one; the rest is indented. */
function wrapLine(text: string): readonly string[] {
  if (text.length <= ROW_MAX_CHARACTERS) return [text]
  const indent = ' '.repeat(Math.min(ROW_MAX_CHARACTERS / 2, text.length - text.trimStart().length + 4))
  const space = text.lastIndexOf(' ', ROW_MAX_CHARACTERS)
  const at = space > indent.length ? space : ROW_MAX_CHARACTERS
  return [text.slice(0, at), ...wrapLine(indent + text.slice(at).trimStart())]
}
