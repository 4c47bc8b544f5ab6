import type { MechanismSupport, SymbolSupport } from '../../model/schema/arch.ts'
import type { ArchVariant } from '../arch-variants.ts'
import type { Definitions } from '../c/find-definitions.ts'
import type { Condition, Kconfig } from '../kconfig/parse-kconfig.ts'
import type { Level, SymbolValue } from '../kconfig/evaluate.ts'
import type { KernelTree } from '../kernel-tree.ts'
import { NOT_YET } from '../../model/analysis/arch-support.ts'
import { readKconfig } from '../kconfig/parse-kconfig.ts'
import { KconfigEvaluator, variables } from '../kconfig/evaluate.ts'

/** What an architecture promises, symbol by symbol, and what follows from it for each mechanism. */
export type Support = {
  readonly symbols: Record<string, SymbolSupport>
  readonly support: Record<string, MechanismSupport>
}

/** The symbols that the rules speak of: promises of an architecture, and what the shared code makes of them. */
const SYMBOLS = [
  'HAVE_KPROBES',
  'HAVE_KRETPROBES',
  'HAVE_RETHOOK',
  'HAVE_OPTPROBES',
  'HAVE_KPROBES_ON_FTRACE',
  'HAVE_FUNCTION_TRACER',
  'HAVE_DYNAMIC_FTRACE',
  'HAVE_DYNAMIC_FTRACE_WITH_REGS',
  'HAVE_DYNAMIC_FTRACE_WITH_ARGS',
  'HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS',
  'HAVE_DYNAMIC_FTRACE_WITH_CALL_OPS',
  'HAVE_FUNCTION_GRAPH_TRACER',
  'HAVE_FUNCTION_GRAPH_RETVAL',
  'HAVE_FUNCTION_GRAPH_FREGS',
  'HAVE_FTRACE_GRAPH_FUNC',
  'HAVE_REGS_AND_STACK_ACCESS_API',
  'HAVE_FUNCTION_ARG_ACCESS_API',
  'ARCH_SUPPORTS_UPROBES',
  'MMU',
  'TRACE_IRQFLAGS_SUPPORT',
  'STACKTRACE_SUPPORT',
  'HAVE_SYSCALL_TRACEPOINTS',
  'HAVE_PERF_EVENTS',
  'HAVE_PERF_REGS',
  'HAVE_PERF_USER_STACK_DUMP',
  'HAVE_EBPF_JIT',
  'HAVE_ARCH_TRACEHOOK',
] as const

/** A thing that a mechanism cannot do without. */
type Need = { readonly symbol: string } | { readonly definition: keyof Definitions }

const needs = (...symbols: string[]): readonly Need[] => symbols.map(symbol => ({ symbol }))

/**
 * What each mechanism is switched on by. What those options need in turn is read from the tree.
 * Tracepoints and exceptions are in every kernel: no symbol of an architecture is asked.
 */
const MECHANISMS: Readonly<Record<string, readonly Need[]>> = {
  exceptions: [],
  ptrace: [{ definition: 'arch_ptrace' }],
  kprobe: needs('KPROBES'),
  kretprobe: needs('KRETPROBES'),
  rethook: needs('RETHOOK'),
  ftrace: needs('FUNCTION_TRACER'),
  fprobe: needs('FPROBE'),
  tracepoint: needs('TRACEPOINTS'),
  uprobe: needs('UPROBES'),
  'perf-events': needs('PERF_EVENTS'),
  'trace-kprobe': needs('KPROBE_EVENTS'),
  'trace-kretprobe': needs('KPROBE_EVENTS', 'KRETPROBES'),
  'trace-uprobe': needs('UPROBE_EVENTS'),
  'trace-fprobe': needs('FPROBE_EVENTS'),
  'trace-tp': needs('FTRACE', 'EVENT_TRACING'),
  'ebpf-kprobe': needs('BPF_EVENTS', 'KPROBE_EVENTS'),
  'ebpf-kretprobe': needs('BPF_EVENTS', 'KPROBE_EVENTS', 'KRETPROBES'),
  'ebpf-uprobe': needs('BPF_EVENTS', 'UPROBE_EVENTS'),
  'ebpf-tp': needs('BPF_EVENTS', 'TRACEPOINTS'),
  'ebpf-multi-kprobe': needs('BPF_EVENTS', 'FPROBE'),
  'ebpf-fentry-fexit': [
    ...needs('BPF_SYSCALL', 'BPF_JIT', 'HAVE_EBPF_JIT', 'DYNAMIC_FTRACE_WITH_DIRECT_CALLS'),
    { definition: 'arch_prepare_bpf_trampoline' },
  ],
}

/** Files that the rules stand in, for a tree whose own Kconfig does not lead to them. */
const ROOTS = [
  'arch/Kconfig',
  'init/Kconfig',
  'kernel/trace/Kconfig',
  'kernel/bpf/Kconfig',
  'kernel/events/Kconfig',
  'lib/Kconfig.debug',
]

/** Drivers and the like: they promise nothing for an architecture, and are most of what there is to read. */
const NOT_READ =
  /^(?:drivers|sound|fs|net\/.+|crypto|security|samples|certs|block|virt|rust|Documentation|usr|io_uring|ipc)\//

/** All Kconfig that bears on an architecture. */
export function readArchKconfig(tree: KernelTree, variant: ArchVariant): Kconfig {
  const roots = ['Kconfig', `${variant.directory}/Kconfig`, ...ROOTS].filter(it => tree.read(it) !== undefined)
  return readKconfig(tree, roots, variables(variant), path => !NOT_READ.test(path))
}

