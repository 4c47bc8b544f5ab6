import { PDFArray, PDFDict, type PDFDocument, type PDFObject, PDFStream, PDFString } from '@cantoo/pdf-lib'

/** The ID of a structure element as Chromium writes it: with a number of the DOM node that differs from run to run. */
const NODE_ID = /^node(\d+)$/

/**
 * Number the structure elements (ISO 32000-2, 14.7.2) of a tagged PDF again from 1, so that two prints of one deck are
 * the same byte for byte.
 *
 * @param document - as Chromium printed it; IDs and what refers to them are changed in place, their order is kept.
 */
export function renumberStructureIds({ context }: PDFDocument): void {
  const named: { readonly node: number; readonly rename: (name: PDFString) => void }[] = []
  const note = (value: PDFObject, rename: (name: PDFString) => void) => {
    const node = value instanceof PDFString ? NODE_ID.exec(value.asString()) : null
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
  // All of one length, so that their alphabetical order in the name tree is kept.
  for (const { node, rename } of named) rename(PDFString.of(`node${String(order.get(node)).padStart(8, '0')}`))
}
