import type { Node } from 'web-tree-sitter'
import type { ArchVariant } from '../arch-variants.ts'
import type { CParser } from './parse-c.ts'
import type { KernelTree } from '../kernel-tree.ts'
import type { Defined, Macros } from './preprocess.ts'
import { evaluate, preprocess } from './preprocess.ts'

/** Where a declaration stands, and its node in the syntax tree. */
export type Declared = { readonly node: Node; readonly file: string; readonly line: number }

/** The declarations of some headers as they are on one architecture. */
export type Headers = {
  /** `struct NAME` or `union NAME` with a body. */
  readonly tag: (name: string) => Declared | undefined
  /** The type that a typedef names. */
  readonly typedef: (name: string) => Declared | undefined
  /** A macro without arguments, of the headers read so far. */
  readonly macro: (name: string) => string | undefined
  /**
   * The value of a constant expression.
   *
   * @throws UnknownName if it hangs on a name that no header defines.
   */
  readonly evaluate: (text: string) => number
}

/** Headers that include one another go less deep than this. */
const MOST_NESTED = 8

/** Of the kernel's own headers, only these of an architecture's matter for its register structs. */
const FOLLOWED = /^(?:asm|uapi\/asm|sysdep|generated|variant)\//

/**
 * Read headers of an architecture, and those of its own that they include.
 *
 * @param defined - what the compiler and the configuration define.
 */
export function readHeaders(
  tree: KernelTree,
  variant: ArchVariant,
  files: readonly string[],
  parser: CParser,
  defined: Defined,
): Headers {
  const macros: Macros = new Map()
  const tags = new Map<string, Declared>()
  const typedefs = new Map<string, Declared>()
  const read = new Set<string>()
  /** Headers that are included and not read yet: most of them say nothing of registers. */
  let waiting: { readonly file: string; readonly depth: number }[] = files.map(file => ({ file, depth: 0 }))

  const visit = ({ file, depth }: { readonly file: string; readonly depth: number }): void => {
    if (read.has(file) || depth > MOST_NESTED) return
    read.add(file)
    const text = tree.read(file)
    if (text === undefined) return
    const root = parser.parse(preprocess(text, parser, defined, macros)).rootNode
    const place = (node: Node) => ({ node, file, line: node.startPosition.row + 1 })
    for (const include of root.descendantsOfType('preproc_include')) {
      const path = include!.childForFieldName('path')?.text.slice(1, -1) ?? ''
      if (FOLLOWED.test(path)) waiting.push(...includePaths(variant, path).map(it => ({ file: it, depth: depth + 1 })))
    }
    for (const node of root.descendantsOfType(['struct_specifier', 'union_specifier'])) {
      const name = node!.childForFieldName('name')?.text
      if (name && node!.childForFieldName('body') && !tags.has(name)) tags.set(name, place(node!))
    }
    for (const node of root.descendantsOfType('type_definition')) {
      const type = node!.childForFieldName('type')
      for (const declarator of node!.childrenForFieldName('declarator')) {
        if (type && declarator?.type === 'type_identifier' && !typedefs.has(declarator.text))
          typedefs.set(declarator.text, place(type))
      }
    }
  }
  const visitWaiting = (): void => {
    const now = waiting
    waiting = []
    now.forEach(visit)
  }
  /** What a header declares: those that were named first, then one ring of includes after the other, until it is found. */
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
      evaluate(text, parser, name => {
        const value = defined(name) ?? findMacro(name)
        if (value === undefined) throw new UnknownName(name)
        return value
      }),
  }
}

/** A constant expression hangs on a name that no header defines. */
export class UnknownName extends Error {
  constructor(name: string) {
    super(`${name} is defined in no header of the arch`)
  }
}

/** Where an include of an architecture's own header may lead. */
export function includePaths(variant: ArchVariant, path: string): readonly string[] {
  return [`${variant.directory}/include`, `${variant.directory}/include/uapi`, ...variant.includes].map(
    it => `${it}/${path}`,
  )
}
