import { DataError } from '../src/errors/fault.ts'
import { hazardsAt, releasesWithChanges } from '../src/model/analysis/hazards.ts'
import { knownArch } from '../src/cli/arch-option.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { UsageError } from '../src/errors/usage-error.ts'
import { hazardTable } from '../src/cli/hazard-table.ts'
import { loadFiles } from '../src/model/read/load-files.ts'
import { root } from '../src/files/root.ts'
import type { Dataset } from '../src/model/dataset.ts'
import { readDataset } from '../src/model/read/read-dataset.ts'
import { classOf } from '../src/model/analysis/register-class.ts'
import { asOf, lastReadRelease } from '../src/model/analysis/coverage-gaps.ts'
import { release } from '../src/model/schema/release.ts'

/** The mechanisms that no hazard can pass through, because an arch does not have them: a line for each arch. */
function missingMechanisms(data: Dataset, arch: string | undefined, release: string): string {
  return data.arches
    .filter(it => arch === undefined || it.id === arch)
    .map(({ id }) => {
      const at = { arch: id, release }
      const missing = Map.groupBy(
        data.mechanisms.filter(it => classOf(it, at, data) === undefined),
        it => asOf(release, lastReadRelease(it, at, data)),
      )
      return [...missing]
        .map(
          ([when, mechanisms]) =>
            `\nNot on ${id} in ${when}, or without a capture in the data: ${mechanisms.map(it => it.id).join(', ')}\n`,
        )
        .join('')
    })
    .join('')
}

await runCommand({
  name: 'npm run hazards',
  summary:
    'Lists the code that reads registers which were made up or never written, for every arch and release in the data.',
  options: {
    arch: { help: 'one arch instead of all', hint: 'ID' },
    release: { help: 'as of one release instead of all', hint: 'R' },
    json: { help: 'print all hazards, also those with the verdict good, as JSON' },
  },
  async run({ values }) {
    const atRelease = values.release
    if (atRelease && !release.safeParse(atRelease).success)
      throw new UsageError(`--release ${atRelease} is no kernel release; write it like 6.12`)
    const arch = values.arch === undefined ? undefined : knownArch(values.arch, `${root}/data`)
    const { value: data, faults } = readDataset(loadFiles())
    if (faults.length > 0) throw new DataError(faults)
    const hazards = data.arches
      .filter(it => arch === undefined || it.id === arch)
      .flatMap(({ id }) => {
        const releases = atRelease ? [atRelease] : releasesWithChanges(data, data.readers, { arch: id })
        return releases.flatMap(at => hazardsAt(data, data.readers, { arch: id, release: at }))
      })
    if (values.json) printJson(hazards)
    else process.stdout.write(hazardTable(hazards) + (atRelease ? missingMechanisms(data, arch, atRelease) : ''))
  },
})
