/** The speaking rate unless `slides.md` gives another: words a minute, unhurried, pauses for the clicks included. */
export const WORDS_PER_MINUTE = 130

/**
 * Count the words of notes or other text.
 *
 * @param text - Markdown; Slidev's `[click]` marks are no words.
 * @returns how many parts between white space have a letter or a digit.
 */
export function wordsIn(text: string): number {
  return text
    .replaceAll(/\[click(?::\d+)?\]/g, ' ')
    .split(/\s+/)
    .filter(it => /[\p{L}\p{N}]/u.test(it)).length
}

/** How long it takes to say words, seconds. */
export function secondsToSay(words: number, wordsPerMinute = WORDS_PER_MINUTE): number {
  return (words / wordsPerMinute) * 60
}
