import type { Node } from 'web-tree-sitter'
import type { CParser } from './parse-c.ts'
import { findSymbol } from './find-symbol.ts'

/** What a file has of a symbol: its definition, from the first line, counted from 1. */
export type DefinitionLines = { readonly first: number; readonly lines: readonly string[] }

/** More than this is no place to show, lines. */
const MOST_LINES = 90

/** What closes a piece of source that no grammar of C follows, by how its first line begins. */
const CLOSED_BY: readonly (readonly [begins: RegExp, ends: RegExp])[] = [
  [/^[ \t]*\.macro\b/, /^[ \t]*\.endm\b/],
  [/^[ \t]*(?:SYM_\w*START\w*|ENTRY\w*)\b/, /^[ \t]*(?:SYM_\w*END\w*|END\w*|\.size)\b/],
  [/^[ \t]*asm\b/, /^[ \t]*\)[ \t]*;/],
]

/**
 * The lines with which a file of the kernel defines a symbol.
 *
 * @returns undefined where the file does not define it.
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
  // The kernel's macros before a name can hide from the grammar that a body follows.
  const isCut = isC && !closing && !lines.slice(whole.first, whole.last + 1).some(line => /[;}\\]\s*$/.test(line))
  const end = closing ?? (isCut ? /^\}/ : undefined)
  const at = end === undefined ? -1 : lines.findIndex((line, i) => i > whole.first && end.test(line))
  const last = at < 0 ? whole.last : at
  return { first: whole.first + 1, lines: lines.slice(whole.first, Math.min(last + 1, whole.first + MOST_LINES)) }
}

/** The first and the last row, from 0, of what stands at a row as a whole: a function, a struct, a macro. */
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
