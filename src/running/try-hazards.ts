import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../files/root.ts'
import { causesOf, type Cause } from '../model/analysis/causes.ts'
import { hazardsAt } from '../model/analysis/hazards.ts'
import type { Dataset } from '../model/dataset.ts'
import type { Trial } from '../model/schema/cause.ts'
import { withBench, type BenchFiles } from './bench.ts'
import { GuestError } from './guest.ts'
import { MACHINES } from './machines.ts'
import type { SessionOutcome, TryResult } from './try-arch.ts'

/** What came of a cause on a running kernel. */
export type TriedCause = { readonly cause: string; readonly trial: Trial }

/** What a trial is said to be of, and what ends it or is given how far it is. */
type Context = { readonly signal: AbortSignal; readonly progress: (text: string) => void }

/**
 * Try every cause of an arch: by its script where there is one, else by what was measured of its fields.
 *
 * @param data - the dataset.
 * @param result - what was measured on the kernel.
 * @param files - the same kernel and busybox: a script gets a guest of its own, since it may bring it down.
 * @param context - `signal` ends it; `progress` is given each cause, in words.
 * @returns each cause at the kernel's release with what was seen.
 */
export async function tryHazards(
  data: Dataset,
  result: TryResult,
  files: BenchFiles,
  { signal, progress }: Context,
): Promise<readonly TriedCause[]> {
  const { arch, release } = result
  const causes = causesOf(hazardsAt(data, data.readers, { arch, release }), data)
  const tried: TriedCause[] = []
  for (const cause of causes) {
    const script = scriptOf(cause.id)
    const measured = byMeasurement(cause, result.outcomes)
    const shown = script === undefined ? undefined : await byScript(script, arch, files, signal)
    const trial = { kernel: result.build.split(' ')[2]!, machine: machineWords(result), ...together(shown, measured) }
    progress(`${cause.id}: ${trial.result}`)
    tried.push({ cause: cause.id, trial })
  }
  return tried
}

type Seen = Pick<Trial, 'result' | 'saw'>

/** What a script showed counts for more; what was measured of the fields is said beside it. */
function together(shown: Seen | undefined, measured: Seen): Seen {
  if (!shown) return measured
  if (shown.result === 'seen' || measured.result !== 'seen') return shown
  return { result: 'seen', saw: `${measured.saw}; the lines to type showed nothing of it` }
}

function machineWords({ arch, qemu }: TryResult): string {
  const { machine, cpu } = MACHINES[arch]!
  return [`QEMU ${qemu}`, machine, cpu].filter(Boolean).join(', ')
}

function scriptOf(cause: string): string | undefined {
  const file = join(root, 'probes/hazards', `${cause}.sh`)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/**
 * Read a script of a cause.
 *
 * @param text - its comments say what is seen if the cause is real; all other lines are for the guest's shell.
 * @returns the lines, and the pattern of what is seen.
 * @throws Error if it does not say what is seen.
 */
export function readScript(text: string): { readonly lines: readonly string[]; readonly seen: RegExp } {
  const all = text.split('\n').map(it => it.trim())
  const seen = all.find(it => it.startsWith('# seen: '))?.slice('# seen: '.length)
  if (seen === undefined) throw new Error('a script needs a line "# seen: PATTERN"')
  return { lines: all.filter(it => it !== '' && !it.startsWith('#')), seen: new RegExp(seen) }
}

async function byScript(text: string, arch: string, files: BenchFiles, signal: AbortSignal): Promise<Seen> {
  const { lines, seen } = readScript(text)
  let console = ''
  try {
    await withBench(arch, files, { signal, structBytes: () => 0 }, async ({ guest }) => {
      const from = guest.console().length
      for (const line of lines) {
        await guest.run(line)
        console = guest.console().slice(from)
        if (seen.test(console)) break
      }
    })
  } catch (error) {
    // A guest that goes down may be just what is looked for.
    if (!(error instanceof GuestError)) throw error
    console = error.console
  }
  const line = console.split('\n').find(it => seen.test(it))
  if (line === undefined) return { result: 'not-seen', saw: `none of ${lines.length} lines showed ${seen.source}` }
  return {
    result: 'seen',
    saw: line
      .replace(/^\[ *[\d.]+\] /, '')
      .trim()
      .slice(0, MOST_CHARACTERS),
  }
}

/** The longest line of a guest that is kept. */
const MOST_CHARACTERS = 160

/** The fields that a cause is about, as they were measured at its capture or conversion. */
function byMeasurement({ site, fields }: Cause, outcomes: readonly SessionOutcome[]): Seen {
  const its = outcomes.filter(({ shown }) => shown && (shown.through?.id ?? shown.capture.id) === site)
  const measured = its.flatMap(it => it.fields.filter(one => fields.includes(one.name)))
  if (measured.length === 0)
    return { result: 'cannot', saw: `nothing that is attached here gets the registers of ${site}` }
  const unset = measured.filter(it => it.state === 'unset')
  if (unset.length > 0) {
    const names = [...new Set(unset.map(it => it.name))]
    const [first] = unset as [(typeof unset)[number]]
    return {
      result: 'seen',
      saw: `${namesWords(names)} held old memory in ${first.calls} calls, such as ${first.example}`,
    }
  }
  if (measured.some(it => it.state === 'unknown'))
    return {
      result: 'cannot',
      saw: `what ${namesWords(fields)} held does not tell: ${measured.find(it => it.note)?.note ?? ''}`,
    }
  return { result: 'not-seen', saw: `${namesWords(fields)} held no old memory in ${measured[0]!.calls} calls` }
}

function namesWords(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
}

/**
 * Put trials into the text of `data/causes/<arch>.yaml`: a cause that is there gets the trial of this kernel, others of
 * other kernels stay.
 *
 * @param text - the file.
 * @param tried - what was seen.
 * @returns the new text; causes that the file does not have are left out.
 */
export function withTrials(text: string, tried: readonly TriedCause[]): string {
  const blocks = text.split(/^(?= {2}- id: )/m)
  return blocks
    .map(block => {
      const id = /^ {2}- id: (\S+)/.exec(block)?.[1]
      const found = tried.find(it => it.cause === id)
      if (!found) return block
      const comment = /(?:^ {2}#.*\n)+$/m.exec(block)?.[0] ?? ''
      const own = comment ? block.slice(0, -comment.length) : block
      const [before, old = ''] = own.split(/^ {4}tried:\n/m) as [string, string?]
      const kept = old.split(/^(?= {6}- kernel: )/m).filter(it => it && !it.includes(`kernel: ${found.trial.kernel}\n`))
      return `${before.replace(/\n*$/, '\n')}    tried:\n${kept.join('')}${trialText(found.trial)}${comment}`
    })
    .join('')
}

function trialText({ kernel, machine, result, saw }: Trial): string {
  return [
    `      - kernel: ${kernel}`,
    `        machine: ${JSON.stringify(machine)}`,
    `        result: ${result}`,
    `        saw: ${JSON.stringify(saw)}`,
    '',
  ].join('\n')
}
