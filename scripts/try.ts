import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { knownArch } from '../src/cli/arch-option.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { DataError } from '../src/errors/fault.ts'
import { UsageError } from '../src/errors/usage-error.ts'
import { replaceFile } from '../src/files/atomic-write.ts'
import { root } from '../src/files/root.ts'
import type { Dataset } from '../src/model/dataset.ts'
import { loadFiles } from '../src/model/read/load-files.ts'
import { readDataset } from '../src/model/read/read-dataset.ts'
import { TRIAL_RESULTS } from '../src/model/vocabulary.ts'
import { cacheFolder } from '../src/running/guest/cache-folder.ts'
import { fetchGuest, fetchedBusybox, fetchedKernels, fetchedQemu } from '../src/running/guest/fetch-packages.ts'
import { MACHINES, type Machine } from '../src/running/guest/machines.ts'
import { measuredText } from '../src/running/measured-file.ts'
import { measuredData, tryArch, type SessionOutcome, type TryResult } from '../src/running/try-arch.ts'
import { withTrials, type TriedCause } from '../src/running/hazards/causes-file.ts'
import { tryHazards } from '../src/running/hazards/try-hazards.ts'
import { tryTable } from '../src/running/try-table.ts'

await runCommand({
  name: 'npm run try',
  summary: `Boots a kernel under QEMU and measures what each way of stopping it hands over: a debugger reads the CPU's
registers at the place where the code stops, plants values in them and in old memory, and reads the struct that the kernel's
handler is given. Prints each field's state beside the one in the dataset.`,
  words: 'ARCH',
  subject: 'running kernels, and the registers in data/ of this repository',
  options: {
    kernel: { help: 'the kernel to boot; its configuration is read if it stands beside it as config', hint: 'FILE' },
    busybox: { help: 'a static busybox of the arch, for --kernel', hint: 'FILE' },
    fetch: { help: "fetch kernels and busybox with the machine's own apt, into the user's cache" },
    release: { help: 'of the fetched kernels, the newest one of this release: 6.12', hint: 'R' },
    hazards: { help: 'try each cause of ugly answers as well' },
    record: { help: 'write what was measured to data/measured/, and what was tried to data/causes/' },
    json: { help: 'print JSON' },
  },
  async run({ values, positionals, signal, progress }) {
    const [word, ...more] = positionals
    if (word === undefined || more.length > 0) throw new UsageError('needs one arch; see npm run try -- --help')
    const arch = knownArch(word)
    const machine = MACHINES[arch]
    if (!machine)
      throw new UsageError(
        `QEMU is not set up for ${arch} here: src/running/guest/machines.ts has ${Object.keys(MACHINES).join(', ')}`,
      )
    const { value: data, faults } = readDataset(loadFiles())
    // What was measured before may contradict the data: that is what is being found out.
    const others = faults.filter(it => it.code !== 'measured')
    if (others.length > 0) throw new DataError(others)
    if (values.fetch) await fetchGuest(cacheFolder, machine, progress)
    const qemu = fetchedQemu(cacheFolder, machine)
    const files = { ...guestFiles(values, machine), ...(qemu && { qemu }) }
    const leftovers = values.record === true
    const result = await tryArch(data, arch, files, { signal, progress, leftovers })
    const tried = values.hazards ? await tryHazards(data, result, files, { signal, progress }) : []
    if (values.record) await record(result, data, tried)
    if (values.json) printJson(jsonOf(result, tried))
    else process.stdout.write(tryTable(result) + triedTable(tried))
  },
})

type Wanted = {
  readonly kernel: string | undefined
  readonly busybox: string | undefined
  readonly release: string | undefined
}

/** The files to boot: those given, or the fetched ones. */
function guestFiles({ kernel, busybox, release }: Wanted, machine: Machine) {
  if (kernel !== undefined || busybox !== undefined) {
    if (kernel === undefined || busybox === undefined) throw new UsageError('--kernel and --busybox are given together')
    for (const it of [kernel, busybox]) if (!existsSync(it)) throw new UsageError(`there is no file ${it}`)
    return { kernel, busybox }
  }
  const kernels = fetchedKernels(cacheFolder, machine).filter(
    it => !release || `${it.release}.`.startsWith(`${release}.`),
  )
  const newest = kernels.at(-1)
  if (!newest)
    throw new UsageError(
      `no kernel${release ? ` ${release}` : ''} is fetched for ${machine.debian}; give --fetch, or --kernel FILE and --busybox FILE`,
    )
  return { kernel: newest.kernel, config: newest.config, busybox: fetchedBusybox(cacheFolder, machine) }
}

async function record(result: TryResult, { measured }: Dataset, tried: readonly TriedCause[]): Promise<void> {
  const { arch, release } = result
  const before = measured
    .filter(it => it.arch === arch)
    .toSorted((a, b) => Number(b.release === release) - Number(a.release === release))
  const file = join(root, 'data/measured', `${arch}-${release}.yaml`)
  await replaceFile(file, measuredText(measuredData(result, before)))
  const causes = join(root, 'data/causes', `${arch}.yaml`)
  if (tried.length > 0 && existsSync(causes)) await replaceFile(causes, withTrials(readFileSync(causes, 'utf8'), tried))
}

function triedTable(tried: readonly TriedCause[]): string {
  return tried.map(({ cause, trial }) => `  ${cause}: ${TRIAL_RESULTS[trial.result].outcome}: ${trial.saw}\n`).join('')
}

function jsonOf({ arch, release, build, qemu, outcomes }: TryResult, tried: readonly TriedCause[]) {
  const measured = outcomes.filter(it => it.shown && it.fields.length > 0)
  return {
    arch,
    release,
    build,
    qemu,
    captures: measured.filter(it => !it.userStruct).map(jsonOfCapture),
    userStructs: measured
      .filter(it => it.userStruct)
      .map(it => ({ struct: it.userStruct, copiedFrom: it.shown!.capture.id, ...jsonOfCalls(it) })),
    hazards: tried.map(({ cause, trial }) => ({ cause, tried: TRIAL_RESULTS[trial.result].outcome, saw: trial.saw })),
  }
}

function jsonOfCapture(it: SessionOutcome) {
  const { capture, through } = it.shown!
  return { id: capture.id, ...(through && { through: through.id }), ...jsonOfCalls(it) }
}

function jsonOfCalls({ session, calls, fields }: SessionOutcome) {
  return {
    by: session,
    calls,
    fields: fields.map(({ name, state, value, note, example }) => ({ name, state, value, note, example })),
  }
}