/** What the options of a kernel come to on an architecture, by the rules of the tree itself. */
export function deriveSupport(kconfig: Kconfig, variant: ArchVariant, definitions: Definitions): Support {
  const plain = new KconfigEvaluator(kconfig, variant)
  return {
    symbols: Object.fromEntries(SYMBOLS.map(name => [name, symbolSupport(plain.of(name))])),
    support: withTrampolines(
      Object.fromEntries(
        Object.entries(MECHANISMS).map(([mechanism, its]) => {
          const assumedOn = its.flatMap(it => ('symbol' in it ? [it.symbol] : []))
          return [
            mechanism,
            mechanismSupport(its, kconfig, new KconfigEvaluator(kconfig, variant, assumedOn), definitions),
          ]
        }),
      ),
    ),
  }
}

/** Mechanisms that stand on stubs which save registers; a return probe may do without, so it comes last. */
const ON_TRAMPOLINES = ['ftrace', 'rethook', 'ebpf-fentry-fexit', 'kretprobe'] as const

/** An arch has trampolines where it has a mechanism that stands on one. */
function withTrampolines(support: Record<string, MechanismSupport>): Record<string, MechanismSupport> {
  const has = (value: MechanismSupport['value']) => ON_TRAMPOLINES.filter(id => support[id]!.value === value)
  const [value, ids] =
    has('yes').length > 0
      ? ['yes' as const, has('yes')]
      : has('conditional').length > 0
        ? ['conditional' as const, has('conditional')]
        : ['no' as const, []]
  return {
    ...support,
    trampolines: {
      value,
      because: [ids.length > 0 ? `those of ${ids.join(', ')}` : `no ${ON_TRAMPOLINES.join(', ')}`],
    },
  }
}

function symbolSupport({ level, compiler, condition, at }: SymbolValue): SymbolSupport {
  return { value: level, ...(condition && { condition }), ...(compiler && { compiler }), ...at }
}

function mechanismSupport(
  needs: readonly Need[],
  kconfig: Kconfig,
  values: KconfigEvaluator,
  definitions: Definitions,
): MechanismSupport {
  const reasons = needs.map(need =>
    'symbol' in need ? symbolReason(need.symbol, kconfig, values) : definitionReason(need.definition, definitions),
  )
  if (reasons.length === 0) return { value: 'yes', because: ['every arch takes them'] }
  const worst = reasons.map(it => it.level).reduce((a, b) => (RANK[a] < RANK[b] ? a : b), 'y')
  // What is there is told in full; of what is not, that which is missing.
  const told = worst === 'y' ? reasons : reasons.filter(it => it.level !== 'y')
  return { value: CLASS[worst], because: [...new Set(told.flatMap(it => it.because))] }
}

const RANK: Readonly<Record<Level, number>> = { n: 0, if: 1, y: 2 }
const CLASS = { y: 'yes', if: 'conditional', n: 'no' } as const

type Reason = { readonly level: Level; readonly because: readonly string[] }

function symbolReason(name: string, kconfig: Kconfig, values: KconfigEvaluator): Reason {
  const definitions = kconfig.get(name)
  if (!definitions) return { level: 'n', because: [`${name}: ${NOT_YET}`] }
  const { level } = values.depends(name)
  const { file, line } = definitions[0]!
  const because = promises(name, values, kconfig, level)
  return { level, because: because.length > 0 ? because : [`${name}: asks nothing of an arch (${file}:${line})`] }
}

/** The promises that decide an option, each in a line: those that fail where it fails, those that are kept where it can be had. */
function promises(
  name: string,
  values: KconfigEvaluator,
  kconfig: Kconfig,
  level: Level,
  seen = new Set<string>(),
): readonly string[] {
  if (seen.has(name)) return []
  seen.add(name)
  const conditions = (kconfig.get(name) ?? []).flatMap(it => it.depends)
  return conditions
    .filter(it => level === 'y' || values.sharedCondition(it).level === level)
    .flatMap(it => symbolsIn(it))
    .flatMap(symbol => {
      if (isCapabilitySymbol(symbol, kconfig)) return capabilityLine(symbol, values, level)
      return promises(symbol, values, kconfig, level, seen)
    })
}

/** A promise is what only architectures set: it is asked of nobody, and no default of the shared code turns it on. One that is defined nowhere is one that nobody gives. */
function isCapabilitySymbol(name: string, kconfig: Kconfig): boolean {
  const definitions = kconfig.get(name)
  return (
    definitions?.every(
      it =>
        /^arch\/[^/]+\//.test(it.file) ||
        (it.prompts.length === 0 && it.defaults.length === 0 && it.depends.length === 0),
    ) ?? true
  )
}

function capabilityLine(name: string, values: KconfigEvaluator, level: Level): readonly string[] {
  const { level: own, condition, compiler, at } = values.of(name)
  if (own !== level) return []
  const place = at ? ` (${at.file}:${at.line})` : ''
  if (own === 'if') return [`${name} if ${condition}${compiler ? ', which depends on the compiler' : ''}${place}`]
  return [own === 'y' ? `${name}${place}` : `no ${name}${place}`]
}

function symbolsIn({ expr }: Condition): readonly string[] {
  const found: string[] = []
  const visit = (it: Condition['expr']): void => {
    if (it.is === 'symbol') found.push(it.name)
    else if (it.is === 'and' || it.is === 'or') [it.left, it.right].forEach(visit)
  }
  visit(expr)
  return found
}

function definitionReason(name: keyof Definitions, definitions: Definitions): Reason {
  const place = definitions[name]
  return place
    ? { level: 'y', because: [`${name}() (${place.file}:${place.line})`] }
    : { level: 'n', because: [`no ${name}(): the arch defines none`] }
}
