import { PDFArray, PDFDict, type PDFDocument, type PDFObject, PDFStream, PDFString } from '@cantoo/pdf-lib'

/** How Chromium names the elements of a tagged PDF: by the numbers that its nodes happened to have. */
const NODE = /^node(\d+)$/

/** Number the elements anew, in their order, so that the same document has the same numbers in every run. */
export function renumberStructureIds({ context }: PDFDocument): void {
  const named: { readonly node: number; readonly rename: (name: PDFString) => void }[] = []
  const note = (value: PDFObject, rename: (name: PDFString) => void) => {
    const node = value instanceof PDFString ? NODE.exec(value.asString()) : null
    if (node) named.push({ node: Number(node[1]), rename })
    else visit(value)
  }
  const visit = (object: PDFObject) => {
    if (object instanceof PDFDict)
      for (const [key, value] of object.entries()) note(value, name => object.set(key, name))
    if (object instanceof PDFArray) object.asArray().forEach((value, i) => note(value, name => object.set(i, name)))
  }
  for (const [, object] of context.enumerateIndirectObjects()) if (!(object instanceof PDFStream)) visit(object)
  const order = new Map(
    [...new Set(named.map(({ node }) => node))].sort((a, b) => a - b).map((node, i) => [node, i + 1]),
  )
  // Of equal length, so that their order in the tree of names stays what it is.
  for (const { node, rename } of named) rename(PDFString.of(`node${String(order.get(node)).padStart(8, '0')}`))
}
