/** The papers: page size by its CSS name, and margins in CSS's order. The text is equally wide on both. */
export const PAPERS = {
  a4: { size: 'A4', margin: '21mm 18mm 19mm' },
  letter: { size: 'letter', margin: '19mm 20.95mm 17mm' },
} as const

/** Name of a paper. */
export type Paper = keyof typeof PAPERS

/** Width of the text on every paper: 174 mm. */
export const TEXT_WIDTH_PX = 657

/** Pages with the same running header. `name` is the named page that CSS's `page` property refers to. */
export type NamedPages = { readonly name: string; readonly header: string }

/**
 * Write the `@page` rules of the handout: size, margins, running header and page number. All pages are named pages, so
 * that the rules do not apply to the printed slides.
 *
 * @param paper - what it is printed on.
 * @param pages - each kind of page but the cover, which has neither header nor footer.
 * @param margins - texts in the margins of these pages: `title` at the top left, `foot` at the bottom left, and the
 *   families that they are set in.
 * @returns CSS.
 */
export function pageRules(
  paper: Paper,
  pages: readonly NamedPages[],
  { title, foot, families }: { readonly title: string; readonly foot: string; readonly families: string },
): string {
  const { size, margin } = PAPERS[paper]
  const words = (text: string) => JSON.stringify(text)
  const box = (place: string, content: string, more = '') =>
    `@${place} { content: ${content}; color: #5a544b; font: 400 8.5pt/1.3 ${families};${more} }`
  return [
    `@page handout-cover { size: ${size}; margin: ${margin} }`,
    ...pages.map(
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
