import { PDFArray, PDFDict, type PDFDocument, PDFName } from '@cantoo/pdf-lib'

/**
 * Read the named destinations of a PDF, to which the links within it lead.
 *
 * Chromium writes them as a dictionary in the catalog (ISO 32000-2, 12.3.2.4).
 *
 * @param document - as Chromium printed it.
 * @returns the page of each destination, from 0, by name: the id of the HTML element.
 */
export function namedDestinations(document: PDFDocument): ReadonlyMap<string, number> {
  const pages = new Map(document.getPages().map((page, index) => [page.ref.toString(), index]))
  const targets = document.catalog.lookupMaybe(PDFName.of('Dests'), PDFDict)?.entries() ?? []
  return new Map(
    targets.flatMap(([name, target]) => {
      const page = target instanceof PDFArray ? pages.get(String(target.get(0))) : undefined
      return page === undefined ? [] : [[name.decodeText(), page] as const]
    }),
  )
}
