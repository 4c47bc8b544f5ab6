import { PDFArray, PDFDict, type PDFDocument, PDFHexString, PDFName } from '@cantoo/pdf-lib'
import type { Bookmark } from '../../src/pdf/add-bookmarks.ts'

/** Read the bookmarks of a PDF as a PDF reader does: from each to the next. */
export function readBookmarks(document: PDFDocument): readonly Bookmark[] {
  const pages = document.getPages().map(page => page.ref)
  const outlines = document.catalog.lookupMaybe(PDFName.of('Outlines'), PDFDict)
  return outlines ? under(outlines) : []

  function under(parent: PDFDict): readonly Bookmark[] {
    const bookmarks: Bookmark[] = []
    let item = parent.lookupMaybe(PDFName.of('First'), PDFDict)
    for (; item; item = item.lookupMaybe(PDFName.of('Next'), PDFDict)) {
      const page = pages.indexOf(item.lookup(PDFName.of('Dest'), PDFArray).get(0) as (typeof pages)[number])
      bookmarks.push({
        title: item.lookup(PDFName.of('Title'), PDFHexString).decodeText(),
        page,
        children: under(item),
      })
    }
    return bookmarks
  }
}
