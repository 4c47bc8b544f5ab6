import type { KernelTree } from '../kernel-tree.ts'
import type { ArchVariant } from '../arch-variants.ts'
import type { Config } from '../kconfig/default-config.ts'
import type { CParser } from './parse-c.ts'
import { UnknownName, readHeaders, type Headers } from './read-headers.ts'
import type { Defined } from './preprocess.ts'
import type { Node } from 'web-tree-sitter'

/** Arrays longer than this are no registers. */
const MOST_ELEMENTS = 256

/** Structs stand one in another less deeply than this. */
const MOST_NESTED = 12

/** A type's size and alignment, and its fields where it is a struct. */
type Layout = { readonly size: number; readonly align: number; readonly fields?: readonly StructMember[] }
/** A field that has no fields itself. */
export type StructMember = {
  readonly name: string
  readonly offset: number
  readonly size: number
  readonly bits?: string
}

/** A struct cannot be laid out from the tree alone. */
export class LayoutError extends Error {}

/** The headers of an architecture that declare its register structs, in a configuration. */
export function readRegsHeaders(tree: KernelTree, variant: ArchVariant, config: Config, parser: CParser): RegsHeaders {
  const kernel = definedFor(variant, config, true)
  const folders =
    variant.directory === 'arch/um'
      ? ['arch/x86/um/asm', 'arch/um/include/asm']
      : ['include/asm', 'include/uapi/asm'].map(it => `${variant.directory}/${it}`)
  const files = folders
    .flatMap(folder => ['ptrace.h', 'registers.h', 'ptrace-generic.h', 'ftrace.h'].map(it => `${folder}/${it}`))
    .filter(it => tree.read(it) !== undefined)
  return { files, headers: readHeaders(tree, variant, files, parser, kernel), config, kernel }
}

/** What was read of an architecture's headers, and by which configuration. */
export type RegsHeaders = {
  readonly files: readonly string[]
  readonly headers: Headers
  readonly config: Config
  readonly kernel: Defined
}

/** The fields of a struct of those headers; undefined if it is not there, or cannot be told. */
export function structFields(
  { headers }: RegsHeaders,
  variant: ArchVariant,
  name: string,
): readonly StructMember[] | undefined {
  const found = headers.tag(name)
  return found && orUndefined(() => structLayout(found.node, { headers, variant, depth: 0 }).fields)
}

/** What is defined when a header is read, in the kernel or for user space. */
export function definedFor(variant: ArchVariant, config: Config, inKernel: boolean): Defined {
  const names = new Map<string, string>([
    ...variant.defines.map(it => [it, '1'] as const),
    ...(inKernel ? [['__KERNEL__', '1'] as const] : []),
    ['__BITS_PER_LONG', String(variant.bits)],
    ['BITS_PER_LONG', String(variant.bits)],
    ...(variant.bits === 64
      ? ([
          ['__LP64__', '1'],
          ['_LP64', '1'],
        ] as const)
      : []),
    ...(variant.endian === 'big'
      ? ([
          ['__BIG_ENDIAN', '4321'],
          ['__BIG_ENDIAN__', '1'],
        ] as const)
      : ([
          ['__LITTLE_ENDIAN', '1234'],
          ['__LITTLE_ENDIAN__', '1'],
        ] as const)),
    ['__GNUC__', '12'],
  ])
  return name => (name.startsWith('CONFIG_') ? config(name.slice('CONFIG_'.length)) : names.get(name))
}

type Context = { readonly headers: Headers; readonly variant: ArchVariant; readonly depth: number }

export function structLayout(node: Node, context: Context): Layout {
  if (context.depth > MOST_NESTED) throw new LayoutError('structs stand too deeply in one another')
  const isUnion = node.type === 'union_specifier'
  const body = node.childForFieldName('body')
  const members = body?.namedChildren.filter(it => it?.type === 'field_declaration') ?? []
  const parts = members.flatMap(it => membersOf(it!, context))
  return isUnion ? unionOf(parts, context) : inOrder(parts, context, isPacked(node))
}

