import { PDFDocument, PDFString } from '@cantoo/pdf-lib'
import { describe, expect, test } from 'vitest'
import { renumberStructureIds } from '../../src/pdf/renumber-structure-ids.ts'

/**
 * A document with structure elements of these numbers, and one more object that refers to the first of them. It says
 * no date: two documents that are made in different seconds would differ in it.
 */
async function tagged(numbers: readonly number[]): Promise<PDFDocument> {
  const document = await PDFDocument.create({ updateMetadata: false })
  const name = (number: number) => PDFString.of(`node${String(number).padStart(8, '0')}`)
  for (const number of numbers)
    document.context.register(document.context.obj({ Type: 'StructElem', ID: name(number) }))
  document.context.register(
    document.context.obj({ A: { Headers: [name(numbers[0]!)] }, T: PDFString.of('nodes and 12 more') }),
  )
  return document
}

function objects(document: PDFDocument): readonly string[] {
  return document.context.enumerateIndirectObjects().map(([, object]) => object.toString())
}

describe('renumberStructureIds(document)', () => {
  test('makes documents equal that differ in these numbers only', async () => {
    const [one, other] = await Promise.all([tagged([7230, 7358, 7240]), tagged([12, 99, 13])])
    renumberStructureIds(one)
    renumberStructureIds(other)
    expect(objects(one)).toEqual(objects(other))
  })

  test('changes references along with IDs, and no other text', async () => {
    const document = await tagged([30, 7])
    renumberStructureIds(document)
    const text = objects(document).join('\n')
    expect(text.match(/node\d{8}/g)).toEqual(['node00000002', 'node00000001', 'node00000002'])
    expect(text).toContain('nodes and 12 more')
  })
})
