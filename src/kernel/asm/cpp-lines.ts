import type { FunctionMacro } from '../c/function-macros.ts'
import type { Macros } from '../c/preprocess.ts'
import type { Place } from '../kernel-tree.ts'
import { expandMacro } from '../c/function-macros.ts'

/** A line of assembly with its place in the tree. */
export type SourceLine = Place & { readonly text: string }

/** How many macros of the preprocessor may stand for one another in a row. */
const MOST_EXPANSIONS = 24

/** An expanded line is cut off beyond this, characters. */
const MOST_LINE_LENGTH = 20_000

/** Macros of the preprocessor, and words that are kept though a macro has their name. */
export type CppMacros = {
  readonly objects: Macros
  readonly functions: ReadonlyMap<string, FunctionMacro>
  readonly isKept: (word: string) => boolean
}

/**
 * Expand the macros of the preprocessor in a line, but not in strings.
 *
 * @param text - the line.
 * @param macros - the macros.
 * @returns the line; a part that is nested too deeply is left as it is.
 */
export function expandCpp(text: string, macros: CppMacros): string {
  return expand(text, macros, [])
}

const WORD = /"(?:\\.|[^"\\])*"|(?<![\\\w.])[A-Za-z_]\w*/g
/** What may stand behind a `%` for another name: SPARC's entry gives its registers names. */
const REGISTER = /^[a-z]\d$/

function expand(text: string, macros: CppMacros, open: readonly string[]): string {
  if (open.length > MOST_EXPANSIONS || text.length > MOST_LINE_LENGTH) return text
  let out = ''
  let from = 0
  WORD.lastIndex = 0
  for (let match = WORD.exec(text); match; match = WORD.exec(text)) {
    const word = match[0]
    if (word.startsWith('"') || macros.isKept(word) || open.includes(word)) continue
    if (text[match.index - 1] === '%' && !REGISTER.test(macros.objects.get(word) ?? '')) continue
    const whole = replacement(text, match.index, word, macros)
    if (!whole) continue
    out += text.slice(from, match.index) + expand(whole.text, macros, [...open, word])
    from = whole.end
    // The expansion has used the same expression.
    WORD.lastIndex = from
  }
  return out + text.slice(from)
}

/** What stands for a word of a text, and where the text goes on behind it. */
function replacement(
  text: string,
  index: number,
  word: string,
  { objects, functions }: CppMacros,
): { readonly text: string; readonly end: number } | undefined {
  const end = index + word.length
  const call = functions.get(word)
  const opening = call && /^\s*\(/.exec(text.slice(end))
  if (call && opening) {
    const args = callArguments(text, end + opening[0].length)
    if (!args) return undefined
    const rest = /^(\w*)\.\.\.$/.exec(call.parameters.at(-1) ?? '')
    const isVariadic = rest !== null
    const named = isVariadic
      ? { ...call, parameters: [...call.parameters.slice(0, -1), rest[1] || '__VA_ARGS__'] }
      : call
    const count = named.parameters.length
    const all = isVariadic ? [...args.texts.slice(0, count - 1), args.texts.slice(count - 1).join(', ')] : args.texts
    return { text: expandMacro(named, all), end: args.end }
  }
  const value = objects.get(word)
  return value === undefined || value.trim() === word ? undefined : { text: value, end }
}

/** The arguments of a call from behind its bracket, and where it ends; undefined where the bracket is not closed. */
function callArguments(
  text: string,
  from: number,
): { readonly texts: readonly string[]; readonly end: number } | undefined {
  const texts: string[] = ['']
  let depth = 1
  let quote = false
  for (let i = from; i < text.length; i++) {
    const char = text[i]!
    if (char === '"' && text[i - 1] !== '\\') quote = !quote
    if (!quote && char === '(') depth++
    if (!quote && char === ')' && --depth === 0) return { texts: texts.map(it => it.trim()), end: i + 1 }
    if (!quote && char === ',' && depth === 1) texts.push('')
    else texts[texts.length - 1] += char
  }
  return undefined
}

/**
 * Join lines that go on in the next one: after a backslash, or in brackets that are still open.
 *
 * @param texts - lines without comments.
 * @param file - their file.
 * @returns the joined lines, each at the place of its first.
 */
export function joinedLines(texts: readonly string[], file: string): readonly SourceLine[] {
  const out: SourceLine[] = []
  for (let i = 0; i < texts.length; i++) {
    const line = i + 1
    let text = texts[i]!
    while (i + 1 < texts.length && (/\\\s*$/.test(text) || (isOpen(text) && i - line < 20)))
      text = `${text.replace(/\\\s*$/, '')} ${texts[++i]!.trim()}`
    if (text.trim() !== '') out.push({ text, file, line })
  }
  return out
}

/** Whether a text, which is a call, has a bracket that is not closed. */
function isOpen(text: string): boolean {
  if (!/^\s*[A-Z_]\w*\s*\(/.test(text)) return false
  const plain = text.replace(/"(?:\\.|[^"\\])*"/g, '')
  return plain.split('(').length > plain.split(')').length
}
