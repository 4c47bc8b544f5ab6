import type { ArchContext } from '../arch-context.ts'
import type { FunctionMacro } from './function-macros.ts'
import type { MacroLookup } from './evaluate-expression.ts'
import type { CParser } from './parse-c.ts'
import type { Headers } from './read-headers.ts'
import type { Place } from '../kernel-tree.ts'
import { expandCall, withMemberCalls } from './function-macros.ts'
import { initializers } from './initializers.ts'
import { type Macros, preprocess } from './preprocess.ts'

/** Names of registers by their fields, and where the table of them is. */
export type RegisterTable = Place & { readonly names: ReadonlyMap<string, string> }

/**
 * Find an architecture's names for the fields of `struct pt_regs`. They are in its table `regoffset_table`, by which
 * probe events name registers.
 *
 * @param context - the architecture.
 * @param defined - what the compiler and the configuration define.
 * @param headers - the headers that declare the struct.
 * @returns the name of each register, by the name of its field.
 */
export function registerNames(
  context: ArchContext,
  defined: MacroLookup,
  headers: Headers,
): ReadonlyMap<string, string> {
  return registerTable(context, defined, headers)?.names ?? new Map()
}

/**
 * Read the table by which probe events name registers.
 *
 * @param context - the architecture.
 * @param defined - what the compiler and the configuration define.
 * @param headers - the headers that declare the struct.
 * @returns the table; undefined if the architecture has none.
 */
export function registerTable(context: ArchContext, defined: MacroLookup, headers: Headers): RegisterTable | undefined {
  const { tree, parser } = context
  const names = new Map<string, string>()
  let place: Place | undefined
  for (const file of tableFiles(context)) {
    const text = tree.read(file)
    const at = text?.split('\n').findIndex(it => /\b(?:regoffset_table|gpr_names)\b/.test(it)) ?? -1
    if (text === undefined || at < 0) continue
    place ??= { file, line: at + 1 }
    const macros: Macros = new Map()
    const functions = new Map<string, FunctionMacro>()
    const lines = preprocess(text, { parser, defined, macros, functions })
    const table = initializers(lines, 'regoffset_table', parser)
    const rows = table.map(it => (it.type === 'call_expression' ? expandCall(it, functions) : it.text))
    for (const { name, member } of rowsOf(rows, parser)) {
      // A member may be a macro, such as arm's ARM_r0. The first name of a register counts; later ones are synonyms.
      const field = (headers.macro(member) ?? macros.get(member) ?? member).trim()
      if (!names.has(field)) names.set(field, name)
    }
    // s390 has only names, in the order of the registers.
    initializers(lines, 'gpr_names', parser).forEach((it, i) => names.set(`gprs[${i}]`, it.text.slice(1, -1)))
  }
  return place && names.size > 0 ? { names, ...place } : undefined
}

/** The C files that may hold the table, without that of the other width. */
function tableFiles({ tree, variant }: ArchContext): readonly string[] {
  const folders = [`${variant.directory}/kernel`, `${variant.directory}/kernel/ptrace`]
  const isOther = new RegExp(`_${variant.bits === 64 ? 32 : 64}\\.c$`)
  return folders.flatMap(folder =>
    tree
      .names(folder)
      .filter(it => /^ptrace.*\.c$/.test(it) && !isOther.test(it))
      .map(it => `${folder}/${it}`),
  )
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
