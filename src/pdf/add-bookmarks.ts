import {
  type PDFArray,
  type PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  ParseSpeeds,
  type PDFRef,
} from '@cantoo/pdf-lib'
import { renumberStructureIds } from './renumber-structure-ids.ts'
import { compressPdf } from './compress-streams.ts'
import { savePdf } from './save-pdf.ts'

/** A bookmark: its title, the page that it leads to (from 0), and the bookmarks under it. */
export type Bookmark = { readonly title: string; readonly page: number; readonly children: readonly Bookmark[] }

/** The document information of a PDF (ISO 32000-2, 14.3.3), and its language. */
export type DocumentMetadata = {
  readonly title: string
  readonly author?: string | undefined
  readonly subject?: string | undefined
  /** As in HTML: `en`, `en-GB`. */
  readonly language: string
  readonly date: Date
}

/** The programs that made the pages and the file. PDF readers show them among the document's properties. */
const [CREATOR, PRODUCER] = ['Slidev', 'Chromium, pdf-lib']

/** What is added to a printed PDF, and what is checked first. */
export type PdfAdditions = {
  readonly metadata: DocumentMetadata
  readonly bookmarks: readonly Bookmark[]
  /** How many pages it must have. */
  readonly pages: number
}

/**
 * Add document information and bookmarks to a printed PDF, and make it smaller.
 *
 * The document is edited in place: copying its pages into another would lose the tags.
 *
 * @param pdf - as Chromium printed it.
 * @param additions - what is added, and how many pages there must be.
 * @returns the same PDF, page for page, with its structure tree.
 * @throws Error if the number of pages is another: a slide ran over its page, or an empty page was printed.
 * @throws RangeError if a bookmark leads to a page that does not exist.
 */
export async function addMetadataAndBookmarks(
  pdf: Uint8Array,
  { metadata, bookmarks, pages }: PdfAdditions,
): Promise<Uint8Array> {
  // By default pdf-lib pauses after every hundred objects, to keep a browser responsive: that takes four times as long.
  const document = await PDFDocument.load(pdf, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest })
  const printed = document.getPageCount()
  if (printed !== pages)
    throw new Error(`Chromium printed ${printed} pages for ${pages}; look for a slide that is higher than its page`)
  document.setTitle(metadata.title, { showInWindowTitleBar: true })
  if (metadata.author) document.setAuthor(metadata.author)
  if (metadata.subject) document.setSubject(metadata.subject)
  document.setLanguage(metadata.language)
  document.setCreator(CREATOR)
  document.setProducer(PRODUCER)
  document.setCreationDate(metadata.date)
  document.setModificationDate(metadata.date)
  addBookmarks(document, bookmarks)
  renumberStructureIds(document)
  compressPdf(document)
  return savePdf(document)
}

function addBookmarks(document: PDFDocument, bookmarks: readonly Bookmark[]): void {
  const { context, catalog } = document
  const pages = document.getPages().map(page => page.ref)
  const outlines = context.obj({ Type: 'Outlines' })
  const ref = context.register(outlines)
  linkBookmarks(outlines, ref, bookmarks, pages)
  catalog.set(PDFName.of('Outlines'), ref)
  catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'))
}

/** Add `bookmarks` under `parent`, as the doubly linked list that PDF asks for (ISO 32000-2, 12.3.3). */
function linkBookmarks(
  parent: PDFDict,
  parentRef: PDFRef,
  bookmarks: readonly Bookmark[],
  pages: readonly PDFRef[],
): void {
  const { context } = parent
  const refs = bookmarks.map(() => context.nextRef())
  bookmarks.forEach(({ title, page, children }, index) => {
    const target = pages[page]
    if (!target) throw new RangeError(`bookmark "${title}" leads to page ${page} of ${pages.length}`)
    const item = context.obj({
      Title: PDFHexString.fromText(title),
      Parent: parentRef,
      Dest: fitPage(parent, target),
    }) as PDFDict
    if (refs[index - 1]) item.set(PDFName.of('Prev'), refs[index - 1]!)
    if (refs[index + 1]) item.set(PDFName.of('Next'), refs[index + 1]!)
    context.assign(refs[index]!, item)
    linkBookmarks(item, refs[index]!, children, pages)
    // Negative: closed, so that a reader lists the slides first and a slide's steps when it is opened.
    if (children.length > 0) item.set(PDFName.of('Count'), PDFNumber.of(-children.length))
  })
  if (refs.length === 0) return
  parent.set(PDFName.of('First'), refs[0]!)
  parent.set(PDFName.of('Last'), refs.at(-1)!)
  parent.set(PDFName.of('Count'), PDFNumber.of(refs.length))
}

function fitPage(dict: PDFDict, page: PDFRef): PDFArray {
  return dict.context.obj([page, PDFName.of('Fit')]) as PDFArray
}
