import { PDFArray, PDFDict, type PDFDocument, PDFName } from '@cantoo/pdf-lib'

/**
 * Where the links within a PDF lead: the id of each target, and its page, from 0.
 *
 * Chromium writes them as a dictionary in the catalog (ISO 32000-2, 12.3.2.4).
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
