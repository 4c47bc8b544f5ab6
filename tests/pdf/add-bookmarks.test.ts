import { PDFDocument } from '@cantoo/pdf-lib'
import { describe, expect, test } from 'vitest'
import { deckBookmarks } from '../../src/print/deck-bookmarks.ts'
import { addMetadataAndBookmarks } from '../../src/pdf/add-bookmarks.ts'
import { readBookmarks } from './read-bookmarks.ts'

const PAGES = [
  { slide: 1, headline: 'The talk' },
  { slide: 2, headline: 'A kprobe traps', caption: 'The CPU pushes five words.' },
  { slide: 2, headline: 'A kprobe traps', caption: 'The kernel pushes the rest.' },
  { slide: 2, headline: 'A kprobe traps' },
  { slide: 3, headline: 'Größe ≠ 0 → ok' },
]

const METADATA = {
  title: 'pt_regs: häßlich',
  author: 'A. Author',
  subject: 'Registers',
  language: 'en',
  date: new Date('2023-11-13T10:00:00Z'),
}

async function blankPdf(pages: number): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  for (let page = 0; page < pages; page++) document.addPage([735, 414])
  return document.save()
}

describe('deckBookmarks(pages)', () => {
  test('gives each slide a bookmark, and its steps below it if there are several', () => {
    expect(deckBookmarks(PAGES)).toEqual([
      { title: 'The talk', page: 0, children: [] },
      {
        title: 'A kprobe traps',
        page: 1,
        children: [
          { title: 'The CPU pushes five words.', page: 1, children: [] },
          { title: 'The kernel pushes the rest.', page: 2, children: [] },
          { title: 'Step 3', page: 3, children: [] },
        ],
      },
      { title: 'Größe ≠ 0 → ok', page: 4, children: [] },
    ])
  })

  test('is empty for a deck without pages', () => {
    expect(deckBookmarks([])).toEqual([])
  })
})

describe('addMetadataAndBookmarks(pdf, { metadata, bookmarks, pages })', () => {
  test('writes bookmarks that can be read back', async () => {
    const bookmarks = deckBookmarks(PAGES)
    const document = await PDFDocument.load(
      await addMetadataAndBookmarks(await blankPdf(5), { metadata: METADATA, bookmarks, pages: 5 }),
    )
    expect(readBookmarks(document)).toEqual(bookmarks)
  })

  test('writes the document information, and has the title shown', async () => {
    const document = await PDFDocument.load(
      await addMetadataAndBookmarks(await blankPdf(1), { metadata: METADATA, bookmarks: [], pages: 1 }),
      { updateMetadata: false },
    )
    expect(document.getTitle()).toBe('pt_regs: häßlich')
    expect(document.getAuthor()).toBe('A. Author')
    expect(document.getSubject()).toBe('Registers')
    expect(document.getLanguage()).toBe('en')
    expect(document.getCreationDate()).toEqual(METADATA.date)
    expect(document.getModificationDate()).toEqual(METADATA.date)
    expect(document.catalog.getViewerPreferences()?.getDisplayDocTitle()).toBe(true)
  })

  test('writes the same bytes for the same input', async () => {
    const additions = { metadata: METADATA, bookmarks: deckBookmarks(PAGES), pages: 5 }
    const pdf = await blankPdf(5)
    expect(
      Buffer.compare(await addMetadataAndBookmarks(pdf, additions), await addMetadataAndBookmarks(pdf, additions)),
    ).toBe(0)
  })

  test('throws if the PDF has a page too many', async () => {
    await expect(
      addMetadataAndBookmarks(await blankPdf(6), { metadata: METADATA, bookmarks: [], pages: 5 }),
    ).rejects.toThrow('Chromium printed 6 pages for 5')
  })

  test('throws at a bookmark to a page that does not exist', async () => {
    const bookmarks = [{ title: 'Nowhere', page: 1, children: [] }]
    await expect(
      addMetadataAndBookmarks(await blankPdf(1), { metadata: METADATA, bookmarks, pages: 1 }),
    ).rejects.toThrow(new RangeError('bookmark "Nowhere" leads to page 1 of 1'))
  })
})
