import { closestMatch as closestWithin } from 'leven'

/**
 * The known word that is closest to a misspelt one, for a tip.
 *
 * @param word - as it was written.
 * @param known - the words that would be right.
 * @returns undefined if none is close enough: a third of the letters may differ, and two in any case.
 */
export function closestMatch(word: string, known: Iterable<string>): string | undefined {
  return closestWithin(word, [...known], { maxDistance: Math.max(2, Math.floor(word.length / 3)) })
}
