import { closestMatch as closestWithin } from 'leven'

/**
 * The known word nearest to a misspelt one, for a tip.
 *
 * @param word - as it was written.
 * @param known - the words that would be right.
 * @returns undefined when nothing is near enough: more than two letters differ, and more than a third of them.
 */
export function closestMatch(word: string, known: Iterable<string>): string | undefined {
  return closestWithin(word, [...known], { maxDistance: Math.max(2, Math.floor(word.length / 3)) })
}
