import { runCommand } from '../../src/cli/command.ts'
import type { Dataset } from '../../src/model/dataset.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'
import { cacheFolder } from '../../src/running/guest/cache-folder.ts'
import { fetchedBusybox, fetchedKernels, fetchedQemu } from '../../src/running/guest/fetch-packages.ts'
import { MACHINES } from '../../src/running/guest/machines.ts'
import { tryArch, type TryResult } from '../../src/running/try-arch.ts'

/** What came of one kernel, as a line of the table. */
type Row = { readonly kernel: string; readonly seconds: number; readonly words: string; readonly failed: boolean }

await runCommand({
  name: 'npm run test:running',
  summary: `Boots every kernel that npm run try -- ARCH --fetch has fetched, one after the other, measures what each hands over,
and holds it against the dataset. Ends with 1 if a guest did not come up, or if a measured state contradicts a read one
that data/measured/ does not explain.`,
  options: {},
  async run({ signal, progress }) {
    const { value: data } = readDataset(loadFiles())
    const rows: Row[] = []
    for (const [arch, machine] of Object.entries(MACHINES))
      for (const { release, kernel, config } of fetchedKernels(cacheFolder, machine)) {
        const since = Date.now()
        const qemu = fetchedQemu(cacheFolder, machine)
        const files = { kernel, config, busybox: fetchedBusybox(cacheFolder, machine), ...(qemu && { qemu }) }
        const done = (words: string, failed: boolean) =>
          rows.push({ kernel: `${arch} ${release}`, seconds: (Date.now() - since) / 1000, words, failed })
        try {
          const result = await tryArch(data, arch, files, { signal, progress })
          const contradictions = unexplained(result, explanations(data, result))
          done(
            `${whole(result)}; ${contradictions.length === 0 ? 'no contradiction' : contradictions.join(', ')}`,
            contradictions.length > 0,
          )
        } catch (error) {
          if (signal.aborted) throw error
          done((error as Error).message, true)
        }
      }
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
