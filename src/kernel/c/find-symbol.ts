import type { Node, Tree } from 'web-tree-sitter'
import type { CParser } from './parse-c.ts'
import { extname } from 'node:path'
import { preprocess } from './preprocess.ts'

/**
 * Whether a file defines a symbol, only mentions it, or neither. `line` is that of the definition or of the first
 * mention, from 1.
 */
export type FoundSymbol = { readonly is: 'defined' | 'mentioned'; readonly line: number } | { readonly is: 'absent' }

/**
 * Look for a symbol in a file of the kernel. In C it is a function, macro, type, variable, member or constant; in
 * assembly a label or macro; in Kconfig a symbol.
 *
 * @param text - the text of the file.
 * @param file - its path, which says what kind of file it is.
 * @param symbol - a name, `struct pt_regs`, or the beginning of a line as the file has it:
 *   `SYM_CODE_START(ftrace_caller)`. White space may differ.
 * @param parser - the parser for C.
 * @returns what was found.
 */
export function findSymbol(text: string, file: string, symbol: string, parser: CParser): FoundSymbol {
  const name = /^(?:struct|union|enum)\s+(\w+)$/.exec(symbol)?.[1] ?? symbol
  if (!/^[\w.]+$/.test(name)) return firstLine(text, new RegExp(`^[ \\t]*${looselySpaced(name)}`, 'm'), 'defined')
  const mention = firstLine(text, new RegExp(`(?<![\\w.])${name.replaceAll('.', '\\.')}(?!\\w)`), 'mentioned')
  if (mention.is === 'absent') return mention
  const definition = definitionLine(text, file, name, parser)
  return definition === undefined ? mention : { is: 'defined', line: definition }
}

function definitionLine(text: string, file: string, name: string, parser: CParser): number | undefined {
  const base = file.slice(file.lastIndexOf('/') + 1)
  if (base.startsWith('Kconfig'))
    return lineOf(text, new RegExp(`^[ \\t]*(?:(?:menu)?config|select|imply)[ \\t]+${name}(?!\\w)`, 'm'))
  switch (extname(base)) {
    case '.S':
    case '.s':
      return asmLine(text, name)
    // The grammar of C takes the type in DEFINE_PER_CPU(struct x, name) for an error.
    case '.c':
      return (
        cLine(text, name, parser) ??
        lineOf(text, new RegExp(`^[ \\t]*DEFINE_\\w+\\([^;\\n]*,[ \\t]*${name}(?!\\w)`, 'm'))
      )
    // A header may define macros of the assembler. A definition may be seen only once conditionals are resolved.
    case '.h':
      return (
        cLine(text, name, parser) ??
        lineOf(text, new RegExp(`^[ \\t]*\\.macro[ \\t]+${name}(?!\\w)`, 'm')) ??
        cLine(preprocess(text, { parser, defined: ifKernel, macros: new Map() }), name, parser)
      )
    default:
      return lineOf(text, new RegExp(`(?<!\\w)${name}(?!\\w)`))
  }
}

/** What is defined in the kernel's own code, not in user space. */
const ifKernel = (name: string) => (name === '__KERNEL__' ? '1' : undefined)

/**
 * The line of a label, of a macro, or of a macro in capitals that makes a label: `SYM_FUNC_START(x)`, `BUILD_HANDLER
 * x …`.
 */
function asmLine(text: string, name: string): number | undefined {
  return lineOf(
    text,
    new RegExp(
      `^[ \\t]*(?:${name}:|\\.macro[ \\t]+${name}(?!\\w)|#[ \\t]*define[ \\t]+${name}(?!\\w)|\\.(?:globl|global|set|equ)[ \\t]+${name}(?!\\w)|[A-Z_][A-Z0-9_]+[ \\t]*[ \\t(][ \\t]*${name}(?!\\w))`,
      'm',
    ),
  )
}

/** Kinds of syntax nodes that name something, and the field that holds the name. */
const NAME_FIELDS = new Map([
  ['preproc_def', 'name'],
  ['preproc_function_def', 'name'],
  ['enumerator', 'name'],
  ['struct_specifier', 'name'],
  ['union_specifier', 'name'],
  ['enum_specifier', 'name'],
  ['function_declarator', 'declarator'],
  ['init_declarator', 'declarator'],
  ['array_declarator', 'declarator'],
  ['declaration', 'declarator'],
  ['field_declaration', 'declarator'],
  ['type_definition', 'declarator'],
  ['pointer_declarator', 'declarator'],
])

/** The file that was parsed last: citations of one file are checked one after the other. */
let last: { readonly text: string; readonly parser: CParser; readonly tree: Tree } | undefined

/** What says in which section a function lies: `int __init f(void)`, which the grammar of C cannot parse. */
const SECTION = /\b__(?:init|exit)\b/g

function parsed(text: string, parser: CParser): Node {
  if (last?.text !== text || last.parser !== parser) {
    last?.tree.delete()
    last = { text, parser, tree: parser.parse(text.replace(SECTION, it => ' '.repeat(it.length))) }
  }
  return last.tree.rootNode
}

function cLine(text: string, name: string, parser: CParser): number | undefined {
  const root = parsed(text, parser)
  const lines = text.split('\n')
  const word = new RegExp(`(?<!\\w)${name}(?!\\w)`, 'g')
  for (let row = 0; row < lines.length; row++) {
    for (const { index } of lines[row]!.matchAll(word)) {
      const node = root.descendantForPosition({ row, column: index })
      if (node && isDefinition(node, name)) return row + 1
    }
  }
  return undefined
}

function isDefinition(node: Node, name: string): boolean {
  const parent = node.parent
  if (!parent) return false
  const field = NAME_FIELDS.get(parent.type)
  if (field && parent.childrenForFieldName(field).some(it => it?.id === node.id))
    return parent.type !== 'struct_specifier' || parent.childForFieldName('body') !== null
  // A label in a string of inline assembly.
  if (node.type === 'string_content')
    return new RegExp(`(?:^|\\W)${name}:|\\.(?:globl|type)\\s+${name}(?!\\w)`).test(node.text)
  // A name that a macro of the kernel defines: DEFINE(X, …), SYSCALL_DEFINE0(x).
  if (parent.type === 'parenthesized_declarator' && parent.parent?.type === 'function_definition')
    return DEFINES.test(parent.parent.childForFieldName('type')?.text ?? '')
  if (parent.type === 'argument_list' && parent.parent?.type === 'call_expression')
    return DEFINES.test(parent.parent.childForFieldName('function')?.text ?? '')
  return false
}

/** Macros that define the name in their first argument. */
const DEFINES = /^(?:\w*DEFINE\w*|OFFSET|\w+_OFFSET|BPF_CALL_\d|TRACE_EVENT)$/

function firstLine(text: string, pattern: RegExp, is: 'defined' | 'mentioned'): FoundSymbol {
  const line = lineOf(text, pattern)
  return line === undefined ? { is: 'absent' } : { is, line }
}

/** The line of the first match, from 1; white space that the match begins with is skipped. */
function lineOf(text: string, pattern: RegExp): number | undefined {
  const at = pattern.exec(text)
  return at ? text.slice(0, at.index + at[0].length - at[0].trimStart().length).split('\n').length : undefined
}

/** A pattern for a text in which any white space matches any other. */
function looselySpaced(text: string): string {
  return text
    .split(/\s+/)
    .map(it => it.replace(/[^\w]/g, '\\$&'))
    .join('\\s+')
}
