// What a site has beside its pages that needs Chromium: PDFs, handouts, figures, and the pictures of link previews.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildOptions } from '../build/build-deck.ts'
import type { DocumentMetadata } from '../pdf/add-bookmarks.ts'
import type { Words } from '../words/say.ts'
import { withDeckPage } from '../chromium/deck-page.ts'
import { layOutForScreen } from '../chromium/print-viewport.ts'
import { makeFigures, type FigureOptions } from '../figures/make-figures.ts'
import { FIGURES, previewPicture, PREVIEWS, type PrintedFiles } from '../site/printed-files.ts'
import { drawDeck } from '../print/print-deck.ts'
import { exportDeck } from '../print/export-deck.ts'
import { exportHandout } from '../print/export-handout.ts'

/** Of which deck, and where it goes. */
export type PrintSiteOptions = BuildOptions & {
  /** The site's folder, absolute. */
  readonly site: string
  /** The files of each arch; the first arch is that of the figures and the previews. */
  readonly printed: readonly PrintedFiles[]
  /** The ids of the slides, in their order. */
  readonly order: readonly string[]
  readonly metadata: DocumentMetadata
  readonly language: { readonly lang: string; readonly words: Words }
  readonly look: FigureOptions['look']
  /** Where the site stands, with a slash at the end, as far as the deck knows it. */
  readonly siteUrl?: string | undefined
}

/**
 * Print all that a site has beside its pages.
 *
 * @param options - see {@link PrintSiteOptions}.
 * @throws Error when the deck does not build, or does not print.
 */
export async function printSite(options: PrintSiteOptions): Promise<void> {
  const { site, printed, order, metadata, language, look, siteUrl, ...build } = options
  const arches = printed.map(it => it.arch)
  const [first = ''] = arches
  const fileOf = (kind: 'slides' | 'handout') => (arch: string) =>
    join(site, printed.find(it => it.arch === arch)![kind])
  await exportDeck({ ...build, plan: () => Promise.resolve({ arches, metadata }), fileOf: fileOf('slides') })
  for (const arch of arches) {
    const plan = () => Promise.resolve({ arch, release: undefined, metadata })
    await exportHandout({ ...build, plan, paper: 'a4', fileOf: fileOf('handout') })
  }
  await makeFigures({
    ...build,
    arch: first,
    order,
    title: metadata.title,
    language,
    look,
    folder: join(site, FIGURES),
    ...(siteUrl !== undefined && { address: `${siteUrl}${FIGURES}/` }),
  })
  await takePreviews({ ...build, site, order, arch: first })
}

/** A picture of each slide at its last step. */
async function takePreviews({
  site,
  order,
  arch,
  ...build
}: BuildOptions & Pick<PrintSiteOptions, 'site' | 'order'> & { readonly arch: string }): Promise<void> {
  await withDeckPage({ ...build, forPrint: true }, async (page, origin) => {
    build.progress?.('Taking the pictures of previews …')
    await drawDeck(page, origin, { arch, final: true, slides: order.map((_, i) => i + 1) })
    await layOutForScreen(page)
    await mkdir(join(site, PREVIEWS))
    const slides = page.locator('.print-slide-container')
    for (const [i, id] of order.entries()) await slides.nth(i).screenshot({ path: join(site, previewPicture(id)) })
  })
}
