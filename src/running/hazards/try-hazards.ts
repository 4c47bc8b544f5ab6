import { causesOf } from '../../model/analysis/causes.ts'
import { hazardsAt } from '../../model/analysis/hazards.ts'
import type { Dataset } from '../../model/dataset.ts'
import type { Trial } from '../../model/schema/cause.ts'
import { withBench, type BenchFiles } from '../measure/bench.ts'
import type { TriedCause } from './causes-file.ts'
import { GuestError } from '../guest/guest.ts'
import { hazardScripts, type HazardScript } from './hazard-scripts.ts'
import { MACHINES } from '../guest/machines.ts'
import { measuredTrial } from './measured-trial.ts'
import type { TryResult } from '../try-arch.ts'

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
  const scripts = hazardScripts()
  const tried: TriedCause[] = []
  for (const cause of causes) {
    const script = scripts.find(it => it.causes.includes(cause.id))
    const measured = measuredTrial(cause, result.outcomes)
    const shown = script && (await scriptTrial(script, arch, files, signal))
    const trial = { kernel: result.build.split(' ')[2]!, machine: machineWords(result), ...together(shown, measured) }
    progress(`${cause.id}: ${trial.result}`)
    tried.push({ cause: cause.id, trial })
  }
  return tried
}

type Seen = Pick<Trial, 'result' | 'by' | 'saw'>

/** What a script showed counts for more; what was measured of the fields is said beside it. */
function together(shown: Seen | undefined, measured: Seen): Seen {
  if (!shown) return measured
  if (shown.result === 'seen' || measured.result !== 'seen') return shown
  return { ...measured, saw: `${measured.saw}; the lines to type showed nothing of it` }
}

function machineWords({ arch, qemu }: TryResult): string {
  const { machine, cpu } = MACHINES[arch]!
  return [`QEMU ${qemu}`, machine, cpu].filter(Boolean).join(', ')
}

async function scriptTrial(
  { lines, seen }: HazardScript,
  arch: string,
  files: BenchFiles,
  signal: AbortSignal,
): Promise<Seen> {
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
    if (signal.aborted || !(error instanceof GuestError)) throw error
    console = error.console
  }
  const line = console.split('\n').find(it => seen.test(it))
  if (line === undefined)
    return { result: 'not-seen', by: 'script', saw: `none of ${lines.length} lines showed ${seen.source}` }
  return {
    result: 'seen',
    by: 'script',
    saw: line
      .replace(/^\[ *[\d.]+\] /, '')
      .trim()
      .slice(0, MOST_CHARACTERS),
  }
}

/** The longest line of a guest that is kept. */
const MOST_CHARACTERS = 160
