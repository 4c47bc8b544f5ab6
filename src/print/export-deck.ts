import type { Page } from 'playwright-chromium'
import type { BuildOptions } from '../build/build-deck.ts'
import { openPage, whileChromiumStarts, withDeckPage } from '../chromium/deck-page.ts'
import type { DocumentMetadata } from '../pdf/add-bookmarks.ts'
import { drawDeck, printDeck, type PrintedDeck } from './print-deck.ts'
import { namedArch } from '../model/dataset.ts'
import { replaceFile } from '../files/atomic-write.ts'

/** What is exported, and what it says of itself. */
export type ExportPlan = {
  /** The arches to export, one PDF each. */
  readonly arches: readonly string[]
  /** The slides to export, by their numbers from 1; all if absent. */
  readonly slides?: readonly number[] | undefined
  readonly metadata: DocumentMetadata
}

export type ExportOptions = BuildOptions & {
  /** Asked for while Chromium starts. */
  readonly plan: () => Promise<ExportPlan>
  /** One that the deck knows; that of each slide, if absent. */
  readonly release?: string | undefined
  /** A page for each slide, at its last step, instead of one for each step. */
  readonly final?: boolean
  readonly dark?: boolean
  /** Where an arch's PDF goes, absolute. */
  readonly fileOf: (arch: string) => string
}

export type Exported = { readonly arch: string; readonly file: string; readonly pages: number }

/**
 * Export the deck as PDF: built if need be, printed by one Chromium, titled, and given bookmarks.
 *
 * @param options - what is printed of which deck, and where it goes.
 * @returns the files, in the order of the arches.
 * @throws Error when the deck does not build, does not come to rest, or does not print page by page.
 */
export async function exportDeck({
  plan,
  release,
  final = false,
  dark = false,
  fileOf,
  ...build
}: ExportOptions): Promise<readonly Exported[]> {
  const writing: Promise<Exported>[] = []
  const planned = whileChromiumStarts(plan)
  await withDeckPage({ ...build, forPrint: true }, async (first, origin) => {
    const { arches, slides, metadata } = await planned
    let drawing = draw(first, arches[0]!)
    for (const [i, arch] of arches.entries()) {
      const page = await drawing
      const next = arches[i + 1]
      // The next one is drawn by another process, on the other core, while this one is printed.
      if (next) drawing = markHandled(openPage(page.context().browser()!).then(it => draw(it, next)))
      build.progress?.(`Printing ${[namedArch(arch), `(${i + 1} of ${arches.length})`].filter(Boolean).join(' ')} …`)
      // Titled and written while Chromium prints the next one, or closes.
      const printing = printDeck(page)
      void import('../pdf/add-bookmarks.ts') // loads while Chromium prints, and no sooner, for it would hold up what is asked of Chromium
      writing.push(markHandled(write(arch, await printing, metadata)))
      await page.close()
    }

    async function draw(page: Page, arch: string): Promise<Page> {
      await drawDeck(page, origin, { arch, release, slides, final, dark, sources: build.kernelTree !== undefined })
      return page
    }
  })
  return Promise.all(writing)

  async function write(arch: string, { pdf, pages }: PrintedDeck, metadata: DocumentMetadata): Promise<Exported> {
    const [{ deckBookmarks }, { addMetadataAndBookmarks }] = await Promise.all([
      import('./deck-bookmarks.ts'),
      import('../pdf/add-bookmarks.ts'),
    ])
    const file = fileOf(arch)
    await replaceFile(
      file,
      await addMetadataAndBookmarks(pdf, { metadata, bookmarks: deckBookmarks(pages), pages: pages.length }),
    )
    return { arch, file, pages: pages.length }
  }
}

/** Mark a promise that is awaited later as handled: avoids an unhandledRejection until then. */
function markHandled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}
