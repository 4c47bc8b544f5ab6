import { deflateSync, inflateSync } from 'node:zlib'
import { PDFArray, PDFDict, type PDFDocument, PDFName, type PDFObject, PDFRawStream, PDFRef } from '@cantoo/pdf-lib'
import { glyphWidths, mergeGlyphRuns } from './merge-glyph-runs.ts'

const [FILTER, FLATE, PARAMETERS, SUBTYPE, FORM, RESOURCES] = [
  'Filter',
  'FlateDecode',
  'DecodeParms',
  'Subtype',
  'Form',
  'Resources',
].map(name => PDFName.of(name)) as [PDFName, PDFName, PDFName, PDFName, PDFName, PDFName]

/** What naming the filter costs in a stream's dictionary, bytes. */
const FILTER_BYTES = 20

/** A line of drawing: a path's points. One unit is a px of the slide. */
const POINTS = /^(?:-?[\d.]+ ){2,6}(?:[mlc]|re)$/gm
/** Digits beyond a hundredth. */
const FINER = /(\.\d\d)\d+/g

/**
 * Make a PDF smaller without changing what it shows by more than a hundredth of a px. Chromium writes for speed.
 *
 * Of the talk's 1287 kB (x86-64, 78 pages), shorter points take 107 kB, glyph runs 44 kB, resources outside of the streams'
 * dictionaries 36 kB, and a better compression of the streams 14 kB. Streams with another filter than deflate stay.
 *
 * @param document - as Chromium printed it; it is changed in place.
 */
export function compressPdf(document: PDFDocument): void {
  const { context } = document
  const drawings = resourcesOfDrawings(document)
  const widths = glyphWidths()
  for (const [ref, object] of context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream) || object.dict.has(PARAMETERS)) continue
    shareResources(object.dict)
    const filter = object.dict.get(FILTER)
    if (filter !== undefined && filter !== FLATE) continue
    // zlib's own threads are of no use here: to hand them some hundred small streams takes longer than to pack these.
    const plain = filter ? inflateSync(object.contents) : object.contents
    const resources = drawings.get(ref)
    const packed = deflateSync(resources ? tightenDrawing(plain, font => widths(resources, font)) : plain, {
      level: 7,
      memLevel: 9,
    })
    if (packed.length + (filter ? 0 : FILTER_BYTES) >= object.contents.length) continue
    const dict = object.dict.clone(context)
    dict.set(FILTER, FLATE)
    context.assign(ref, PDFRawStream.of(dict, packed))
  }
}

/** Make a stream's resources an object of their own: it is compressed with others, a stream's dictionary never is. */
function shareResources(dict: PDFDict): void {
  const resources = dict.get(RESOURCES)
  if (resources instanceof PDFDict) dict.set(RESOURCES, dict.context.register(resources))
}

function tightenDrawing(plain: Uint8Array, widthsOf: Parameters<typeof mergeGlyphRuns>[1]): Uint8Array {
  const text = mergeGlyphRuns(Buffer.from(plain).toString('latin1'), widthsOf)
  return Buffer.from(
    text.replace(POINTS, line => line.replace(FINER, '$1')),
    'latin1',
  )
}

/** The streams that draw, pages and the forms on them, with the resources by whose names they draw. */
function resourcesOfDrawings(document: PDFDocument): ReadonlyMap<PDFRef, PDFDict> {
  const found = new Map<PDFRef, PDFDict>()
  for (const { node } of document.getPages()) {
    const resources = node.Resources()
    const contents: PDFObject | undefined = node.get(PDFName.of('Contents'))
    if (!resources) continue
    for (const part of contents instanceof PDFArray ? contents.asArray() : [contents])
      if (part instanceof PDFRef) found.set(part, resources)
  }
  for (const [ref, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream) || object.dict.get(SUBTYPE) !== FORM) continue
    const resources = object.dict.lookupMaybe(RESOURCES, PDFDict)
    if (resources) found.set(ref, resources)
  }
  return found
}
