import type { Node } from 'web-tree-sitter'
import type { ArchVariant } from '../arch-variants.ts'
import type { FunctionMacro } from './function-macros.ts'
import type { CParser } from './parse-c.ts'
import type { Headers } from './read-headers.ts'
import type { Defined, Macros } from './preprocess.ts'
import type { KernelTree } from '../kernel-tree.ts'
import { expandCall, withMemberCalls } from './function-macros.ts'
import { preprocess } from './preprocess.ts'

/**
 * The names by which an architecture calls the fields of `struct pt_regs`: those of its table of names and offsets,
 * by which events ask for registers.
 *
 * @returns the register's name by the field's.
 */
export function registerNames(
  tree: KernelTree,
  variant: ArchVariant,
  parser: CParser,
  defined: Defined,
  headers: Headers,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const file of tableFiles(tree, variant)) {
    const text = tree.read(file)
    if (text === undefined || !/\b(?:regoffset_table|gpr_names)\b/.test(text)) continue
    const macros: Macros = new Map()
    const functions = new Map<string, FunctionMacro>()
    const lines = preprocess(text, parser, defined, macros, functions)
    const table = initializers(lines, 'regoffset_table', parser)
    const rows = table.map(it => (it.type === 'call_expression' ? expandCall(it, functions) : it.text))
    for (const { name, member } of rowsOf(rows, parser)) {
      // A member may itself be a macro, as arm's ARM_r0; the first name of a register is its own.
      const field = (headers.macro(member) ?? macros.get(member) ?? member).trim()
      if (!names.has(field)) names.set(field, name)
    }
    // s390 has names alone, in the order of the registers.
    initializers(lines, 'gpr_names', parser).forEach((it, i) => names.set(`gprs[${i}]`, it.text.slice(1, -1)))
  }
  return names
}

function tableFiles(tree: KernelTree, variant: ArchVariant): readonly string[] {
  const folders = [`${variant.directory}/kernel`, `${variant.directory}/kernel/ptrace`]
  const isOther = new RegExp(`_${variant.bits === 64 ? 32 : 64}\\.c$`)
  return folders.flatMap(folder =>
    tree
      .names(folder)
      .filter(it => /^ptrace.*\.c$/.test(it) && !isOther.test(it))
      .map(it => `${folder}/${it}`),
  )
}

/** What an array is initialised with; only that part of the file is parsed. */
function initializers(text: string, array: string, parser: CParser): readonly Node[] {
  const found = new RegExp(`\\b${array}\\s*\\[[^\\]]*\\]\\s*=\\s*\\{`).exec(text)
  const end = found ? text.indexOf('};', found.index) : -1
  if (!found || end < 0) return []
  const root = parser.parse(`struct row x[] = {${text.slice(found.index + found[0].length, end)}};`).rootNode
  return root.descendantsOfType('initializer_list')[0]?.namedChildren.map(it => it!) ?? []
}

/** The names and the members of rows `{.name = "x" "0", .offset = offsetof(struct pt_regs, regs[0])}`. */
function rowsOf(
  rows: readonly string[],
  parser: CParser,
): readonly { readonly name: string; readonly member: string }[] {
  const root = parser.parse(`struct row x[] = {${withMemberCalls(rows.join(',\n'))}};`).rootNode
  return root.descendantsOfType('initializer_list').flatMap(list => {
    const value = (designator: string) =>
      list!.namedChildren
        .find(it => it!.childForFieldName('designator')?.text === designator)
        ?.childForFieldName('value')
    const name = value('.name')
      ?.descendantsOfType('string_content')
      .map(it => it!.text)
      .join('')
    const member = value('.offset')?.childForFieldName('arguments')?.namedChildren[1]?.text
    return name && member ? [{ name, member }] : []
  })
}
