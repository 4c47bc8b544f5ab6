import type { BuildOptions } from './deck-build.ts'
import { withDeckPage } from './deck-page.ts'
import type { Imprint } from './finish-pdf.ts'
import { printDeck, type PrintedDeck } from './print-deck.ts'
import { replaceFile } from './replace.ts'

export type ExportOptions = BuildOptions & {
  /** The arches to export, one PDF each. */
  readonly arches: readonly string[]
  /** A page for each slide, at its last step, instead of one for each step. */
  readonly final?: boolean
  readonly dark?: boolean
  readonly imprint: Imprint
  /** Where an arch's PDF goes, absolute. */
  readonly fileOf: (arch: string) => string
}

export type Exported = { readonly arch: string, readonly file: string, readonly pages: number }

/**
 * Export the deck as PDF: built if need be, printed by one Chromium, titled, and given bookmarks.
 *
 * @throws Error when the deck does not build, does not come to rest, or does not print page by page.
 */
export async function exportDeck({ arches, final = false, dark = false, imprint, fileOf, ...build }: ExportOptions): Promise<readonly Exported[]> {
  const writing: Promise<Exported>[] = []
  await withDeckPage(build, async (page, origin) => {
    void import('./finish-pdf.ts') // loads while Chromium prints
    for (const arch of arches) {
      build.progress?.(`Printing ${arch} …`)
      // Titled and written while Chromium prints the next one, or closes.
      writing.push(write(arch, await printDeck(page, origin, { arch, final, dark })))
      writing.at(-1)!.catch(() => undefined) // seen below
    }
  })
  return Promise.all(writing)

  async function write(arch: string, { pdf, pages }: PrintedDeck): Promise<Exported> {
    const { deckBookmarks, finishPdf } = await import('./finish-pdf.ts')
    const file = fileOf(arch)
    await replaceFile(file, await finishPdf(pdf, { imprint, bookmarks: deckBookmarks(pages), pages: pages.length }))
    return { arch, file, pages: pages.length }
  }
}
