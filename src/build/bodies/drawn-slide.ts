import { DataError } from '../../errors/fault.ts'
import { root } from '../../files/root.ts'
import { DATA_FOLDER, SLIDES_FILE } from '../../model/dataset.ts'
import { readValidDeck } from '../read-deck.ts'

/**
 * The fault of a slide that a browser could not draw.
 *
 * @param slide - its number, from 1.
 * @param problem - what the browser says.
 * @param from - the deck's folder, absolute, and the file of its slides.
 * @returns the fault, at the line on which the slide begins.
 */
export function faultOfDrawnSlide(
  slide: number,
  problem: string,
  { deck = root, slides = SLIDES_FILE }: { readonly deck?: string | undefined; readonly slides?: string | undefined },
): DataError {
  const found = readValidDeck(deck, DATA_FOLDER, slides).slides.slides[slide - 1]
  const [file, line] = [found?.file ?? slides, found?.bodyLine ?? 1]
  const tip = 'fix the code on the slide; npm run dev shows it while you do'
  return new DataError([{ file, line, col: 1, code: 'slides', problem, tip }])
}
