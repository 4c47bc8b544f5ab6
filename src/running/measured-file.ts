import { Document, visit } from 'yaml'
import type { Measured, MeasuredCapture } from '../model/schema/measured.ts'
import type { MeasuredField } from './measure/samples.ts'

/** Options that decide which code fills the registers. */
const OPTIONS = [
  'CFI_CLANG',
  'DYNAMIC_FTRACE_WITH_ARGS',
  'DYNAMIC_FTRACE_WITH_CALL_OPS',
  'DYNAMIC_FTRACE_WITH_REGS',
  'FPROBE',
  'FRAME_POINTER',
  'FUNCTION_GRAPH_TRACER',
  'KPROBES_ON_FTRACE',
  'OPTPROBES',
  'RETHOOK',
  'SHADOW_CALL_STACK',
  'THUMB2_KERNEL',
  'UNWINDER_FRAME_POINTER',
  'UNWINDER_ORC',
  'X86_KERNEL_IBT',
] as const

/**
 * The options that decide the path, as a kernel was configured.
 *
 * @param config - the kernel's configuration file; undefined where there is none.
 * @returns y or n for each; none without a configuration.
 */
export function pathOptions(config: string | undefined): Readonly<Record<string, 'y' | 'n'>> {
  if (config === undefined) return {}
  return Object.fromEntries(
    OPTIONS.map(it => [it, new RegExp(`^CONFIG_${it}=y$`, 'm').test(config) ? 'y' : 'n'] as const),
  )
}

/**
 * Put verdicts into the form of the dataset: neighbours that were captured are one run.
 *
 * @param fields - of one struct, in its order.
 * @returns the groups of fields.
 */
export function measuredRuns(fields: readonly MeasuredField[]): MeasuredCapture['fields'] {
  const runs: MeasuredField[][] = []
  for (const field of fields) {
    const last = runs.at(-1)
    if (last && field.state === 'captured' && last[0]!.state === 'captured') last.push(field)
    else runs.push([field])
  }
  return runs.map(run => {
    const [first] = run as [MeasuredField]
    const { state, value, note, example: seen, leftover } = first
    const example = leftover ?? seen
    if (run.length > 1) return { from: first.name, to: run.at(-1)!.name, state }
    return {
      fields: [first.name],
      state,
      ...(value !== undefined && { value }),
      ...(state !== 'captured' && value !== example && example !== '' && { example }),
      ...(note !== undefined && state !== 'captured' && { note }),
    }
  })
}

/**
 * The text of `data/measured/<arch>-<release>.yaml`, a line for each group of fields.
 *
 * @param it - what was measured.
 * @returns YAML.
 */
export function measuredText(it: Measured): string {
  const document = new Document(it)
  visit(document, {
    Map: (_, node) => {
      node.flow = node.has('state') || node.has('DYNAMIC_FTRACE_WITH_ARGS') || node.items.length === 0
    },
  })
  return `# yaml-language-server: $schema=../schema/measured.json\n${document.toString({ lineWidth: 0 })}`
}
