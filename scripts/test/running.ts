import { runCommand } from '../../src/cli/command.ts'
import type { Dataset } from '../../src/model/dataset.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'
import { cacheFolder } from '../../src/running/guest/cache-folder.ts'
import {
  fetchedBusybox,
  fetchedKernels,
  fetchedQemu,
  type FetchedKernel,
} from '../../src/running/guest/fetch-packages.ts'
import { MACHINES, type Machine } from '../../src/running/guest/machines.ts'
import { tryArch, type TryResult } from '../../src/running/try-arch.ts'

/** What came of one kernel, as a line of the table. */
type Row = { readonly kernel: string; readonly seconds: number; readonly words: string; readonly failed: boolean }

/** How many guests run at the same time. */
const GUESTS = 2

await runCommand({
  name: 'npm run test:running',
  summary: `Boots every kernel that npm run try -- ARCH --fetch has fetched, two at a time, measures what each hands over,
and holds it against the dataset. Ends with 1 if a guest did not come up, or if a measured state contradicts a read one
that data/measured/ does not explain.`,
  options: {},
  async run({ signal, progress }) {
    const { value: data } = readDataset(loadFiles())
    const kernels = Object.entries(MACHINES).flatMap(([arch, machine]) =>
      fetchedKernels(cacheFolder, machine).map(it => ({ ...it, arch, machine })),
    )
    const rows: Row[] = []
    const queue = kernels.entries()
    const measureNext = async () => {
      for (const [i, it] of queue)
        rows[i] = await measured(data, it, { signal, progress: text => progress(`${it.arch} ${it.release}: ${text}`) })
    }
    // An emulated CPU takes one core, and most machines have two to spare.
    await Promise.all(Array.from({ length: GUESTS }, measureNext))
    if (rows.length === 0) {
      process.stdout.write('No kernel is fetched: npm run try -- ARCH --fetch fetches those of an arch.\n')
      return 1
    }
    process.stdout.write(
      rows.map(it => `${it.kernel.padEnd(22)} ${it.seconds.toFixed(0).padStart(4)} s  ${it.words}\n`).join(''),
    )
    return rows.some(it => it.failed) ? 1 : 0
  },
})

type Kernel = FetchedKernel & { readonly arch: string; readonly machine: Machine }

async function measured(
  data: Dataset,
  { arch, machine, release, kernel, config }: Kernel,
  context: { readonly signal: AbortSignal; readonly progress: (text: string) => void },
): Promise<Row> {
  const since = Date.now()
  const qemu = fetchedQemu(cacheFolder, machine)
  const files = { kernel, config, busybox: fetchedBusybox(cacheFolder, machine), ...(qemu && { qemu }) }
  const row = (words: string, failed: boolean): Row => ({
    kernel: `${arch} ${release}`,
    seconds: (Date.now() - since) / 1000,
    words,
    failed,
  })
  try {
    const result = await tryArch(data, arch, files, context)
    const contradictions = unexplained(result, explanations(data, result))
    const differences = contradictions.length === 0 ? 'no contradiction' : contradictions.join(', ')
    return row(`${whole(result)}; ${differences}`, contradictions.length > 0)
  } catch (error) {
    if (context.signal.aborted) throw error
    return row((error as Error).message, true)
  }
}

/** Fields whose difference is explained, by capture. */
function explanations({ measured }: Dataset, { arch, release }: TryResult): ReadonlySet<string> {
  const its = measured.find(it => it.arch === arch && it.release === release)?.captures ?? []
  return new Set(
    its.flatMap(it =>
      it.fields.flatMap(one => (one.explained ? (one.fields ?? []).map(name => `${it.capture} ${name}`) : [])),
    ),
  )
}

function unexplained({ outcomes }: TryResult, explained: ReadonlySet<string>): readonly string[] {
  return outcomes
    .flatMap(it => it.contradictions.map(({ field }) => `${it.shown!.capture.id} ${field}`))
    .filter(it => !explained.has(it))
}

function whole({ outcomes }: TryResult): string {
  const measured = outcomes.filter(it => it.fields.length > 0)
  return `${measured.length} ways measured, ${measured.reduce((sum, it) => sum + it.calls, 0)} calls`
}
