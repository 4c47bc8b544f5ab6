import { deflateSync } from 'node:zlib'
import {
  PDFCrossRefStream,
  type PDFDocument,
  PDFName,
  PDFObjectStream,
  type PDFRef,
  PDFStreamWriter,
} from '@cantoo/pdf-lib'

/** How many small objects are packed together: pdf-lib's own 50 leaves much to save, beyond this there is nothing more to be had. */
const OBJECTS_TOGETHER = 500

type Entries = { readonly entries: { readonly ref: PDFRef }[] }

// pdf-lib 2.11.1 looks for the place of each entry from the front, though they come in order: with ten thousand objects
// that takes longer than all the rest. It can go once `appendEntry` there no longer searches.
Object.assign(PDFCrossRefStream.prototype, {
  appendEntry(this: Entries, entry: Entries['entries'][number]) {
    const before = this.entries.findLastIndex(({ ref }) => ref.objectNumber <= entry.ref.objectNumber)
    this.entries.splice(before + 1, 0, entry)
  },
})

// Its own streams are packed by code that runs in browsers too, and takes four times as long.
for (const { prototype } of [PDFObjectStream, PDFCrossRefStream]) {
  const { getUnencodedContents } = prototype
  prototype.getUnencodedContents = function () {
    this.dict.set(PDFName.of('Filter'), PDFName.of('FlateDecode'))
    return deflateSync(getUnencodedContents.call(this), { level: 9 })
  }
}

/** A document as a file. The tags are thousands of small objects: packed together they take a tenth of the room. */
export async function writePdf(document: PDFDocument): Promise<Uint8Array> {
  await document.flush()
  return PDFStreamWriter.forContext(document.context, Infinity, false, OBJECTS_TOGETHER).serializeToBuffer()
}
