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

/** The time that a step takes at least, however little is said at it: the audience looks at what is new, seconds. */
const LEAST_STEP_S = 4

/**
 * How long a slide takes.
 *
 * @param words - how many are said at each of its steps.
 * @param wordsPerMinute - how fast the speaker speaks.
 * @returns seconds.
 */
export function secondsForSteps(words: readonly number[], wordsPerMinute = WORDS_PER_MINUTE): number {
  return words.reduce((sum, it) => sum + Math.max(secondsToSay(it, wordsPerMinute), LEAST_STEP_S), 0)
}

/**
 * Count the words of notes, step by step.
 *
 * @param note - Markdown, in which Slidev's `[click]` begins a step.
 * @returns for each step; one for notes without a click.
 */
export function wordsByStep(note: string): readonly number[] {
  return note.split(/\[click(?::\d+)?\]/).map(wordsIn)
}

/** How long it takes to say words, seconds. */
export function secondsToSay(words: number, wordsPerMinute = WORDS_PER_MINUTE): number {
  return (words / wordsPerMinute) * 60
}