/** A member as declared: named or not, of a type, so many of it, or so many bits. */
type Member = {
  readonly name: string | undefined
  readonly layout: Layout
  readonly count: number | undefined
  readonly bits: number | undefined
}

function membersOf(declaration: Node, context: Context): readonly Member[] {
  const type = declaration.childForFieldName('type')
  if (!type) throw new LayoutError(`the type of ${declaration.text} cannot be read`)
  const words = declaration.namedChildren
    .filter(it => it?.type === 'type_qualifier' || it?.type === 'storage_class_specifier')
    .map(it => it!.text)
  const bits = declaration.namedChildren
    .filter(it => it?.type === 'bitfield_clause')
    .map(it => context.headers.evaluate(it!.text.replace(/^\s*:/, '')))
  const declarators = declaration.childrenForFieldName('declarator').filter(it => it !== null)
  if (declarators.length === 0)
    return [{ name: undefined, layout: typeLayout(type, words, context), count: undefined, bits: bits[0] }]
  return declarators.map((it, i) => {
    let at = it
    let count: number | undefined
    let isPointer = false
    while (at.type !== 'field_identifier') {
      if (at.type === 'array_declarator') {
        const size = at.childForFieldName('size')
        count = (count ?? 1) * (size ? context.headers.evaluate(size.text) : 0)
      } else if (at.type === 'pointer_declarator' || at.type === 'function_declarator') {
        isPointer = true
      }
      const inner =
        at.childForFieldName('declarator') ??
        at.namedChildren.find(child => child?.type.endsWith('declarator') || child?.type === 'field_identifier')
      if (!inner) throw new LayoutError(`the member ${it.text} cannot be read`)
      at = inner
    }
    if (count !== undefined && count > MOST_ELEMENTS)
      throw new LayoutError(`${at.text} has ${count} elements, which are no registers`)
    return {
      name: at.text,
      layout: isPointer ? word(context.variant) : typeLayout(type, words, context),
      count,
      bits: bits[i],
    }
  })
}

function inOrder(members: readonly Member[], { variant }: Context, isTight: boolean): Layout {
  const fields: StructMember[] = []
  let offset = 0
  let most = 1
  /** Bits that are taken of a run of bit-fields: where it began, and how many. */
  let run: { readonly offset: number; bits: number; names: string[] } | undefined
  const endRun = (): void => {
    if (!run) return
    const size = Math.ceil(run.bits / 8)
    if (run.names.length > 0)
      fields.push({ name: run.names[0]!.split(':')[0]!, offset: run.offset, size, bits: run.names.join(' ') })
    offset = run.offset + size
    run = undefined
  }
  for (const { name, layout, count, bits } of members) {
    const align = isTight ? 1 : Math.min(layout.align, variant.mostAligned ?? layout.align)
    most = Math.max(most, align)
    if (bits !== undefined) {
      run ??= { offset, bits: 0, names: [] }
      run.bits += bits
      if (name) run.names.push(`${name}:${bits}`)
      continue
    }
    endRun()
    offset = upTo(offset, align)
    fields.push(...placed(name, layout, count, offset))
    offset += layout.size * (count ?? 1)
  }
  endRun()
  return { size: upTo(offset, most), align: most, fields }
}

/** A union is shown by the unnamed struct that spells it out, else by its first number, in the size of all of it, else by a member that fills it. */
function unionOf(members: readonly Member[], context: Context): Layout {
  const align = Math.max(
    1,
    ...members.map(it => Math.min(it.layout.align, context.variant.mostAligned ?? it.layout.align)),
  )
  const size = upTo(Math.max(0, ...members.map(it => it.layout.size * (it.count ?? 1))), align)
  const spelled = members.find(
    it =>
      it.name === undefined && it.layout.fields && it.layout.size === size && !it.layout.fields.some(leaf => leaf.bits),
  )
  if (spelled) return { size, align, fields: spelled.layout.fields! }
  const scalar = members.find(it => !it.layout.fields && it.name !== undefined && it.count === undefined)
  if (scalar) return { size, align, fields: [{ name: scalar.name!, offset: 0, size }] }
  const first = members.find(it => it.layout.size * (it.count ?? 1) === size) ?? members[0]
  return { size, align, fields: first ? placed(first.name, first.layout, first.count, 0) : [] }
}

