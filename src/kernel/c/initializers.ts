import type { Node } from 'web-tree-sitter'
import type { CParser } from './parse-c.ts'

/**
 * Find the initializers of an array; only that part of the file is parsed.
 *
 * @param text - a C file, preprocessed.
 * @param array - the name of the array.
 * @param parser - parses C.
 * @returns a node for each element that is given, in order; none if the file has no such array.
 */
export function initializers(text: string, array: string, parser: CParser): readonly Node[] {
  const found = new RegExp(`\\b${array}\\s*\\[[^\\]]*\\]\\s*=\\s*\\{`).exec(text)
  const end = found ? text.indexOf('};', found.index) : -1
  if (!found || end < 0) return []
  const root = parser.parse(`struct row x[] = {${text.slice(found.index + found[0].length, end)}};`).rootNode
  return root.descendantsOfType('initializer_list')[0]?.namedChildren.map(it => it!) ?? []
}
