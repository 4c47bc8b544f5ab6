import { execFileSync } from 'node:child_process'
import { slidesLoader } from './read-deck.ts'
import { SLIDES_FILE } from '../model/dataset.ts'
import { loadText } from '../model/read/load-files.ts'
import { type Headmatter, occasionOf } from '../model/read/headmatter.ts'
import { readHeadmatter } from '../model/read/read-slides.ts'
import type { DocumentMetadata } from '../pdf/add-bookmarks.ts'

/**
 * The headmatter of a deck, and how many slides it has.
 *
 * @param deck - its folder, absolute.
 * @param slides - the file of its slides, relative to that.
 * @throws DataError with every fault in it.
 */
export function readDeckHead(deck: string, slides: string = SLIDES_FILE): ReturnType<typeof readHeadmatter> {
  return readHeadmatter(slides, loadText(slides, deck)!, slidesLoader(deck))
}

/**
 * What a PDF of the deck says of itself; two PDFs of the same commit say the same.
 *
 * @param deck - its folder, absolute.
 * @param head - its headmatter.
 * @returns title, author, subject, language and date.
 */
export function deckImprint(
  deck: string,
  head: Pick<Headmatter, 'title' | 'author' | 'event' | 'place' | 'date' | 'info' | 'lang'>,
): DocumentMetadata {
  const { title, author, info, lang = 'en' } = head
  const subject = [occasionOf(head), info?.trim()].filter(Boolean).join('. ')
  return { title, author, subject: subject || undefined, language: lang, date: deckDate(deck) }
}

/** SOURCE_DATE_EPOCH, else the last commit's time, else now. */
function deckDate(deck: string): Date {
  const epoch = process.env.SOURCE_DATE_EPOCH
  // A PDF counts years in four digits.
  if (epoch && /^\d{1,11}$/.test(epoch)) return new Date(Number(epoch) * 1000)
  try {
    const seconds = execFileSync('git', ['log', '-1', '--format=%ct'], {
      cwd: deck,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return new Date(Number(seconds) * 1000)
  } catch {
    return new Date()
  }
}
