import type { MechanismSupport, SymbolSupport } from '../../model/schema/arch.ts'
import type { ArchVariant } from '../arch-variants.ts'
import type { Definitions } from '../c/find-definitions.ts'
import { type Condition, type Kconfig, kconfigError } from '../kconfig/kconfig.ts'
import type { SymbolValue } from '../kconfig/evaluate.ts'
import type { Level } from '../kconfig/three-valued-logic.ts'
import type { KernelTree } from '../kernel-tree.ts'
import { NOT_YET } from '../../model/analysis/arch-support.ts'
import { builtFiles } from '../kconfig/built-files.ts'
import { KconfigEvaluator } from '../kconfig/evaluate.ts'
import { makeVariables } from '../kconfig/make-variables.ts'
import { collectSymbols } from '../kconfig/collect-symbols.ts'
import { type Need, ON_TRAMPOLINES, REQUIREMENTS, SYMBOLS } from './requirements.ts'

/** The values of an architecture's capability symbols, and which mechanisms it supports because of them. */
export type Support = {
  readonly symbols: Record<string, SymbolSupport>
  readonly support: Record<string, MechanismSupport>
}

/** Kconfig files with the rules of the mechanisms; in some trees the top Kconfig does not source all of them. */
const ROOTS = [
  'arch/Kconfig',
  'init/Kconfig',
  'kernel/trace/Kconfig',
  'kernel/bpf/Kconfig',
  'kernel/events/Kconfig',
  'lib/Kconfig.debug',
]

/** Drivers and similar folders: they are most of a kernel's Kconfig, and set no capability of an architecture. */
const NOT_READ =
  /^(?:drivers|sound|fs|net\/.+|crypto|security|samples|certs|block|virt|rust|Documentation|usr|io_uring|ipc)\//

/**
 * Read the Kconfig files that matter for an architecture.
 *
 * @param tree - the kernel tree.
 * @param variant - the architecture.
 * @returns their symbols.
 * @throws DataError with the place of a line that cannot be read, or the name of a file that is missing or empty.
 */
export function readArchKconfig(tree: KernelTree, variant: ArchVariant): Kconfig {
  const needed = ['Kconfig', `${variant.directory}/Kconfig`]
  for (const file of needed) {
    const text = tree.read(file)
    if (text === undefined || text.trim() === '')
      throw kconfigError(
        file,
        1,
        text === undefined ? 'the file is missing' : 'the file is empty',
        'give a whole kernel source tree',
      )
  }
  const roots = [...needed, ...ROOTS.filter(it => tree.read(it) !== undefined)]
  const kconfig = collectSymbols(tree, {
    roots,
    variables: makeVariables(variant),
    isWanted: path => !NOT_READ.test(path),
  })
  requireSources(tree, variant, kconfig)
  return kconfig
}

/** The folders of an architecture in which code that fills or reads registers lies. */
const CODE_FOLDERS = ['', '/kernel', '/kernel/probes', '/kernel/ptrace', '/kernel/trace', '/entry', '/net', '/perf']

/** The folders with the code of all architectures that does so. */
const SHARED_CODE_FOLDERS = ['kernel', 'kernel/entry', 'kernel/events', 'kernel/trace']

/** Check that what the Makefiles of these folders build is there: without a file, what it defines is not known. */
function requireSources(tree: KernelTree, variant: ArchVariant, kconfig: Kconfig): void {
  for (const folder of [...CODE_FOLDERS.map(it => variant.directory + it), ...SHARED_CODE_FOLDERS]) {
    const [missing, ...others] = builtFiles(tree, folder, kconfig, variant).missing
    if (missing)
      throw kconfigError(
        missing.makefile,
        missing.line,
        `the source of ${missing.name} is missing${others.length > 0 ? `, and of ${others.length} more` : ''}`,
        'give a whole kernel source tree; a sparse checkout, or a package of headers, is not enough',
      )
  }
}

/**
 * Find out which mechanisms an architecture supports, by the rules of the tree itself.
 *
 * @param kconfig - the symbols of the architecture.
 * @param variant - the architecture.
 * @param definitions - the functions that it defines.
 * @returns the value of each symbol, and the support of each mechanism with its reasons.
 */
export function deriveSupport(kconfig: Kconfig, variant: ArchVariant, definitions: Definitions): Support {
  const plain = new KconfigEvaluator(kconfig, variant)
  return {
    symbols: Object.fromEntries(SYMBOLS.map(name => [name, symbolSupport(plain.of(name))])),
    support: withTrampolines(
      Object.fromEntries(
        Object.entries(REQUIREMENTS).map(([mechanism, requirements]) => {
          const assumedOn = requirements.flatMap(it => ('symbol' in it ? [it.symbol] : []))
          return [
            mechanism,
            mechanismSupport(requirements, {
              kconfig,
              values: new KconfigEvaluator(kconfig, variant, assumedOn),
              definitions,
            }),
          ]
        }),
      ),
    ),
  }
}

/** Add the trampolines: an arch has them if it has a mechanism that uses one. */
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

/** What is known of the architecture, with the options of one mechanism assumed on. */
type Context = {
  readonly kconfig: Kconfig
  readonly values: KconfigEvaluator
  readonly definitions: Definitions
}

function mechanismSupport(needs: readonly Need[], context: Context): MechanismSupport {
  const reasons = needs.map(need =>
    'symbol' in need ? symbolReason(need.symbol, context) : definitionReason(need.definition, context.definitions),
  )
  if (reasons.length === 0) return { value: 'yes', because: ['every arch takes them'] }
  const worst = reasons.map(it => it.level).reduce((a, b) => (RANK[a] < RANK[b] ? a : b), 'y')
  // A supported mechanism has all its reasons; any other only the requirements that do not simply hold.
  const given = worst === 'y' ? reasons : reasons.filter(it => it.level !== 'y')
  return { value: CLASS[worst], because: [...new Set(given.flatMap(it => it.because))] }
}

const RANK: Readonly<Record<Level, number>> = { n: 0, if: 1, y: 2 }
const CLASS = { y: 'yes', if: 'conditional', n: 'no' } as const

/** Why a requirement holds or not, in lines for people. */
type Reason = { readonly level: Level; readonly because: readonly string[] }

function symbolReason(name: string, context: Context): Reason {
  const definitions = context.kconfig.get(name)
  if (!definitions) return { level: 'n', because: [`${name}: ${NOT_YET}`] }
  const { level } = context.values.depends(name)
  const { file, line } = definitions[0]!
  const because = capabilityLines(name, level, context)
  return { level, because: because.length > 0 ? because : [`${name}: asks nothing of an arch (${file}:${line})`] }
}

/**
 * The capability symbols that decide an option, each in a line: those that are missing if the option is missing, else
 * those that are there.
 */
function capabilityLines(name: string, level: Level, context: Context, seen = new Set<string>()): readonly string[] {
  const { kconfig, values } = context
  if (seen.has(name)) return []
  seen.add(name)
  const conditions = (kconfig.get(name) ?? []).flatMap(it => it.depends)
  return conditions
    .filter(it => level === 'y' || values.sharedCondition(it).level === level)
    .flatMap(it => symbolsIn(it))
    .flatMap(symbol => {
      if (isCapabilitySymbol(symbol, kconfig)) return capabilityLine(symbol, values, level)
      return capabilityLines(symbol, level, context, seen)
    })
}

/**
 * Whether a symbol is a capability symbol (`HAVE_…`): only architectures set it, and elsewhere it has no prompt,
 * default or dependency. An undefined symbol counts as a capability that no architecture has.
 */
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
