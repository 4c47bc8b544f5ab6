import type { Node, Tree } from 'web-tree-sitter'
import { createRequire } from 'node:module'
import { Language, Parser } from 'web-tree-sitter'

/** A parser of C, ready to use. */
export type CParser = {
  /** The syntax tree of a text; it may have errors where the kernel's macros stand. */
  readonly parse: (text: string) => Tree
  /** The line, from 1, on which a text defines a function or a macro of a name; a mention or a declaration is none. */
  readonly definitionOf: (text: string, name: string) => number | undefined
}

let loading: Promise<CParser> | undefined

/** Load the parser and its grammar, once. */
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
    if (!tree) throw new Error('the C parser gave up')
    return tree
  }
  // Two architectures of one directory ask for the same files.
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
    const its = it?.type === 'function_definition' ? functionName(it) : it?.childForFieldName('name')?.text
    if (it && its === name) return it.startPosition.row + 1
  }
  return undefined
}

/** The name of a function that is defined, under pointers and attributes. */
function functionName(definition: Node): string | undefined {
  let at = definition.childForFieldName('declarator')
  while (at && at.type !== 'function_declarator') at = at.childForFieldName('declarator')
  return at?.childForFieldName('declarator')?.text
}
