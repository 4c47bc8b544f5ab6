import type { Node, Tree } from 'web-tree-sitter'
import { createRequire } from 'node:module'
import { Language, Parser } from 'web-tree-sitter'

/** A parser of C, ready to use. */
export type CParser = {
  /** Parse a text; its syntax tree may have error nodes where the kernel uses macros. */
  readonly parse: (text: string) => Tree
  /** The line, from 1, on which a text defines a function or macro; undefined if it only declares or calls it. */
  readonly definitionOf: (text: string, name: string) => number | undefined
}

let loading: Promise<CParser> | undefined

/**
 * Load the parser and its grammar. The second call gives the same parser.
 *
 * @returns the parser.
 */
export function loadCParser(): Promise<CParser> {
  return (loading ??= load())
}

async function load(): Promise<CParser> {
  await Parser.init()
  const grammar = await Language.load(createRequire(import.meta.url).resolve('tree-sitter-c/tree-sitter-c.wasm'))
  const parser = new Parser()
  parser.setLanguage(grammar)
  const parse = (text: string): Tree => {
    const tree = parser.parse(text)
    if (!tree) throw new Error('the C parser returned no tree')
    return tree
  }
  // Two architectures of one directory look for definitions in the same files.
  const known = new Map<string, number | undefined>()
  return {
    parse,
    definitionOf: (text, name) => {
      const key = `${name}\n${text}`
      if (!known.has(key)) known.set(key, definitionOf(parse(text).rootNode, name))
      return known.get(key)
    },
  }
}

function definitionOf(root: Node, name: string): number | undefined {
  for (const it of root.descendantsOfType(['function_definition', 'preproc_function_def', 'preproc_def'])) {
    const found = it?.type === 'function_definition' ? functionName(it) : it?.childForFieldName('name')?.text
    if (it && found === name) return it.startPosition.row + 1
  }
  return undefined
}

/** The name in a function's definition, which may be nested in pointers and attributes. */
function functionName(definition: Node): string | undefined {
  let node = definition.childForFieldName('declarator')
  while (node && node.type !== 'function_declarator') node = node.childForFieldName('declarator')
  return node?.childForFieldName('declarator')?.text
}
