import type { Fault } from '../../errors/fault.ts'

/** The most bytes that a file of the deck may have. The largest has less than a fifth of that. */
export const MOST_BYTES = 512 * 1024

/** What no file of the deck may contain, with the problem and what to do. */
const UNWANTED: readonly (readonly [pattern: RegExp, problem: string, tip: string])[] = [
  [/^\uFEFF/, 'the file begins with a byte order mark', 'save it as UTF-8 without one'],
  [/\r/, 'lines end in CR', 'save it with LF at the end of each line; git does so by itself when core.autocrlf is off'],
  [/\t/, 'there is a tab', 'write spaces'],
  [
    /(?!^)\uFEFF|[\u00AD\u115F\u1160\u180E\u200B\u2060-\u2064\u2800\u3164\uFFA0]/,
    'there is a character that cannot be seen',
    'take it out: it makes two words of one, or a name that is another',
  ],
  [
    /[^\P{Cc}\n\r\t]/u,
    'there is a control character',
    'take it out; where it is meant, write it as "\\u…" in double quotes',
  ],
]

/**
 * The text of a file of the deck.
 *
 * @param file - its path, for the faults.
 * @param bytes - what the file holds.
 * @returns the text, or every reason why it is not accepted, each at its first place.
 */
export function readText(file: string, bytes: Uint8Array): string | readonly Fault[] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const faultAt = (index: number, problem: string, tip: string): Fault => {
    const before = text.slice(0, index)
    return { file, line: before.split('\n').length, col: index - before.lastIndexOf('\n'), code: 'file', problem, tip }
  }
  const invalid = text.indexOf('\uFFFD')
  const faults = [
    ...(invalid >= 0 ? [faultAt(invalid, 'the file is not UTF-8 from here on', 'save it as UTF-8')] : []),
    ...UNWANTED.flatMap(([pattern, problem, tip]) => {
      const index = text.search(pattern)
      return index >= 0 ? [faultAt(index, problem, tip)] : []
    }),
  ]
  return faults.length > 0 ? faults : text
}
