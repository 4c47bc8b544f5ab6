/** A paper: its size, its margins in CSS's order, and its name in CSS. The text is as wide on both. */
export const PAPERS = {
  a4: { size: 'A4', margin: '21mm 18mm 19mm' },
  letter: { size: 'letter', margin: '19mm 20.95mm 17mm' },
} as const

export type Paper = keyof typeof PAPERS

/** Width of the text on every paper, px: 174 mm. */
export const TEXT_WIDTH_PX = 657

/** A stretch of pages that have the same running header; `name` is what CSS's `page` refers to. */
export type NamedPages = { readonly name: string; readonly header: string }

/**
 * The `@page` rules of the handout: size, margins, running header and page number.
 *
 * The pages are named, so that none of it touches what else this deck prints.
 *
 * @param title - stands at the left of every page but the cover.
 * @param foot - stands at the left below.
 */
export function pageRules(
  paper: Paper,
  stretches: readonly NamedPages[],
  { title, foot }: { readonly title: string; readonly foot: string },
): string {
  const { size, margin } = PAPERS[paper]
  const words = (text: string) => JSON.stringify(text)
  const box = (place: string, content: string, more = '') =>
    `@${place} { content: ${content}; color: #5a544b; font: 400 8.5pt/1.3 'IBM Plex Sans', sans-serif;${more} }`
  return [
    `@page handout-cover { size: ${size}; margin: ${margin} }`,
    ...stretches.map(
      ({ name, header }) =>
        `@page ${name} { size: ${size}; margin: ${margin}; ${[
          box('top-left', words(title)),
          box('top-right', words(header)),
          box('bottom-left', words(foot)),
          box('bottom-right', 'counter(page)', ` font-weight: 600; font-size: 10pt;`),
        ].join(' ')} }`,
    ),
  ].join('\n')
}
