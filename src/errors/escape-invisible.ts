/**
 * Characters that are invisible and have an effect: control characters, which a terminal executes; bidirectional marks,
 * which change the direction of the text after them; surrogates without a partner and noncharacters, which XML forbids.
 */
const HIDDEN =
  /[^\P{Cc}\n]|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]|[\u{E0000}-\u{E007F}]|\p{Cs}/gu

/** A text that is safe to show anywhere: invisible characters are written as escapes, `\u{202e}`. Line breaks stay. */
export function escapeInvisible(text: string): string {
  return text.replace(HIDDEN, letter => `\\u{${letter.codePointAt(0)!.toString(16)}}`)
}

/** The same on one line: line breaks become a space each, and those at the end are dropped. */
export function escapedLine(text: string): string {
  return escapeInvisible(text.replace(/\s*\n\s*$/, '').replace(/\s*\n\s*/g, ' '))
}
