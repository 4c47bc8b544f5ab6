import type { Draft } from '../../model/schema/arch.ts'
import type { ArchContext } from '../arch-context.ts'
import type { ArchVariant } from '../arch-variants.ts'
import type { AsmFile } from './expand-macros.ts'
import type { FieldsOf, StructOffset } from './offset-names.ts'
import type { Kconfig } from '../kconfig/kconfig.ts'
import { type AsmLine, splitOperands } from './asm-line.ts'
import { asmReader } from './expand-macros.ts'
import { fieldsReader, offsetNames } from './offset-names.ts'
import { readRegsHeaders } from '../c/regs-headers.ts'
import { builtFiles } from '../kconfig/built-files.ts'
import { tracingConfig } from '../kconfig/tracing-config.ts'

/** Labels of stubs that save registers, on all architectures. */
const STUBS =
  /^(?:ftrace_(?:regs_)?caller|ftrace_graph_(?:regs_)?caller|return_to_handler|_?mcount|arch_rethook_trampoline|_*kretprobe_trampoline|handle_exception|pgm_check_handler|system_call|handle_sys|handle_syscall|except_vec\w*|_exception|vec_\w+)$/

/** Macros that save registers on entry, each with the arguments with which it is expanded. */
const ENTRY_MACROS: Readonly<Record<string, readonly string[]>> = {
  kernel_entry: ['el=1', 'el=0'],
  SAVE_ALL: [''],
  save_all_regs: [''],
}

