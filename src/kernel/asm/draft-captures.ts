import type { Draft } from '../../model/schema/arch.ts'
import type { ArchVariant } from '../arch-variants.ts'
import type { AsmFile, AsmLine } from './expand-macros.ts'
import type { CParser } from '../c/parse-c.ts'
import type { FieldsOf, StructOffset } from './offset-names.ts'
import type { Kconfig } from '../kconfig/parse-kconfig.ts'
import type { Config } from '../kconfig/default-config.ts'
import type { KernelTree } from '../kernel-tree.ts'
import { asmNames, fieldsReader } from './offset-names.ts'
import { asmReader, splitOperands } from './expand-macros.ts'
import { builtFiles } from '../kconfig/built-files.ts'
import { KconfigEvaluator } from '../kconfig/evaluate.ts'
import { readRegsHeaders } from '../c/struct-layout.ts'
import { defaultConfig } from '../kconfig/default-config.ts'

/** Labels behind which registers are saved, as architectures have them. */
const STUBS =
  /^(?:ftrace_(?:regs_)?caller|ftrace_graph_(?:regs_)?caller|return_to_handler|_?mcount|arch_rethook_trampoline|_*kretprobe_trampoline|handle_exception|pgm_check_handler|system_call|handle_sys|handle_syscall|except_vec\w*|_exception|vec_\w+)$/

/** Macros that save registers on entry, and with which arguments they are looked at. */
const ENTRY_MACROS: Readonly<Record<string, readonly string[]>> = {
  kernel_entry: ['el=1', 'el=0'],
  SAVE_ALL: [''],
  save_all_regs: [''],
}

/** Where a label begins, as kernels spell it. */
const BEGINS =
  /^\s*(?:SYM_(?:TYPED_)?(?:CODE|FUNC)_START\w*|ENTRY(?:_CFI)?|_GLOBAL\w*|NESTED|LEAF|FEXPORT|NOKPROBE|GLOBAL)\s*\(\s*(\w+)|^(\w+):/
const ENDS = /^\s*(?:SYM_(?:CODE|FUNC)_END\w*|ENDPROC\w*|END)\s*\(\s*(\w+)/

/**
 * Which fields of register structs an architecture's stubs were seen to store, by the names that asm-offsets.c gives to
 * the fields. What is pushed, or stored without a name, is not seen: a draft says what there is, and not what there is not.
 */
export function draftCaptures(
  tree: KernelTree,
  variant: ArchVariant,
  kconfig: Kconfig,
  parser: CParser,
): readonly Draft[] {
  const regs = readRegsHeaders(tree, variant, tracing(kconfig, variant), parser)
  const fieldsOf = fieldsReader(regs, variant)
  const names = asmNames(tree, variant, regs, fieldsOf, parser)
  if (names.size === 0) return []
  const read = asmReader(tree, variant, parser, regs.kernel, word => names.has(word))
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
        return [...stubs(asm), ...entries(asm, text)].flatMap(stub =>
          drafts(stub, file, { asm, names, fieldsOf, variant }),
        )
      })
  })
}

/** Options by which the code of tracers and probes is built. */
const TRACERS = [
  'FUNCTION_TRACER',
  'DYNAMIC_FTRACE',
  'DYNAMIC_FTRACE_WITH_REGS',
  'DYNAMIC_FTRACE_WITH_ARGS',
  'DYNAMIC_FTRACE_WITH_DIRECT_CALLS',
  'FUNCTION_GRAPH_TRACER',
  'FUNCTION_GRAPH_RETVAL',
  'KPROBES',
  'KRETPROBES',
  'OPTPROBES',
  'RETHOOK',
  'FPROBE',
  'UPROBES',
  'PERF_EVENTS',
] as const

/** The usual configuration with all tracers on that the architecture can have. */
function tracing(kconfig: Kconfig, variant: ArchVariant): Config {
  const usual = defaultConfig(kconfig, variant)
  const values = new KconfigEvaluator(kconfig, variant, TRACERS)
  const on = new Set<string>(TRACERS.filter(it => kconfig.has(it) && values.depends(it).level !== 'n'))
  return symbol => (on.has(symbol) ? '1' : usual(symbol))
}