/** The leaves of one member at its offset, under its name. */
function placed(
  name: string | undefined,
  layout: Layout,
  count: number | undefined,
  offset: number,
): readonly StructMember[] {
  const elements = count === undefined ? [name] : Array.from({ length: count }, (_, i) => `${name ?? ''}[${i}]`)
  return elements.flatMap((element, i) => {
    const at = offset + i * layout.size
    if (!layout.fields) return element === undefined ? [] : [{ name: element, offset: at, size: layout.size }]
    return layout.fields.map(it => ({
      ...it,
      name: element === undefined ? it.name : `${element}.${it.name}`,
      offset: at + it.offset,
    }))
  })
}

function typeLayout(type: Node, words: readonly string[], context: Context): Layout {
  const inner = { ...context, depth: context.depth + 1 }
  switch (type.type) {
    case 'struct_specifier':
    case 'union_specifier': {
      if (type.childForFieldName('body')) return structLayout(type, inner)
      const name = type.childForFieldName('name')?.text ?? ''
      const found = context.headers.tag(name)
      if (!found) throw new LayoutError(`${type.text} is defined in no header of the arch`)
      return structLayout(found.node, inner)
    }
    case 'enum_specifier':
      return scalar(4)
    case 'primitive_type':
    case 'sized_type_specifier':
    case 'type_identifier':
      return namedType(type.text, words, inner)
    default:
      throw new LayoutError(`the type ${type.text} cannot be read`)
  }
}

function namedType(name: string, words: readonly string[], context: Context): Layout {
  const { variant, headers } = context
  const exact = /^(?:__)?(?:[us]|u?int|__?[bl]e)(8|16|32|64)(?:_t)?$/.exec(name)
  if (exact) return scalar(Number(exact[1]) / 8)
  const all = [...words, ...name.split(/\s+/)]
  if (all.includes('char') || name === 'bool' || name === '_Bool') return scalar(1)
  if (all.includes('short') || name === 'ushort') return scalar(2)
  if (all.filter(it => it === 'long').length > 1 || all.includes('double')) return scalar(8)
  if (all.includes('long') || /^(?:__kernel_)?(?:u?size_t|ssize_t|ulong|uintptr_t)$/.test(name)) return word(variant)
  if (all.some(it => it === 'int' || it === 'unsigned' || it === 'signed' || it === 'float') || name === 'uint')
    return scalar(4)
  const found = headers.typedef(name)
  if (!found || context.depth > MOST_NESTED)
    throw new LayoutError(`the type ${name} is defined in no header of the arch`)
  const layout = typeLayout(found.node, [], context)
  // A union that has a number for all of it is that number: its parts are ways to read it.
  return found.node.type === 'union_specifier' && layout.fields?.length === 1 && !layout.fields[0]!.bits
    ? { size: layout.size, align: layout.align }
    : layout
}

const scalar = (size: number): Layout => ({ size, align: size })
const word = ({ bits }: ArchVariant): Layout => scalar(bits / 8)
const upTo = (offset: number, align: number): number => Math.ceil(offset / align) * align

function isPacked(node: Node): boolean {
  return /\bpacked\b/.test(
    node.namedChildren
      .filter(it => it?.type.includes('attribute'))
      .map(it => it!.text)
      .join(' '),
  )
}

/** What a layout comes to; undefined where it cannot be told. */
export function orUndefined<T>(layout: () => T): T | undefined {
  try {
    return layout()
  } catch (error) {
    if (error instanceof LayoutError || error instanceof UnknownName) return undefined
    throw error
  }
}
