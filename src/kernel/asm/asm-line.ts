/** A line of assembly, and the line of the file that it comes from, from 1. `via` names the macro that made it. */
export type AsmLine = { readonly text: string; readonly line: number; readonly via?: string }

/**
 * Split operands at commas that are not in brackets.
 *
 * @param text - what follows an instruction or a macro: `%r2, 8(%r15)`.
 * @returns the operands, trimmed; one empty operand for an empty text.
 */
export function splitOperands(text: string): readonly string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const char of text) {
    depth += char === '(' || char === '[' ? 1 : char === ')' || char === ']' ? -1 : 0
    if (char === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += char
  }
  return parts.map(it => it.trim())
}
