import type { Node } from 'web-tree-sitter'
import type { ArchContext } from '../arch-context.ts'
import type { ArchVariant } from '../arch-variants.ts'
import type { FunctionMacro } from '../c/function-macros.ts'
import type { RegsHeaders } from '../c/regs-headers.ts'
import { type StructMember, unlessUnknown } from '../c/struct-layout.ts'
import { evaluateExpression } from '../c/evaluate-expression.ts'
import { expandCall, functionMacros, withMemberCalls } from '../c/function-macros.ts'
import { type Macros, preprocess } from '../c/preprocess.ts'
import { structFields } from '../c/regs-headers.ts'

/** A place in a register struct; the offset in bytes. */
export type StructOffset = {
  readonly struct: string
  readonly offset: number
  /** Bytes that the name's value counts beside the offset: where the struct begins in a larger one. */
  readonly base?: number
}

/** The fields of a struct, by the name of the struct; undefined for one that is not known. */
export type FieldsOf = (struct: string) => readonly StructMember[] | undefined

/** How many macros in asm-offsets.c may call one another in a row. */
const MOST_OFFSET_MACRO_DEPTH = 4

/** The structs that hold registers. */
const REGISTER_STRUCT = /^(?:pt_regs|user_pt_regs|(?:__arch_)?ftrace_regs|fgraph_ret_regs)$/

/**
 * Find the names by which an architecture's assembly accesses the fields of its register structs. They are defined in
 * asm-offsets.c, from which the kernel's build makes macros.
 *
 * @param context - the architecture.
 * @param regs - the headers that declare the structs.
 * @param fieldsOf - the fields of the structs.
 * @returns the offset of each name.
 */
export function offsetNames(
  context: ArchContext,
  regs: RegsHeaders,
  fieldsOf: FieldsOf,
): ReadonlyMap<string, StructOffset> {
  const { tree, variant, parser } = context
  const names = new Map<string, StructOffset>()
  const otherWidth = variant.bits === 64 ? '_32' : '_64'
  const files = tree
    .names(`${variant.directory}/kernel`)
    .filter(it => /^asm-offsets(?:_(?:32|64))?\.c$/.test(it) && !it.includes(otherWidth))
  for (const file of files) {
    const code = tree.read(`${variant.directory}/kernel/${file}`)!
    const text = preprocess(code, { parser, defined: regs.defined, macros: new Map() })
    const root = parser.parse(withMemberCalls(text)).rootNode
    const functions = functionMacros(root)
    const readCall = (call: Node, depth: number): void => {
      const { kind, name, struct, field, base } = withoutTask(offsetCall(call))
      if (name && struct && field && REGISTER_STRUCT.test(struct)) {
        const member = (regs.headers.macro(field) ?? field).replace(/\s+/g, '')
        const offset = field === WHOLE ? 0 : offsetOf(fieldsOf(struct), member)
        if (offset !== undefined && !names.has(name))
          names.set(name, {
            struct: struct === 'user_pt_regs' ? 'pt_regs' : struct,
            offset,
            ...(base === undefined ? baseOf(call, regs) : { base }),
          })
      } else if (kind && functions.has(kind) && depth < MOST_OFFSET_MACRO_DEPTH) {
        for (const inner of expandedCalls(call, functions, context)) readCall(inner, depth + 1)
      }
    }
    for (const body of root.descendantsOfType('function_definition')) {
      for (const call of body!.descendantsOfType('call_expression')) readCall(call!, 0)
    }
  }
  return withFrameOffsets(names, context)
}

/** A call that may define a name: `OFFSET(NAME, STRUCT, FIELD)` or `DEFINE(NAME, offsetof(struct STRUCT, FIELD))`. */
function offsetCall(call: Node): Readonly<Record<'kind' | 'name' | 'struct' | 'field', string | undefined>> {
  const texts = (of: Node | null | undefined) =>
    of?.childForFieldName('arguments')?.namedChildren.map(it => it!.text) ?? []
  const kind = call.childForFieldName('function')?.text
  const [name, ...rest] = texts(call)
  if (kind === 'OFFSET') return { kind, name, struct: rest[0], field: rest[1] }
  if (kind !== 'DEFINE') return { kind, name, struct: undefined, field: undefined }
  const member = call
    .childForFieldName('arguments')
    ?.descendantsOfType('call_expression')
    .find(it => it!.childForFieldName('function')?.text === 'MEMBER')
  const [struct, field] = texts(member)
  return { kind, name, struct, field }
}

