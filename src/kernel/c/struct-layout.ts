import type { Node } from 'web-tree-sitter'
import type { ArchVariant } from '../arch-variants.ts'
import { UnknownName, type Headers } from './read-headers.ts'

/** A longer array does not hold registers. */
const MOST_ARRAY_ELEMENTS = 256

/** How deeply structs and typedefs may be nested. */
const MOST_STRUCT_DEPTH = 12

/** A type's size and alignment in bytes, and its fields if it is a struct. */
type Layout = { readonly size: number; readonly align: number; readonly fields?: readonly StructMember[] }

/** A field that has no fields of its own; offset and size in bytes. */
export type StructMember = {
  readonly name: string
  readonly offset: number
  readonly size: number
  /** Names and widths, if it is a run of bit-fields: `mode:2 level:1`. */
  readonly bits?: string
  /** Names of the other members of a union that is laid out as this one. */
  readonly others?: readonly string[]
  /** Bytes that those names stand for, if they are more than this field. */
  readonly othersSize?: number
}

/** A struct cannot be laid out from the headers alone. */
export class LayoutError extends Error {}

/** In which headers types are looked up, for which architecture, and how deeply the struct is nested. */
type Context = { readonly headers: Headers; readonly variant: ArchVariant; readonly depth: number }

/**
 * Lay out a struct or union as the architecture's ABI does.
 *
 * @param node - its specifier, with a body.
 * @param context - the headers that define its types; `depth` 0.
 * @returns size, alignment and fields; arrays element by element, structs in it member by member.
 * @throws LayoutError if a type is not defined in the headers.
 * @throws UnknownName if a size contains a name that is not defined there.
 */
export function structLayout(node: Node, context: Context): Layout {
  if (context.depth > MOST_STRUCT_DEPTH) throw new LayoutError('structs are nested too deeply')
  const isUnion = node.type === 'union_specifier'
  const body = node.childForFieldName('body')
  const members = body?.namedChildren.filter(it => it?.type === 'field_declaration') ?? []
  const parts = members.flatMap(it => membersOf(it!, context))
  const { isPacked, align } = attributesOf(node, context)
  const layout = isUnion ? unionLayout(parts, context) : sequenceLayout(parts, context, isPacked)
  return align > layout.align ? { ...layout, size: roundUp(layout.size, align), align } : layout
}

/** A member as it is declared. */
type Member = {
  /** Undefined for an unnamed struct, union or bit-field. */
  readonly name: string | undefined
  readonly layout: Layout
  /** Elements of an array; undefined if it is none. */
  readonly count: number | undefined
  /** Width of a bit-field; undefined if it is none. */
  readonly bits: number | undefined
  readonly attributes: Attributes
}

/** What attributes say of a member or of a struct; 0 bytes of alignment say nothing. */
type Attributes = { readonly isPacked: boolean; readonly align: number }

function membersOf(declaration: Node, context: Context): readonly Member[] {
  const type = declaration.childForFieldName('type')
  if (!type) throw new LayoutError(`the type of ${declaration.text} cannot be read`)
  const words = declaration.namedChildren
    .filter(it => it?.type === 'type_qualifier' || it?.type === 'storage_class_specifier')
    .map(it => it!.text)
  const bits = declaration.namedChildren
    .filter(it => it?.type === 'bitfield_clause')
    .map(it => context.headers.evaluate(it!.text.replace(/^\s*:/, '')))
  const attributes = attributesOf(declaration, context)
  const declarators = declaration.childrenForFieldName('declarator').filter(it => it !== null)
  if (declarators.length === 0)
    return [{ name: undefined, layout: typeLayout(type, words, context), count: undefined, bits: bits[0], attributes }]
  return declarators.map((it, i) => {
    const { name, count, isPointer } = declared(it, context)
    const layout = isPointer ? word(context.variant) : typeLayout(type, words, context)
    return { name, layout, count, bits: bits[i], attributes }
  })
}

/** The name in a declarator, with what is nested around it: `*name`, `name[2]`. */
function declared(
  declarator: Node,
  { headers }: Context,
): { readonly name: string; readonly count: number | undefined; readonly isPointer: boolean } {
  let node = declarator
  let count: number | undefined
  let isPointer = false
  while (node.type !== 'field_identifier') {
    if (node.type === 'array_declarator') {
      const size = node.childForFieldName('size')
      count = (count ?? 1) * (size ? headers.evaluate(size.text) : 0)
    } else if (node.type === 'pointer_declarator' || node.type === 'function_declarator') {
      isPointer = true
    }
    const inner =
      node.childForFieldName('declarator') ??
      node.namedChildren.find(child => child?.type.endsWith('declarator') || child?.type === 'field_identifier')
    if (!inner) throw new LayoutError(`the member ${declarator.text} cannot be read`)
    node = inner
  }
  if (count !== undefined && !(count >= 0 && Number.isInteger(count)))
    throw new LayoutError(`${node.text}[${count}] cannot be: an array has 0 or more elements`)
  if (count !== undefined && count > MOST_ARRAY_ELEMENTS)
    throw new LayoutError(`${node.text} has ${count} elements, which are no registers`)
  return { name: node.text, count, isPointer }
}

