import type { ArchVariant } from './arch-variants.ts'
import type { CParser } from './c-parser.ts'
import type { Headers } from './headers.ts'
import type { Defined, Macros } from './preprocess.ts'
import type { KernelTree } from './tree.ts'
import { preprocess } from './preprocess.ts'

/** A macro with arguments. */
type FunctionMacro = { readonly parameters: readonly string[], readonly body: string }

/**
 * The names by which an architecture calls the fields of `struct pt_regs`: those of its table of names and offsets,
 * by which events ask for registers.
 *
 * @returns the register's name by the field's.
 */
export function registerNames(tree: KernelTree, variant: ArchVariant, parser: CParser, defined: Defined, headers: Headers): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const file of tableFiles(tree, variant)) {
    const text = tree.read(file)
    if (text === undefined || !/\b(?:regoffset_table|gpr_names)\b/.test(text))
      continue
    const macros: Macros = new Map()
    const root = parser.parse(preprocess(text, parser, defined, macros)).rootNode
    const functions = new Map<string, FunctionMacro>()
    for (const it of root.descendantsOfType('preproc_function_def')) {
      const parameters = it!.childForFieldName('parameters')?.namedChildren.map(parameter => parameter!.text) ?? []
      functions.set(it!.childForFieldName('name')?.text ?? '', { parameters, body: it!.childForFieldName('value')?.text.replace(/\\\n/g, ' ') ?? '' })
    }
    const table = root.descendantsOfType('init_declarator').find(it => it!.childForFieldName('declarator')?.text.startsWith('regoffset_table'))
    for (const row of table?.childForFieldName('value')?.namedChildren ?? []) {
      const spelled = row!.type === 'call_expression' ? expand(row!.text, parser, functions) : row!.text
      for (const { name, member } of rowsOf(spelled, parser)) {
        // A member may itself be a macro, as arm's ARM_r0; the first name of a register is its own.
        const field = (headers.macro(member) ?? macros.get(member) ?? member).trim()
        if (!names.has(field))
          names.set(field, name)
      }
    }
    root.descendantsOfType('init_declarator').filter(it => /^\*?gpr_names\b/.test(it!.childForFieldName('declarator')?.text ?? ''))
      .flatMap(it => it!.descendantsOfType('string_content')).forEach((it, i) => names.set(`gprs[${i}]`, it!.text))
  }
  return names
}

function tableFiles(tree: KernelTree, variant: ArchVariant): readonly string[] {
  const folders = [`${variant.directory}/kernel`, `${variant.directory}/kernel/ptrace`]
  const isOther = new RegExp(`_${variant.bits === 64 ? 32 : 64}\\.c$`)
  return folders.flatMap(folder => tree.names(folder).filter(it => /^ptrace.*\.c$/.test(it) && !isOther.test(it)).map(it => `${folder}/${it}`))
}

/** A call of a macro as the preprocessor would spell it: arguments put in, `#x` quoted, `a##b` joined. */
function expand(call: string, parser: CParser, functions: ReadonlyMap<string, FunctionMacro>): string {
  const node = parser.parse(`int x = ${call};`).rootNode.descendantsOfType('call_expression')[0]
  const macro = functions.get(node?.childForFieldName('function')?.text ?? '')
  if (!node || !macro)
    return call
  const given = node.childForFieldName('arguments')?.namedChildren.map(it => it!.text) ?? []
  const value = new Map(macro.parameters.map((parameter, i) => [parameter, given[i] ?? '']))
  return macro.body
    .replace(/\bSTR\(([^)]*)\)/g, (_, inner: string) => `"${inner.replace(/\w+/g, it => value.get(it) ?? it).replace(/\s*##\s*/g, '')}"`)
    .replace(/(?<!#)#\s*(\w+)/g, (whole, parameter: string) => value.has(parameter) ? `"${value.get(parameter)}"` : whole)
    .replace(/\b\w+\b/g, it => value.get(it) ?? it)
    .replace(/\s*##\s*/g, '')
}

/** The names and the members of `{.name = "x" "0", .offset = offsetof(struct pt_regs, regs[0])}`, one or several. */
function rowsOf(rows: string, parser: CParser): readonly { readonly name: string, readonly member: string }[] {
  // The grammar knows offsetof() of plain members only; as the argument of a call any expression may stand.
  const root = parser.parse(`struct row x[] = {${rows.replace(OFFSETOF, 'MEMBER(')}};`).rootNode
  return root.descendantsOfType('initializer_list').flatMap((list) => {
    const value = (designator: string) => list!.namedChildren.find(it => it!.childForFieldName('designator')?.text === designator)?.childForFieldName('value')
    const name = value('.name')?.descendantsOfType('string_content').map(it => it!.text).join('')
    const member = value('.offset')?.childForFieldName('arguments')?.namedChildren[0]?.text
    return name && member ? [{ name, member }] : []
  })
}

const OFFSETOF = /\boffsetof\s*\(\s*struct\s+pt_regs\s*,/g
