import type { Node } from 'web-tree-sitter'
import type { ArchContext } from '../arch-context.ts'
import type { ArchVariant } from '../arch-variants.ts'
import { type MacroLookup, evaluateExpression } from './evaluate-expression.ts'
import { expandMemberMacros } from './member-macros.ts'
import { type Macros, preprocess } from './preprocess.ts'

/** A declaration: its node in the syntax tree, its file, and its line from 1. */
export type Declaration = { readonly node: Node; readonly file: string; readonly line: number }

/** The declarations of some headers on one architecture. */
export type Headers = {
  /** `struct NAME` or `union NAME` with a body. */
  readonly tag: (name: string) => Declaration | undefined
  /** The type that a typedef names. */
  readonly typedef: (name: string) => Declaration | undefined
  /** The text of a macro without arguments, of the headers that have been read so far. */
  readonly macro: (name: string) => string | undefined
  /**
   * The value of a constant expression.
   *
   * @throws UnknownName if it contains a name that no header defines.
   */
  readonly evaluate: (text: string) => number
}

/** How many headers may include one another in a row; what is deeper is not read. */
const MOST_INCLUDE_DEPTH = 8

/** The includes that are followed: only an architecture's own headers matter for its register structs. */
const FOLLOWED = /^(?:asm|uapi\/asm|sysdep|generated|variant)\//

/**
 * Read headers of an architecture, and those of its own that they include. Included headers are read only when a
 * declaration is looked for that has not been found yet.
 *
 * @param context - the architecture.
 * @param files - paths of the headers to begin with; the first definition of a name counts.
 * @param defined - what the compiler and the configuration define.
 * @returns their declarations.
 */
export function readHeaders(
  { tree, variant, parser }: ArchContext,
  files: readonly string[],
  defined: MacroLookup,
): Headers {
  const macros: Macros = new Map()
  const tags = new Map<string, Declaration>()
  const typedefs = new Map<string, Declaration>()
  const read = new Set<string>()
  /** Headers that are included but not read yet; most of them declare nothing about registers. */
  let waiting: { readonly file: string; readonly depth: number }[] = files.map(file => ({ file, depth: 0 }))

  const visit = ({ file, depth }: { readonly file: string; readonly depth: number }): void => {
    if (read.has(file) || depth > MOST_INCLUDE_DEPTH) return
    read.add(file)
    const text = tree.read(file)
    if (text === undefined) return
    const root = parser.parse(expandMemberMacros(preprocess(text, { parser, defined, macros }))).rootNode
    const declaration = (node: Node) => ({ node, file, line: node.startPosition.row + 1 })
    for (const include of root.descendantsOfType('preproc_include')) {
      const path = include!.childForFieldName('path')?.text.slice(1, -1) ?? ''
      if (FOLLOWED.test(path)) waiting.push(...includePaths(variant, path).map(it => ({ file: it, depth: depth + 1 })))
    }
    for (const node of root.descendantsOfType(['struct_specifier', 'union_specifier'])) {
      const name = node!.childForFieldName('name')?.text
      if (name && node!.childForFieldName('body') && !tags.has(name)) tags.set(name, declaration(node!))
    }
    for (const node of root.descendantsOfType('type_definition')) {
      const type = node!.childForFieldName('type')
      for (const declarator of node!.childrenForFieldName('declarator')) {
        if (type && declarator?.type === 'type_identifier' && !typedefs.has(declarator.text))
          typedefs.set(declarator.text, declaration(type))
      }
    }
  }
  const visitWaiting = (): void => {
    const now = waiting
    waiting = []
    now.forEach(visit)
  }
  /** Look a name up, reading one level of includes after the other until it is found. */
  const find =
    <T>(of: ReadonlyMap<string, T>) =>
    (name: string): T | undefined => {
      while (!of.has(name) && waiting.length > 0) visitWaiting()
      return of.get(name)
    }
  visitWaiting()
  const findMacro = find(macros)
  return {
    tag: find(tags),
    typedef: find(typedefs),
    macro: name => macros.get(name),
    evaluate: text =>
      evaluateExpression(text, parser, name => {
        const value = defined(name) ?? findMacro(name)
        if (value === undefined) throw new UnknownName(name)
        return value
      }),
  }
}

/** A constant expression contains a name that no header defines. */
export class UnknownName extends Error {
  constructor(name: string) {
    super(`${name} is defined in no header of the arch`)
  }
}

/**
 * List the files that an include of an architecture's own header may mean.
 *
 * @param variant - the architecture.
 * @param path - as in the include: `asm/ptrace.h`.
 * @returns paths in the tree, in the order in which they are tried; not all exist.
 */
export function includePaths(variant: ArchVariant, path: string): readonly string[] {
  return [`${variant.directory}/include`, `${variant.directory}/include/uapi`, ...variant.includeFolders].map(
    it => `${it}/${path}`,
  )
}
