import { getDocumentProxy } from 'unpdf'

/** A line of text on a page: where it begins and how far it goes, pt from the left, and its words. */
export type PageText = { readonly text: string; readonly left: number; readonly right: number }

/** A page as a reader other than the one that wrote the file sees it. */
export type PdfPage = {
  readonly width: number
  readonly texts: readonly PageText[]
  /** All words in the order in which they stand in the file, white space as one blank. */
  readonly words: string
}

/** Read a PDF's pages with Mozilla's reader. */
export async function readPages(pdf: Uint8Array): Promise<readonly PdfPage[]> {
  const document = await getDocumentProxy(new Uint8Array(pdf))
  const pages: PdfPage[] = []
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    const texts = items.flatMap(item => {
      if (!('str' in item) || item.str.trim() === '') return []
      const [a = 0, , , , left = 0] = item.transform as number[]
      // Upright text only: what is set downwards has no width of its own across the page.
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
