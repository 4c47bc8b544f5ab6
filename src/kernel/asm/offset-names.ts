import type { Node } from 'web-tree-sitter'
import type { ArchVariant } from '../arch-variants.ts'
import type { CParser } from '../c/parse-c.ts'
import type { KernelTree } from '../kernel-tree.ts'
import type { StructMember, RegsHeaders } from '../c/struct-layout.ts'
import type { Macros } from '../c/preprocess.ts'
import { expandCall, functionMacros, withMemberCalls } from '../c/function-macros.ts'
import { evaluate, preprocess } from '../c/preprocess.ts'
import { structFields } from '../c/struct-layout.ts'

/** What a name of the assembly stands for: so many bytes into a register struct. */
export type StructOffset = { readonly struct: string; readonly offset: number }

/** Macros are spelled out at most so often. */
const MOST_EXPANSIONS = 4

/** The structs that hold registers. */
const REGISTER_STRUCT = /^(?:pt_regs|user_pt_regs|(?:__arch_)?ftrace_regs|fgraph_ret_regs)$/

/** The names by which an architecture's assembly calls the fields of its register structs: those of asm-offsets.c. */
export function asmNames(
  tree: KernelTree,
  variant: ArchVariant,
  regs: RegsHeaders,
  fieldsOf: FieldsOf,
  parser: CParser,
): ReadonlyMap<string, StructOffset> {
  const names = new Map<string, StructOffset>()
  for (const file of tree
    .names(`${variant.directory}/kernel`)
    .filter(it => /^asm-offsets(?:_(?:32|64))?\.c$/.test(it) && !it.includes(variant.bits === 64 ? '_32' : '_64'))) {
    const macros: Macros = new Map()
    const text = preprocess(tree.read(`${variant.directory}/kernel/${file}`)!, parser, regs.kernel, macros)
    const root = parser.parse(withMemberCalls(text)).rootNode
    const functions = functionMacros(root)
    const member = (text: string) => (regs.headers.macro(text) ?? text).replace(/\s+/g, '')
    const note = (call: Node, depth: number): void => {
      const its = call.childForFieldName('arguments')?.namedChildren.map(it => it!.text) ?? []
      const kind = call.childForFieldName('function')?.text
      const inner = call
        .childForFieldName('arguments')
        ?.descendantsOfType('call_expression')
        .find(it => it!.childForFieldName('function')?.text === 'MEMBER')
      const [struct, field] =
        kind === 'OFFSET'
          ? [its[1], its[2]]
          : kind === 'DEFINE'
            ? (inner?.childForFieldName('arguments')?.namedChildren.map(it => it!.text) ?? [])
            : []
      const name = its[0]
      if (name && struct && field && REGISTER_STRUCT.test(struct)) {
        const offset = offsetOf(fieldsOf(struct), member(field))
        if (offset !== undefined && !names.has(name))
          names.set(name, { struct: struct === 'user_pt_regs' ? 'pt_regs' : struct, offset })
      } else if (kind && functions.has(kind) && depth < MOST_EXPANSIONS) {
        for (const it of parser
          .parse(`void f(void) { ${withMemberCalls(expandCall(call, functions))}; }`)
          .rootNode.descendantsOfType('call_expression'))
          note(it!, depth + 1)
      }
    }
    for (const body of root.descendantsOfType('function_definition')) {
      for (const call of body!.descendantsOfType('call_expression')) note(call!, 0)
    }
  }
  return withFrameOffsets(names, tree, variant, parser)
}

/** The fields of a struct by its name. */
export type FieldsOf = (struct: string) => readonly StructMember[] | undefined

export function fieldsReader(regs: RegsHeaders, variant: ArchVariant): FieldsOf {
  const known = new Map<string, readonly StructMember[] | undefined>()
  return struct => {
    if (!known.has(struct)) known.set(struct, structFields(regs, variant, struct))
    return known.get(struct)
  }
}

/** Where a member begins; one that has parts begins with the first of them. */
function offsetOf(fields: readonly StructMember[] | undefined, member: string): number | undefined {
  return fields?.find(it => it.name === member || it.name.startsWith(`${member}[`) || it.name.startsWith(`${member}.`))
    ?.offset
}

/** x86-64 names the slots of its frame in a header for user space, in bytes. */
function withFrameOffsets(
  names: Map<string, StructOffset>,
  tree: KernelTree,
  variant: ArchVariant,
  parser: CParser,
): ReadonlyMap<string, StructOffset> {
  const text = variant.id === 'x86-64' ? tree.read(`${variant.directory}/include/uapi/asm/ptrace-abi.h`) : undefined
  if (text !== undefined) {
    const macros: Macros = new Map()
    preprocess(text, parser, name => (name === '__ASSEMBLER__' || name === '__ASSEMBLY__' ? '1' : undefined), macros)
    for (const [name, value] of macros) {
      if (/^\d+$/.test(value.trim()) && !name.startsWith('PTRACE_') && name !== 'FRAME_SIZE')
        names.set(name, { struct: 'pt_regs', offset: evaluate(value, parser, () => undefined) })
    }
  }
  return names
}