/** Lay members out one after the other. */
function sequenceLayout(members: readonly Member[], { variant }: Context, isPacked: boolean): Layout {
  const fields: StructMember[] = []
  let offset = 0
  let largestAlign = 1
  /** The run of bit-fields at the end: where it begins, in bytes, and how many bits it has so far. */
  let run: { readonly offset: number; bits: number; names: string[] } | undefined
  const endRun = (): void => {
    if (!run) return
    const size = Math.ceil(run.bits / 8)
    if (run.names.length > 0)
      fields.push({ name: run.names[0]!.split(':')[0]!, offset: run.offset, size, bits: run.names.join(' ') })
    offset = run.offset + size
    run = undefined
  }
  for (const { name, layout, count, bits, attributes } of members) {
    const natural = isPacked || attributes.isPacked ? 1 : Math.min(layout.align, variant.maxAlignBytes ?? layout.align)
    const align = Math.max(natural, attributes.align)
    largestAlign = Math.max(largestAlign, align)
    if (bits !== undefined) {
      run ??= { offset, bits: 0, names: [] }
      run.bits += bits
      if (name) run.names.push(`${name}:${bits}`)
      continue
    }
    endRun()
    offset = roundUp(offset, align)
    fields.push(...placed(name, layout, count, offset))
    offset += layout.size * (count ?? 1)
  }
  endRun()
  return { size: roundUp(offset, largestAlign), align: largestAlign, fields }
}

/**
 * A union is laid out as the unnamed struct that fills it; else as its first number, in the size of the union; else as
 * a member that fills it.
 */
function unionLayout(members: readonly Member[], context: Context): Layout {
  const align = Math.max(
    1,
    ...members.map(it => Math.min(it.layout.align, context.variant.maxAlignBytes ?? it.layout.align)),
    ...members.map(it => it.attributes.align),
  )
  const size = roundUp(Math.max(0, ...members.map(it => it.layout.size * (it.count ?? 1))), align)
  const unnamed = members.find(
    it =>
      it.name === undefined &&
      it.layout.fields &&
      it.layout.size === size &&
      !it.layout.fields.some(field => field.bits),
  )
  if (unnamed) {
    const [head, ...rest] = unnamed.layout.fields!
    const wholes = members.filter(it => it.name !== undefined && (it.count !== undefined || it.layout.fields))
    const othersSize = Math.min(...wholes.map(it => it.layout.size * (it.count ?? 1)))
    const first = head && wholes.length > 0 ? { ...head, others: wholes.map(it => it.name!), othersSize } : head
    return { size, align, fields: first ? [first, ...rest] : [] }
  }
  const scalar = members.find(it => !it.layout.fields && it.name !== undefined && it.count === undefined)
  const others = members.flatMap(it => (it !== scalar && it.name !== undefined && !it.layout.fields ? [it.name] : []))
  if (scalar)
    return { size, align, fields: [{ name: scalar.name!, offset: 0, size, ...(others.length > 0 && { others }) }] }
  const first = members.find(it => it.layout.size * (it.count ?? 1) === size) ?? members[0]
  return { size, align, fields: first ? placed(first.name, first.layout, first.count, 0) : [] }
}

/** The fields of one member at its offset, with the member's name before theirs. */
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

/** The layout of a type; `words` are what stands before it, such as `unsigned`. */
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
  if (!found || context.depth > MOST_STRUCT_DEPTH)
    throw new LayoutError(`the type ${name} is defined in no header of the arch`)
  const layout = typeLayout(found.node, [], context)
  // A union that is laid out as one number is that number; its other members are ways to read it.
  return found.node.type === 'union_specifier' && layout.fields?.length === 1 && !layout.fields[0]!.bits
    ? { size: layout.size, align: layout.align }
    : layout
}

const scalar = (size: number): Layout => ({ size, align: size })
const word = ({ bits }: ArchVariant): Layout => scalar(bits / 8)
const roundUp = (offset: number, align: number): number => Math.ceil(offset / align) * align

function attributesOf(node: Node, { headers }: Context): Attributes {
  const texts = node.namedChildren.filter(it => it?.type.includes('attribute')).map(it => it!.text)
  const aligns = texts.flatMap(it => [...it.matchAll(/\b(?:__)?aligned(?:__)?\s*\(([^()]*)\)/g)])
  return {
    isPacked: texts.some(it => /\b(?:__)?packed(?:__)?\b/.test(it)),
    align: Math.max(0, ...aligns.map(it => headers.evaluate(it[1]!))),
  }
}

/**
 * Compute a layout that may be impossible to know.
 *
 * @param layout - computes it.
 * @returns what `layout` returns; undefined if it throws LayoutError or UnknownName.
 * @throws Error if `layout` throws any other.
 */
export function unlessUnknown<T>(layout: () => T): T | undefined {
  try {
    return layout()
  } catch (error) {
    if (error instanceof LayoutError || error instanceof UnknownName) return undefined
    throw error
  }
}