/** In place of a member, for the struct itself. */
const WHOLE = '.'

/** Where a task begins that has a pt_regs in it: any number that no other offset has. */
const IN_TASK = 2 ** 39

/** A member of the pt_regs in a task, `thread.regs.gr[1]`, as one of pt_regs. */
function withoutTask(call: ReturnType<typeof offsetCall>): ReturnType<typeof offsetCall> & { readonly base?: number } {
  const member = call.struct === 'task_struct' ? /^thread\s*\.\s*regs(?:\s*\.\s*(.+))?$/s.exec(call.field ?? '') : null
  return member ? { ...call, struct: 'pt_regs', field: member[1] ?? WHOLE, base: IN_TASK } : call
}

/** What a definition adds to the offset: `DEFINE(GPR0, STACK_INT_FRAME_REGS + offsetof(struct pt_regs, gpr[0]))`. */
function baseOf(call: Node, { headers }: RegsHeaders): { readonly base?: number } {
  const text = call.childForFieldName('arguments')?.namedChildren[1]?.text
  if (text === undefined || call.childForFieldName('function')?.text !== 'DEFINE') return {}
  const rest = text.replace(/\bMEMBER\((?:[^()]|\([^()]*\))*\)/, '0')
  if (/^[\s()0]*$/.test(rest)) return {}
  const base = unlessUnknown(() => headers.evaluate(rest))
  return base === undefined || base === 0 ? {} : { base }
}

/** The calls in the expansion of a call. */
function expandedCalls(
  call: Node,
  functions: ReadonlyMap<string, FunctionMacro>,
  { parser }: ArchContext,
): readonly Node[] {
  const text = `void f(void) { ${withMemberCalls(expandCall(call, functions))}; }`
  return parser
    .parse(text)
    .rootNode.descendantsOfType('call_expression')
    .map(it => it!)
}

/**
 * Look up the fields of structs in headers, each struct once.
 *
 * @param regs - the headers.
 * @param variant - the architecture.
 * @returns the fields by the name of the struct.
 */
export function fieldsReader(regs: RegsHeaders, variant: ArchVariant): FieldsOf {
  const known = new Map<string, readonly StructMember[] | undefined>()
  return struct => {
    if (!known.has(struct)) known.set(struct, structFields(regs, variant, struct))
    return known.get(struct)
  }
}

/** The offset of a member, bytes; for an array or a struct, that of its first part. */
function offsetOf(fields: readonly StructMember[] | undefined, member: string): number | undefined {
  return fields?.find(
    it =>
      it.name === member ||
      it.name.startsWith(`${member}[`) ||
      it.name.startsWith(`${member}.`) ||
      it.others?.includes(member) === true,
  )?.offset
}

/** Add the names of x86-64, which are in a header for user space, in bytes. */
function withFrameOffsets(
  names: Map<string, StructOffset>,
  { tree, variant, parser }: ArchContext,
): ReadonlyMap<string, StructOffset> {
  const text = variant.id === 'x86-64' ? tree.read(`${variant.directory}/include/uapi/asm/ptrace-abi.h`) : undefined
  if (text === undefined) return names
  const macros: Macros = new Map()
  const defined = (name: string) => (name === '__ASSEMBLER__' || name === '__ASSEMBLY__' ? '1' : undefined)
  preprocess(text, { parser, defined, macros })
  for (const [name, value] of macros) {
    if (/^\d+$/.test(value.trim()) && !name.startsWith('PTRACE_') && name !== 'FRAME_SIZE')
      names.set(name, { struct: 'pt_regs', offset: evaluateExpression(value, parser, () => undefined) })
  }
  return names
}
