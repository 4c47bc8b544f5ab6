import type { Node } from 'web-tree-sitter'
import type { ArchContext } from '../arch-context.ts'
import type { MacroLookup } from '../c/evaluate-expression.ts'
import type { RegisterTable } from '../c/register-names.ts'
import { indexedFields } from './indexed-fields.ts'
import { type CFunction, type CReader, parametersOf } from './c-source.ts'
import { type FrameField, isPartOf } from './frame.ts'

/** The fields of pt_regs that a reader takes, and where its function is. */
export type DraftReader = {
  readonly id: string
  readonly fields: readonly string[]
  readonly file: string
  readonly line: number
}

/** Where the functions of a reader are: in its own order of names, in these files of the architecture. */
type ReaderFunctions = {
  readonly id: string
  readonly functions: readonly string[]
  readonly files: readonly string[]
  /** What takes the registers where no file of the architecture names the functions. */
  readonly fallback?: string
  /** Functions of the architecture that generic code calls before. */
  readonly before?: readonly string[]
}

const PTRACE = ['include/asm/ptrace.h']
const PERF = [
  'include/asm/perf_event.h',
  'kernel/perf_callchain.c',
  'kernel/perf_event.c',
  'perf/callchain.c',
  'perf/callchain_64.c',
  'perf/callchain_32.c',
  'perf/core-book3s.c',
  'events/core.c',
]

/** Where a stack is walked from the registers on, those of the architecture's usual way first. */
const UNWINDER = [
  'kernel/stacktrace.c',
  'kernel/unwind_orc.c',
  'kernel/unwind_frame.c',
  'kernel/unwind_bc.c',
  'kernel/unwind_prologue.c',
  'kernel/unwind_guess.c',
  'include/asm/unwind.h',
  'include/asm/stacktrace.h',
]
const CALLCHAIN = {
  functions: ['perf_callchain_kernel'],
  files: [...PERF, ...UNWINDER],
  before: ['user_mode'],
} as const

const READERS: readonly ReaderFunctions[] = [
  { id: 'user-mode', functions: ['user_mode'], files: PTRACE },
  { id: 'instruction-pointer', functions: ['instruction_pointer'], files: PTRACE },
  {
    id: 'perf-instruction-pointer',
    functions: ['perf_arch_instruction_pointer', 'perf_instruction_pointer'],
    files: PERF,
    fallback: 'instruction_pointer',
  },
  { id: 'kernel-stack-pointer', functions: ['kernel_stack_pointer'], files: PTRACE },
  { id: 'user-stack-pointer', functions: ['user_stack_pointer'], files: PTRACE },
  { id: 'regs-return-value', functions: ['regs_return_value'], files: PTRACE },
  {
    id: 'perf-misc-flags',
    functions: ['perf_arch_misc_flags', 'perf_misc_flags'],
    files: PERF,
    fallback: 'user_mode',
  },
  { id: 'perf-tp-event-match', functions: ['user_mode'], files: PTRACE },
  { id: 'perf-callchain-user', functions: ['perf_callchain_user'], files: PERF },
  {
    id: 'return-probe-prepare',
    functions: ['arch_rethook_prepare', 'arch_prepare_kretprobe'],
    files: [
      'kernel/rethook.c',
      'kernel/probes/rethook.c',
      'kernel/kprobes.c',
      'kernel/probes/kprobes.c',
      'kernel/kprobes/core.c',
      'probes/kprobes/core.c',
    ],
  },
  {
    id: 'perf-sample-regs-intr',
    functions: ['perf_reg_value'],
    files: ['kernel/perf_regs.c', 'perf/perf_regs.c', 'kernel/perf_event.c'],
  },
  { id: 'stack-trace-save-regs', functions: ['arch_stack_walk', 'save_stack_trace_regs'], files: UNWINDER },
  { id: 'kernel-callchain', ...CALLCHAIN },
  { id: 'bpf-get-stackid', ...CALLCHAIN },
]

/** How many functions may call one another in a row. */
const MOST_CALLS = 5

type Search = {
  readonly c: CReader
  readonly files: readonly string[]
  readonly found: Set<string>
  readonly seen: Set<string>
}

/** What is known of an architecture where its readers are looked for. */
type ReaderContext = {
  /** Reads the functions. */
  readonly c: CReader
  readonly context: ArchContext
  /** What the compiler and the configuration define. */
  readonly defined: MacroLookup
  /** Whether a file is built on the architecture. */
  readonly isBuilt: (file: string) => boolean
  /** The fields of pt_regs. */
  readonly fields: readonly FrameField[]
  /** The table of their names, by which probe events take them. */
  readonly table: RegisterTable | undefined
}

