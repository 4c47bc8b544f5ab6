import type { Deck } from '../deck/deck.ts'
import type { SlideWords } from './make-handout.ts'
import { say } from '../words/say.ts'
import { wholeStageScene } from './whole-stage.ts'

/** A heading that the table of contents and the bookmarks link to. */
export type ContentsEntry = {
  /** The heading's id. */
  readonly id: string
  readonly title: string
  /** 0 for a chapter or a section of its own, 1 for a slide in a chapter. */
  readonly level: 0 | 1
  /** The slide's number from 1, where the heading is a slide's. */
  readonly number?: number
}

/** A slide and its number in the talk, from 1. */
export type NumberedSlide = { readonly words: SlideWords; readonly number: number }

/** A chapter of the talk: the slide that opens it, if any does, and those up to the next. */
export type Chapter = { readonly opener?: NumberedSlide; readonly slides: readonly NumberedSlide[] }

/** The titles of the sections after the talk, by their ids, in their order. */
export const REFERENCE_SECTIONS = {
  stage: 'The whole stage',
  matrix: 'Who fills what: the matrix of captures',
  hazards: 'Who reads what was not captured: the hazards',
  arches: 'The mechanisms by architecture',
  sources: 'Sources',
  colophon: 'Colophon',
} as const

/** What a dataset has, and its handout shows; see `Deck`. */
type Subjects = Pick<Deck, 'hasRegisters' | 'order' | 'scenes'> & { readonly arches: readonly unknown[] }

/**
 * Group the slides by chapters.
 *
 * @param slides - those that are printed, in running order.
 * @returns in running order; slides before the first chapter stand in one that no slide opens. Left out are the title
 *   slide, which is the cover, and the list of sources, which is a section at the end.
 */
export function chaptersOf(slides: readonly NumberedSlide[]): readonly Chapter[] {
  const chapters: { opener?: NumberedSlide; slides: NumberedSlide[] }[] = []
  slides.forEach(slide => {
    const { words } = slide
    if (words.layout === 'chapter') chapters.push({ opener: slide, slides: [] })
    else if (words.layout !== 'title' && words.layout !== 'sources') {
      if (chapters.length === 0) chapters.push({ slides: [] })
      chapters.at(-1)!.slides.push(slide)
    }
  })
  return chapters
}

/**
 * List the headings of the handout.
 *
 * @param slides - those that are printed, in running order.
 * @param deck - of it, what decides which sections there are.
 * @returns in the order of the pages.
 */
export function contentsOf(slides: readonly NumberedSlide[], deck: Subjects): readonly ContentsEntry[] {
  const { hasRegisters, arches } = deck
  const lacking = new Set([
    ...(wholeStageScene(deck) === undefined ? ['stage'] : []),
    ...(hasRegisters ? [] : ['matrix', 'hazards']),
    ...(arches.length > 1 ? [] : ['arches']),
  ])
  const entry = ({ words, number }: NumberedSlide, level: 0 | 1): ContentsEntry => ({
    id: `slide-${number}`,
    title: words.headline,
    level,
    number,
  })
  return [
    { id: 'key', title: say('How to read the diagrams'), level: 0 },
    ...chaptersOf(slides).flatMap(({ opener, slides: within }) => [
      ...(opener ? [entry(opener, 0)] : []),
      ...within.map(it => entry(it, opener ? 1 : 0)),
    ]),
    ...Object.entries(REFERENCE_SECTIONS)
      .filter(([id]) => !lacking.has(id))
      .map(([id, title]) => ({ id, title: say(title), level: 0 as const })),
  ]
}
