import type { BuildOptions } from './deck-build.ts'
import { withDeckPage } from './deck-page.ts'
import type { Imprint } from './finish-pdf.ts'
import type { HandoutOptions } from './print-handout.ts'
import { replaceFile } from './replace.ts'

export type ExportHandoutOptions = BuildOptions & HandoutOptions & {
  readonly imprint: Imprint
  /** Where the PDF goes, absolute. */
  readonly file: string
}

/**
 * Export the handout as PDF: the deck built if need be, one document printed, titled, and given bookmarks.
 *
 * @returns how many pages it has.
 * @throws Error when the deck does not build, or the handout does not print.
 */
export async function exportHandout({ arch, paper, imprint, file, ...build }: ExportHandoutOptions): Promise<number> {
  const printing = import('./print-handout.ts') // loads while Chromium starts
  const { pdf, bookmarks, pages } = await withDeckPage({ ...build, forPaper: true }, async (page, origin, drawings) => {
    build.progress?.(`Printing the handout for ${arch} …`)
    const { printHandout } = await printing
    return printHandout(page, origin, { arch, paper, drawings })
  })
  const { finishPdf } = await import('./finish-pdf.ts')
  await replaceFile(file, await finishPdf(pdf, { imprint: { ...imprint, title: `${imprint.title} (handout, ${arch})` }, bookmarks, pages }))
  return pages
}
