import type { ArchContext } from '../arch-context.ts'
import type { FunctionMacro } from '../c/function-macros.ts'
import type { MacroLookup } from '../c/evaluate-expression.ts'
import type { CFunction } from './c-source.ts'
import type { FrameField } from './frame.ts'
import { expandCall } from '../c/function-macros.ts'
import { initializers } from '../c/initializers.ts'
import { preprocess } from '../c/preprocess.ts'

/** What is known where a function takes fields by a number. */
type Indexing = {
  readonly context: ArchContext
  /** What the compiler and the configuration define. */
  readonly defined: MacroLookup
  /** The fields of pt_regs, in order. */
  readonly fields: readonly FrameField[]
}

/** `((unsigned long *)regs)[i]` or `*((u32 *)regs + i)`: the struct as an array of words. */
const AS_WORDS = /\(\s*\(\s*(?:unsigned\s+)?(?:long|int|u32|u64)\s*\*\s*\)\s*regs\s*(?:\)\s*\[|\+)/

/**
 * Find the fields of pt_regs that a function takes by a number that it is given: through a table of offsets, or from
 * the struct as an array of words.
 *
 * @param definition - the function.
 * @param known - what is known there.
 * @returns the names of the fields, andthe number from which on it takes none; infinite if it says none.
 */
export function indexedFields(
  { node, file }: CFunction,
  { context, defined, fields }: Indexing,
): { readonly names: readonly string[]; readonly end: number } {
  const { text } = node
  const { variant } = context
  const limit = />=\s*(PERF_REG_\w+_MAX)\b/.exec(text)?.[1]
  const end = (limit === undefined ? undefined : enumerators(context).get(limit)) ?? Infinity
  const table = /,\s*(\w+)\s*\[\w+\]\s*\)/.exec(text)?.[1]
  const bytes = Number.isFinite(end) && AS_WORDS.test(text) ? (end * variant.bits) / 8 : 0
  return {
    names: [
      ...(table === undefined ? [] : tabled(file, table, { context, defined, fields })),
      ...fields.filter(it => it.offset < bytes).map(it => it.name),
    ],
    end,
  }
}

/** The fields whose offsets stand in a table of a C file. */
function tabled(file: string, table: string, { context, defined, fields }: Indexing): readonly string[] {
  const { tree, parser } = context
  const functions = new Map<string, FunctionMacro>()
  const text = preprocess(tree.read(file)!, { parser, defined, macros: new Map(), functions })
  const rows = initializers(text, table, parser).map(it =>
    it.type === 'call_expression' ? expandCall(it, functions) : it.text,
  )
  const members = rows.map(it => /\boffsetof\s*\(\s*struct\s+pt_regs\s*,\s*([^)]+)\)/.exec(it)?.[1]?.trim())
  return fields.filter(it => members.includes(it.name)).map(it => it.name)
}

/** The numbers by which perf names registers. */
function enumerators({ tree, variant, parser }: ArchContext): ReadonlyMap<string, number> {
  const text = tree.read(`${variant.directory}/include/uapi/asm/perf_regs.h`) ?? ''
  const values = new Map<string, number>()
  let next = 0
  for (const it of parser.parse(text).rootNode.descendantsOfType('enumerator')) {
    const value = it!.childForFieldName('value')?.text
    if (value !== undefined) next = values.get(value) ?? Number(value)
    values.set(it!.childForFieldName('name')!.text, next)
    next += 1
  }
  return values
}
