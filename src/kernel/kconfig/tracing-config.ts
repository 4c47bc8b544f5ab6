import type { ArchVariant } from '../arch-variants.ts'
import type { Kconfig } from './kconfig.ts'
import { type Config, defaultConfig } from './default-config.ts'
import { KconfigEvaluator } from './evaluate.ts'

/** Options with which the code of tracers and probes is built. */
const TRACING_OPTIONS = [
  'FUNCTION_TRACER',
  'DYNAMIC_FTRACE',
  'DYNAMIC_FTRACE_WITH_REGS',
  'DYNAMIC_FTRACE_WITH_ARGS',
  'DYNAMIC_FTRACE_WITH_DIRECT_CALLS',
  'DYNAMIC_FTRACE_WITH_CALL_OPS',
  'FUNCTION_GRAPH_TRACER',
  'FUNCTION_GRAPH_RETVAL',
  'KPROBES',
  'KRETPROBES',
  'KPROBES_ON_FTRACE',
  'OPTPROBES',
  'RETHOOK',
  'FPROBE',
  'UPROBES',
  'PERF_EVENTS',
] as const

/**
 * The default configuration, with all tracers on that the architecture can have.
 *
 * @param kconfig - the symbols of the architecture.
 * @param variant - the architecture.
 * @returns the value of each symbol's C macro.
 */
export function tracingConfig(kconfig: Kconfig, variant: ArchVariant): Config {
  const values = new KconfigEvaluator(kconfig, variant, TRACING_OPTIONS)
  const on = TRACING_OPTIONS.filter(it => kconfig.has(it) && values.depends(it).level !== 'n')
  const fixedSymbols = { ...Object.fromEntries(on.map(it => [it, true])), ...variant.fixedSymbols }
  return defaultConfig(kconfig, { ...variant, fixedSymbols })
}
