/**
 * What is not seen and yet does something: controls, which a terminal obeys; marks that turn the direction of the text
 * behind them; halves of a letter, and letters that there are not, which no XML may hold.
 */
const HIDDEN =
  /[^\P{Cc}\n]|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]|[\u{E0000}-\u{E007F}]|\p{Cs}/gu

/** A text as it may be shown anywhere: what is hidden in it is written out, `\u{202e}`. Lines stay lines. */
export function escapeInvisible(text: string): string {
  return text.replace(HIDDEN, letter => `\\u{${letter.codePointAt(0)!.toString(16)}}`)
}

/** The same on one line: lines are joined by a space, and none is begun at the end. */
export function visibleLine(text: string): string {
  return escapeInvisible(text.replace(/\s*\n\s*$/, '').replace(/\s*\n\s*/g, ' '))
}
