import type { CppMacros } from './cpp-lines.ts'
import { expandCpp } from './cpp-lines.ts'

/**
 * Find the assembly that stands in a C file, in `asm("…")`, line by line: every other line becomes blank. A function
 * that holds nothing but assembly becomes a label.
 *
 * @param lines - the lines of the file, its conditionals resolved.
 * @param macros - the macros of the preprocessor, which may hold parts of the strings.
 * @returns as many lines as before.
 */
export function inlineAsm(lines: readonly string[], macros: CppMacros): readonly string[] {
  const out: string[] = lines.map(() => '')
  const text = lines.join('\n')
  const starts = lineStarts(text)
  for (const match of text.matchAll(
    /\b(?:asm|__asm__|__asm)\b\s*(?:volatile|__volatile__|goto|inline|__inline)?\s*(?:volatile|__volatile__)?\s*\(/g,
  )) {
    const from = match.index + match[0].length
    const end = closingBracket(text, from)
    if (end === undefined) continue
    const name = nakedFunction(text.slice(0, match.index))
    const first = lineOf(starts, from)
    if (name) out[first] = `${name}:`
    let line = first
    for (const [i, part] of text.slice(from, end).split('\n').entries()) {
      line = first + i
      const strings = stringsOf(
        expandCpp(part, {
          ...macros,
          functions: new Map([...macros.functions, ['__stringify', { parameters: ['x'], body: '"x"' }]]),
        }),
      )
      if (strings === undefined) continue
      out[line] = `${out[line] ?? ''}${out[line]?.endsWith(':') ? ' ' : ''}${strings}`
      // The operands begin at a colon outside of the strings.
      if (/^[^"]*:|:[^"]*$/.test(part.replace(/"(?:\\.|[^"\\])*"/g, '""').replace(/""/g, '')) && !/"/.test(part)) break
    }
  }
  return out
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function lineOf(starts: readonly number[], index: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (starts[middle]! <= index) low = middle
    else high = middle - 1
  }
  return low
}

function closingBracket(text: string, from: number): number | undefined {
  let depth = 1
  let quote = false
  for (let i = from; i < text.length; i++) {
    const char = text[i]
    if (char === '\\') i++
    else if (char === '"') quote = !quote
    else if (!quote && char === '(') depth++
    else if (!quote && char === ')' && --depth === 0) return i
  }
  return undefined
}

/** The name of the function whose body has just begun before an `asm`. */
function nakedFunction(before: string): string | undefined {
  return /(?:^|\n)[^\n;{}]*?\b(\w+)\s*\([^;{}]*\)\s*\{\s*$/.exec(before.slice(-600))?.[1]
}

/** The strings of a line, one after the other, with statements separated by `;`. */
function stringsOf(text: string): string | undefined {
  const strings = [...text.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(it => it[1]!)
  return strings.length === 0
    ? undefined
    : strings
        .join('')
        .replace(/\\n/g, ' ; ')
        .replace(/\\t/g, ' ')
        .replace(/\\(["\\])/g, '$1')
}
