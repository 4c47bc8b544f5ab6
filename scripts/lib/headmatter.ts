import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from '@slidev/parser'
import type { Imprint } from './finish-pdf.ts'

/** What the first lines of slides.md say of the deck as a whole. */
export type Headmatter = {
  readonly title?: string
  readonly author?: string
  readonly info?: string
  readonly lang?: string
  readonly arch?: string
}

/**
 * The headmatter of a deck, and how many slides it has.
 *
 * @param deck - the folder with `slides.md`, absolute.
 */
export function readDeckHead(deck: string): { readonly headmatter: Headmatter, readonly slides: number } {
  const file = join(deck, 'slides.md')
  const { slides } = parseSync(readFileSync(file, 'utf8'), file)
  return { headmatter: slides[0]?.frontmatter ?? {}, slides: slides.length }
}

/** What a PDF of the deck says of itself; two PDFs of the same commit say the same. */
export function deckImprint(deck: string, { title = 'Slides', author, info, lang = 'en' }: Headmatter): Imprint {
  return { title, author, subject: info?.trim(), language: lang, date: deckDate(deck) }
}

/** SOURCE_DATE_EPOCH, else the last commit's time, else now. */
function deckDate(deck: string): Date {
  const epoch = process.env.SOURCE_DATE_EPOCH
  if (epoch && /^\d+$/.test(epoch)) return new Date(Number(epoch) * 1000)
  try {
    const seconds = execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: deck, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return new Date(Number(seconds) * 1000)
  }
  catch {
    return new Date()
  }
}
