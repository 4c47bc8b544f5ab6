/** How fast a talk is given where nobody says otherwise: words a minute, unhurried, pauses for the clicks included. */
export const WORDS_PER_MINUTE = 130

/** How many words a text has, spoken or read; where a click is due is none. */
export function wordsIn(text: string): number {
  return text
    .replaceAll(/\[click(?::\d+)?\]/g, ' ')
    .split(/\s+/)
    .filter(it => /[\p{L}\p{N}]/u.test(it)).length
}

/** How long words take to say, seconds. */
export function secondsToSay(words: number, wordsPerMinute = WORDS_PER_MINUTE): number {
  return (words / wordsPerMinute) * 60
}