type Stub = { readonly name: string; readonly lines: readonly AsmLine[] }

/** The stubs of a file, each up to where it says that it ends, or where the next one begins. */
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

/** The macros by which a file's entries save registers, if it calls them. */
function entries(asm: AsmFile, text: string): readonly Stub[] {
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

function drafts({ name, lines }: Stub, file: string, context: Context): readonly Draft[] {
  const stores = lines.flatMap(line => context.asm.spelled(line).flatMap(it => storeOf(it, context)))
  return [...Map.groupBy(stores, it => it.struct)].map(([struct, its]) => ({
    name,
    struct,
    state: 'derived, unreviewed' as const,
    file,
    from: lines[0]!.line,
    to: lines.at(-1)!.line,
    stores: merged(its).map(({ fields, line, via }) => ({ fields: [...fields], line, ...(via && { via }) })),
  }))
}

/** What one macro stores stands together. */
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

type Store = {
  readonly struct: string
  readonly fields: readonly string[]
  readonly line: number
  readonly via?: string | undefined
}

/** Instructions that write to memory; `mov` of x86 does if its last operand is memory, and copies of s390 write the first. */
const STORES = /^(?:st[a-z0-9.]*|s[bhwd]|s32i|REG_S|LONG_S\w*|PTR_S|PPC_STLU?|STREG|xc|mvc|mvghi)$/

function storeOf({ text, line, via }: AsmLine, { asm, names, fieldsOf, variant }: Context): readonly Store[] {
  const parts = /^\s*(?:\w+:)?\s*([\w.]+)\s+(.+)$/.exec(text)
  if (!parts) return []
  const [, word, rest] = parts as unknown as [string, string, string]
  const isMove = /^mov[lqwb]?$/.test(word)
  if (!isMove && !STORES.test(word)) return []
  const operands = splitOperands(rest)
  const isCopy = /^(?:xc|mvc|mvghi)$/.test(word)
  const operand = isMove ? operands.at(-1) : isCopy ? operands[0] : operands.find(it => slotOf(it, asm, names))
  const slot = operand && slotOf(operand, asm, names)
  if (!slot) return []
  const bytes = variant.bits / 8
  const copied = Number(/\((\d+)\s*,/.exec(operand)?.[1] ?? bytes) / bytes
  const count = word === 'stp' ? 2 : word === 'stmg' || word === 'stm' ? runOf(operands) : isCopy ? copied : 1
  const fields = fieldsOf(slot.struct) ?? []
  const stored = Array.from(
    { length: count },
    (_, i) => fields.find(it => it.offset === slot.offset + i * bytes)?.name,
  ).filter(it => it !== undefined)
  return stored.length > 0 ? [{ struct: slot.struct, fields: stored, line, via }] : []
}

/** The slot that an operand means: one name of a field, with the numbers that are added to it. */
function slotOf(
  operand: string,
  { expanded, constant }: AsmFile,
  names: ReadonlyMap<string, StructOffset>,
): StructOffset | undefined {
  const displacement = operand
    .replace(/\(\s*(?:\w+\s*,\s*)?[%$]?[a-z]\w*\s*\)\s*$/, '')
    .replace(/^\[.*#/, '')
    .replace(/\]!?$/, '')
    .replace(/^#/, '')
  let found: StructOffset | undefined
  const spelled = expanded(displacement).replace(WORD, word => {
    const slot = found ? undefined : names.get(word)
    found ??= slot
    // What else has a name says where the struct lies.
    return String(slot?.offset ?? 0)
  })
  const offset = found && constant(spelled)
  return found && offset !== undefined ? { struct: found.struct, offset } : undefined
}

const WORD = /\b[A-Za-z_]\w*\b/g

/** How many registers `stmg %r2,%r14,…` stores. */
function runOf(operands: readonly string[]): number {
  const [first, last] = operands.map(it => Number(/^%?r(\d+)$/.exec(it)?.[1]))
  return first === undefined || last === undefined || Number.isNaN(last - first) || last < first ? 1 : last - first + 1
}
