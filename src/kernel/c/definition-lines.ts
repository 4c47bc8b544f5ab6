import type { Node } from 'web-tree-sitter'
import type { CParser } from './parse-c.ts'
import { findSymbol } from './find-symbol.ts'

/** The definition of a symbol in a file. `first` is the number of its first line, from 1. */
export type DefinitionLines = { readonly first: number; readonly lines: readonly string[] }

/** A longer definition is cut, lines. */
const MOST_DEFINITION_LINES = 90

/** The last line of a definition that the C grammar does not cover, by how its first line begins. */
const CLOSED_BY: readonly (readonly [begins: RegExp, ends: RegExp])[] = [
  [/^[ \t]*\.macro\b/, /^[ \t]*\.endm\b/],
  [/^[ \t]*(?:SYM_\w*START\w*|ENTRY\w*)\b/, /^[ \t]*(?:SYM_\w*END\w*|END\w*|\.size)\b/],
  [/^[ \t]*asm\b/, /^[ \t]*\)[ \t]*;/],
]

/**
 * Find the lines with which a file of the kernel defines a symbol.
 *
 * @param text - the text of the file.
 * @param file - its path, whose extension says how it is read.
 * @param symbol - as in a citation: `struct pt_regs`, `ftrace_caller`.
 * @param parser - the parser for C.
 * @returns undefined if the file does not define it.
 */
export function definitionLines(
  text: string,
  file: string,
  symbol: string,
  parser: CParser,
): DefinitionLines | undefined {
  const found = findSymbol(text, file, symbol, parser)
  if (found.is !== 'defined') return undefined
  const lines = text.split('\n')
  const isC = /\.[ch]$/.test(file)
  const whole = isC
    ? wholeAt((parser.definitionOf(text, symbol) ?? found.line) - 1, text, lines, parser)
    : { first: found.line - 1, last: found.line - 1 }
  const closing = CLOSED_BY.find(([begins]) => begins.test(lines[whole.first]!))?.[1]
  // The kernel's macros before a name can keep the grammar from seeing the function's body.
  const isCut = isC && !closing && !lines.slice(whole.first, whole.last + 1).some(line => /[;}\\]\s*$/.test(line))
  const end = closing ?? (isCut ? /^\}/ : undefined)
  const at = end === undefined ? -1 : lines.findIndex((line, i) => i > whole.first && end.test(line))
  const last = at < 0 ? whole.last : at
  return {
    first: whole.first + 1,
    lines: lines.slice(whole.first, Math.min(last + 1, whole.first + MOST_DEFINITION_LINES)),
  }
}

/** The first and the last row, from 0, of the whole function, struct or macro at a row. */
function wholeAt(
  row: number,
  text: string,
  lines: readonly string[],
  parser: CParser,
): { readonly first: number; readonly last: number } {
  const column = /\S/.exec(lines[row] ?? '')?.index ?? 0
  let node: Node | null = parser.parse(text).rootNode.descendantForPosition({ row, column })
  while (
    node?.parent &&
    !/^(?:translation_unit|preproc_(?:if|ifdef|else|elif)|declaration_list|linkage_specification|ERROR)$/.test(
      node.parent.type,
    )
  )
    node = node.parent
  if (!node || node.type === 'ERROR') return { first: row, last: row }
  const { startPosition: start, endPosition: end } = node
  return { first: start.row, last: end.column > 0 ? end.row : end.row - 1 }
}
