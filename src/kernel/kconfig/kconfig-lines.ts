import { kconfigError } from './kconfig.ts'
import { closingQuote, macroEnd } from './parse-expression.ts'

/** A statement of Kconfig: its first line, counted from 1, its keyword, and what follows the keyword. */
export type KconfigLine = { readonly line: number; readonly word: string; readonly rest: string }

/** A file with more lines than this is no Kconfig of a kernel. */
const MOST_LINES = 4_000_000

/** How many lines of one statement may end in a backslash. */
const MOST_JOINED_LINES = 1000

/**
 * Split a Kconfig file into statements. Lines that end in a backslash are joined; comments, blank lines and help texts
 * are left out.
 *
 * @param file - its path, for faults.
 * @param text - what it holds.
 * @yields a statement, in the order of the file.
 * @returns a generator of the statements.
 * @throws DataError if the file has too many lines.
 */
export function* kconfigLines(file: string, text: string): Generator<KconfigLine> {
  const next = lineReader(file, text)
  /** Columns by which the help text that is being skipped is indented; `begins` before its first line. */
  let help: number | 'begins' | undefined
  for (let read = next(); read; read = next()) {
    if (help !== undefined) {
      if (read.text.trim() === '') continue
      const indent = indentOf(read.text)
      // An empty help text is followed by a line that is not indented.
      if (help === 'begins' && indent > 0) help = indent
      if (help !== 'begins' && indent >= help) continue
      help = undefined
    }
    const { line } = read
    const parts = [read.text]
    while (parts.at(-1)!.endsWith('\\')) {
      const more = next()
      if (!more) break
      if (parts.length > MOST_JOINED_LINES)
        throw kconfigError(
          file,
          line,
          'the statement goes on over too many lines',
          `let at most ${MOST_JOINED_LINES} lines end in a backslash in a row`,
        )
      parts.push(parts.pop()!.slice(0, -1), more.text)
    }
    const trimmed = parts.join(' ').trim()
    if (trimmed === '' || trimmed[0] === '#') continue
    const code = withoutComment(trimmed)
    const word = /^[\w-]+/.exec(code)?.[0] ?? ''
    if (word === 'help' || word === '---help---') help = 'begins'
    else yield { line, word, rest: code.slice(word.length).trim() }
  }
}

/** Reads a text line by line, without an array of all of them: a hostile file may have millions. */
function lineReader(file: string, text: string): () => { readonly line: number; readonly text: string } | undefined {
  let start = 0
  let line = 0
  return () => {
    if (start >= text.length) return undefined
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    const read = { line: ++line, text: text.slice(start, end) }
    start = end + 1
    if (line > MOST_LINES)
      throw kconfigError(
        file,
        line,
        'the file has too many lines',
        `a Kconfig file of a kernel has fewer than ${MOST_LINES}; check that --linux names a kernel source tree`,
      )
    return read
  }
}

/** Columns of white space at the start of a line; a tab goes to the next multiple of 8. */
function indentOf(line: string): number {
  let columns = 0
  for (const char of line) {
    if (char === '\t') columns = (columns & ~7) + 8
    else if (char === ' ') columns++
    else break
  }
  return columns
}

/** A line without the comment at its end. A `#` in quotes or in a macro begins no comment. */
function withoutComment(line: string): string {
  if (!line.includes('#')) return line
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '#') return line.slice(0, i).trimEnd()
    i = skipQuoted(line, i)
  }
  return line
}

/**
 * Find the `if` that begins a condition: `VALUE if CONDITION`.
 *
 * @param text - a statement without its keyword.
 * @returns its index; -1 if there is none outside quotes and macros.
 */
export function conditionStart(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const after = skipQuoted(text, i)
    if (after === i && text.startsWith('if', i) && !/\w/.test(text[i - 1] ?? ' ') && !/\w/.test(text[i + 2] ?? ' '))
      return i
    i = after
  }
  return -1
}

/** The last index of the quoted text or the `$(…)` that begins at an index; the same index if none begins there. */
function skipQuoted(text: string, at: number): number {
  const isMacro = text.startsWith('$(', at)
  if (!isMacro && text[at] !== '"' && text[at] !== "'") return at
  try {
    return (isMacro ? macroEnd(text, at) : closingQuote(text, at)) - 1
  } catch {
    // It is not closed: all the rest belongs to it.
    return text.length - 1
  }
}
