/**
 * Split a text at a character that stands outside of strings and brackets.
 *
 * @param text - the text.
 * @param separator - the character.
 * @returns the parts, trimmed; one empty part for an empty text.
 */
export function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = ['']
  let depth = 0
  let quote = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (char === '"' && text[i - 1] !== '\\') quote = !quote
    if (!quote) depth += '([{'.includes(char) ? 1 : ')]}'.includes(char) ? -1 : 0
    if (char === separator && !quote && (depth <= 0 || separator === ';')) parts.push('')
    else parts[parts.length - 1] += char
  }
  return parts.map(it => it.trim())
}
