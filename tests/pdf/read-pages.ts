import { getDocumentProxy } from 'unpdf'

/** A line of text on a page: its words, where it begins and where it ends, pt from the left. */
export type PageText = { readonly text: string; readonly left: number; readonly right: number }

/** A page as a program reads it that did not write it. */
export type PdfPage = {
  readonly width: number
  readonly texts: readonly PageText[]
  /** All words in the order of the file, one space between them. */
  readonly words: string
}

/** Read a PDF's pages with Mozilla's pdf.js. */
export async function readPages(pdf: Uint8Array): Promise<readonly PdfPage[]> {
  const document = await getDocumentProxy(new Uint8Array(pdf))
  const pages: PdfPage[] = []
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    const texts = items.flatMap(item => {
      if (!('str' in item) || item.str.trim() === '') return []
      const [a = 0, , , , left = 0] = item.transform as number[]
      // The right end is that of horizontal text: vertical text has no width across the page.
      return [{ text: item.str, left, right: a === 0 ? left : left + item.width }]
    })
    pages.push({
      width: page.getViewport({ scale: 1 }).width,
      texts,
      words: texts
        .map(it => it.text)
        .join(' ')
        .replace(/\s+/g, ' '),
    })
  }
  return pages
}