/** The beginning of a labelled stretch of code. */
const BEGINS =
  /^\s*(?:SYM_(?:TYPED_)?(?:CODE|FUNC)_START\w*|ENTRY(?:_CFI)?|_GLOBAL\w*|NESTED|LEAF|FEXPORT|NOKPROBE|GLOBAL)\s*\(\s*(\w+)|^(\w+):/
/** Its end, where the kernel marks it. */
const ENDS = /^\s*(?:SYM_(?:CODE|FUNC)_END\w*|ENDPROC\w*|END)\s*\(\s*(\w+)/

/**
 * Find the fields of register structs that an architecture's stubs store, by the names that asm-offsets.c gives to the
 * fields. Registers that are pushed, or stored at a plain number, are not seen: a draft says what is stored, but a
 * field that it lacks may be stored, too.
 *
 * @param context - the architecture.
 * @param kconfig - its symbols, which say what is built.
 * @returns a draft for each stub and struct, in the order of files and lines.
 */
export function draftCaptures(context: ArchContext, kconfig: Kconfig): readonly Draft[] {
  const { tree, variant } = context
  const regs = readRegsHeaders(context, tracingConfig(kconfig, variant))
  const fieldsOf = fieldsReader(regs, variant)
  const names = offsetNames(context, regs, fieldsOf)
  if (names.size === 0) return []
  const read = asmReader(context, regs.defined, word => names.has(word))
  const folders = ['kernel', 'kernel/probes', 'kernel/trace', 'entry', 'lib'].map(it => `${variant.directory}/${it}`)
  return folders.flatMap(folder => {
    const isBuilt = builtFiles(tree, folder, kconfig, variant)
    return tree
      .list(folder, 0)
      .filter(file => file.endsWith('.S') && isBuilt(file))
      .flatMap(file => {
        const text = tree.read(file)!
        if (!/ftrace|mcount|rethook|kretprobe|kernel_entry|handle_exception|pgm_check_handler|SAVE_ALL/.test(text))
          return []
        const asm = read(file)
        return [...stubs(asm), ...entryMacros(asm, text)].flatMap(stub =>
          drafts(stub, file, { asm, names, fieldsOf, variant }),
        )
      })
  })
}

/** A labelled stretch of code, or a macro of an entry. */
type Stub = { readonly name: string; readonly lines: readonly AsmLine[] }

/** The stubs of a file, each up to the mark at its end, or to the beginning of the next label. */
function stubs(asm: AsmFile): readonly Stub[] {
  const found: { readonly name: string; readonly lines: AsmLine[] }[] = []
  let open: (typeof found)[number] | undefined
  for (const line of asm.lines) {
    const begin = BEGINS.exec(line.text)
    const name = begin?.[1] ?? begin?.[2]
    if (name !== undefined && (begin![1] !== undefined || STUBS.test(name)))
      open = STUBS.test(name) ? found[found.push({ name, lines: [] }) - 1] : undefined
    if (ENDS.exec(line.text)?.[1] === open?.name) open = undefined
    open?.lines.push(line)
  }
  return found
}

/** The macros with which a file's entries save registers, if it calls them. */
function entryMacros(asm: AsmFile, text: string): readonly Stub[] {
  return Object.entries(ENTRY_MACROS).flatMap(([macro, calls]) => {
    const at = text.split('\n').findIndex(line => new RegExp(`^\\s*${macro}\\b`).test(line))
    return asm.macros.has(macro) && at >= 0
      ? calls.map(call => ({ name: `${macro} ${call}`.trim(), lines: [{ text: `${macro} ${call}`, line: at + 1 }] }))
      : []
  })
}

type Context = {
  readonly asm: AsmFile
  readonly names: ReadonlyMap<string, StructOffset>
  readonly fieldsOf: FieldsOf
  readonly variant: ArchVariant
}

/** The drafts of a stub, one for each struct that it stores to. */
function drafts({ name, lines }: Stub, file: string, context: Context): readonly Draft[] {
  const stores = lines.flatMap(line => context.asm.expand(line).flatMap(it => storeOf(it, context)))
  return [...Map.groupBy(stores, it => it.struct)].map(([struct, ofStruct]) => ({
    name,
    struct,
    state: 'derived, unreviewed' as const,
    file,
    from: lines[0]!.line,
    to: lines.at(-1)!.line,
    stores: merged(ofStruct).map(({ fields, line, via }) => ({ fields: [...fields], line, ...(via && { via }) })),
  }))
}

/** Stores with the stores that one call of a macro makes joined. */
function merged(stores: readonly Store[]): readonly Store[] {
  const out: Store[] = []
  for (const it of stores) {
    const last = out.at(-1)
    if (last?.via !== undefined && last.line === it.line && last.via === it.via)
      out[out.length - 1] = {
        ...last,
        fields: [...last.fields, ...it.fields.filter(field => !last.fields.includes(field))],
      }
    else out.push(it)
  }
  return out
}

/** An instruction that stores registers: the fields that it fills, its line, and the macro that it is part of. */
type Store = {
  readonly struct: string
  readonly fields: readonly string[]
  readonly line: number
  readonly via?: string | undefined
}

/**
 * Instructions that write to memory. Beside these, `mov` of x86 does if its last operand is memory; copies of s390
 * write to their first operand.
 */
const STORE = /^(?:st[a-z0-9.]*|s[bhwd]|s32i|REG_S|LONG_S\w*|PTR_S|PPC_STLU?|STREG|xc|mvc|mvghi)$/

function storeOf({ text, line, via }: AsmLine, { asm, names, fieldsOf, variant }: Context): readonly Store[] {
  const parts = /^\s*(?:\w+:)?\s*([\w.]+)\s+(.+)$/.exec(text)
  if (!parts) return []
  const [, word, rest] = parts as unknown as [string, string, string]
  const isMove = /^mov[lqwb]?$/.test(word)
  if (!isMove && !STORE.test(word)) return []
  const operands = splitOperands(rest)
  const isCopy = /^(?:xc|mvc|mvghi)$/.test(word)
  const operand = isMove ? operands.at(-1) : isCopy ? operands[0] : operands.find(it => placeOf(it, asm, names))
  const place = operand && placeOf(operand, asm, names)
  if (!place) return []
  const bytes = variant.bits / 8
  const copied = Number(/\((\d+)\s*,/.exec(operand)?.[1] ?? bytes) / bytes
  const count = word === 'stp' ? 2 : word === 'stmg' || word === 'stm' ? registerCount(operands) : isCopy ? copied : 1
  const fields = fieldsOf(place.struct) ?? []
  const stored = Array.from(
    { length: count },
    (_, i) => fields.find(it => it.offset === place.offset + i * bytes)?.name,
  ).filter(it => it !== undefined)
  return stored.length > 0 ? [{ struct: place.struct, fields: stored, line, via }] : []
}

/** The place that an operand addresses: the name of a field's offset, with the numbers that are added to it. */
function placeOf(
  operand: string,
  { expandToOffsets, evaluate }: AsmFile,
  names: ReadonlyMap<string, StructOffset>,
): StructOffset | undefined {
  const displacement = operand
    .replace(/\(\s*(?:\w+\s*,\s*)?[%$]?[a-z]\w*\s*\)\s*$/, '')
    .replace(/^\[.*#/, '')
    .replace(/\]!?$/, '')
    .replace(/^#/, '')
  let found: StructOffset | undefined
  const sum = expandToOffsets(displacement).replace(WORD, word => {
    const place = found ? undefined : names.get(word)
    found ??= place
    // Other names say where in memory the struct is, and count as 0.
    return String(place?.offset ?? 0)
  })
  const offset = found && evaluate(sum)
  return found && offset !== undefined ? { struct: found.struct, offset } : undefined
}

/** A name in an operand. */
const WORD = /\b[A-Za-z_]\w*\b/g

/** How many registers `stmg %r2,%r14,…` stores. */
function registerCount(operands: readonly string[]): number {
  const [first, last] = operands.map(it => Number(/^%?r(\d+)$/.exec(it)?.[1]))
  return first === undefined || last === undefined || Number.isNaN(last - first) || last < first ? 1 : last - first + 1
}
