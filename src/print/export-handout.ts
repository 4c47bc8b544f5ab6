import type { BuildOptions } from '../build/build-deck.ts'
import { whileChromiumStarts, withDeckPage } from '../chromium/deck-page.ts'
import type { DocumentMetadata } from '../pdf/add-bookmarks.ts'
import type { HandoutOptions } from './print-handout.ts'
import { namedArch } from '../model/dataset.ts'
import { replaceFile } from '../files/atomic-write.ts'

export type ExportHandoutOptions = BuildOptions &
  Pick<HandoutOptions, 'paper'> & {
    /** For which arch it is, and what it says of itself; asked for while Chromium starts. */
    readonly plan: () => Promise<Pick<HandoutOptions, 'arch' | 'release'> & { readonly metadata: DocumentMetadata }>
    /** Where an arch's PDF goes, absolute. */
    readonly fileOf: (arch: string) => string
  }

export type ExportedHandout = { readonly arch: string; readonly file: string; readonly pages: number }

/**
 * Export the handout as PDF: the deck built if need be, one document printed, titled, and given bookmarks.
 *
 * @param options - for which arch, on what paper, and where it goes.
 * @returns the file.
 * @throws Error when the deck does not build, or the handout does not print.
 */
export async function exportHandout({ plan, paper, fileOf, ...build }: ExportHandoutOptions): Promise<ExportedHandout> {
  const planned = whileChromiumStarts(async () => ({ ...(await plan()), ...(await import('./print-handout.ts')) }))
  const { pdf, bookmarks, pages } = await withDeckPage({ ...build, forPrint: true }, async (page, origin) => {
    const { arch, release, printHandout } = await planned
    build.progress?.(`Printing the handout${namedArch(arch) ? ` for ${arch}` : ''} …`)
    return printHandout(page, origin, { arch, release, paper })
  })
  const [{ arch, metadata }, { addMetadataAndBookmarks }] = await Promise.all([
    planned,
    import('../pdf/add-bookmarks.ts'),
  ])
  const file = fileOf(arch)
  await replaceFile(
    file,
    await addMetadataAndBookmarks(pdf, {
      metadata: {
        ...metadata,
        title: `${metadata.title} (${['handout', namedArch(arch)].filter(Boolean).join(', ')})`,
      },
      bookmarks,
      pages,
    }),
  )
  return { arch, file, pages }
}