/**
 * Find the fields of pt_regs that readers take on an architecture, from the bodies of their functions.
 *
 * @param known - what is known of the architecture.
 * @returns the readers whose function was found and takes a field.
 */
export function draftReaders(known: ReaderContext): readonly DraftReader[] {
  const { fields, table } = known
  const named = fields.filter(it => table?.names.has(it.name)).map(it => it.name)
  const { file, line } = table ?? { file: '', line: 1 }
  const byName = named.length > 0 ? [{ id: 'fetch-register', fields: named, file, line }] : []
  return [...byFunction(known), ...byName]
}

function byFunction({ c, context, defined, isBuilt, fields }: ReaderContext): readonly DraftReader[] {
  const { directory } = context.variant
  const inPtrace = PTRACE.map(file => `${directory}/${file}`)
  return READERS.flatMap(({ id, functions, files, fallback, before = [] }) => {
    const paths = files.map(it => `${directory}/${it}`).filter(isBuilt)
    const isOwn = c.isNamed(functions, paths)
    const names = isOwn || fallback === undefined ? functions : [fallback]
    const definition = names.map(it => c.find(it, isOwn ? paths : [...paths, ...inPtrace])).find(it => it !== undefined)
    if (!definition) return []
    const found = new Set<string>()
    const search: Search = { c, files: [...paths, definition.file], found, seen: new Set() }
    for (const it of [...before.flatMap(name => c.find(name, inPtrace) ?? []), definition]) takenBy(it, search, 0)
    const byNumber = indexedFields(definition, { context, defined, fields })
    const isTaken = ({ name }: FrameField): boolean =>
      byNumber.names.includes(name) ||
      ([...found].some(path => isPartOf(name, path)) && Number(/\[(\d+)\]$/.exec(name)?.[1] ?? -1) < byNumber.end)
    const taken = fields.filter(isTaken).map(it => it.name)
    return taken.length > 0 ? [{ id, fields: taken, file: definition.file, line: definition.line }] : []
  })
}

function takenBy(definition: CFunction, search: Search, depth: number): void {
  const key = `${definition.file}:${definition.line}`
  if (search.seen.has(key) || depth > MOST_CALLS) return
  search.seen.add(key)
  const parameter = registersOf(definition.node)
  const body = definition.node.childForFieldName('body')
  if (!parameter || !body) return
  for (const it of body.descendantsOfType(['field_expression', 'subscript_expression'])) {
    const path = it && pathOf(it, parameter)
    if (path && !isWritten(it)) search.found.add(path)
  }
  for (const call of body.descendantsOfType('call_expression')) {
    const args = call!.childForFieldName('arguments')?.namedChildren ?? []
    if (!args.some(it => it!.text.replace(/[()\s]/g, '') === parameter)) continue
    const name = call!.childForFieldName('function')?.text ?? ''
    const inner = /^\w+$/.test(name) ? search.c.find(name, search.files) : undefined
    if (inner) takenBy(inner, search, depth + 1)
  }
}

/** The name of the parameter that points to the registers. */
function registersOf(definition: Node): string | undefined {
  const parameters = parametersOf(definition)
  return (parameters.find(it => /\bpt_regs\b/.test(it.type)) ?? parameters[0])?.name
}

/** `regs->psw.mask` as `psw.mask`; undefined for what is no field of the registers, or only part of such a path. */
function pathOf(node: Node, parameter: string): string | undefined {
  if (
    /^(?:field|subscript)_expression$/.test(node.parent?.type ?? '') &&
    node.parent?.childForFieldName('argument')?.id === node.id
  )
    return undefined
  const text = node.text.replace(/\s+/g, '').replace(/^\(+(\w+)\)+(?=->)/, '$1')
  const match = /^(\w+)->(.+)$/.exec(text)
  if (match?.[1] !== parameter) return undefined
  // An index that is not a number may be any. Of s390's PSW as bits, the address is one and the mask all others.
  const path = match[2]!.replace(/\[(?!\d+\]).*$/, '')
  const call = node.parent?.type === 'argument_list' ? node.parent.parent : undefined
  if (call?.childForFieldName('function')?.text !== 'psw_bits') return path
  return `${path}.${call.parent?.childForFieldName('field')?.text === 'ia' ? 'addr' : 'mask'}`
}

function isWritten(node: Node): boolean {
  const { parent } = node
  return (
    parent?.type === 'assignment_expression' &&
    parent.childForFieldName('left')?.id === node.id &&
    parent.childForFieldName('operator')?.text === '='
  )
}
