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

/** What there is no way to, because the arch lacks it: a line an arch. */
function lacking(data: Dataset, arch: string | undefined, release: string): string {
  return data.arches
    .filter(it => arch === undefined || it.id === arch)
    .map(({ id }) => {
      const at = { arch: id, release }
      const lacks = Map.groupBy(
        data.mechanisms.filter(it => classOf(it, at, data) === undefined),
        it => asOf(release, lastReadRelease(it, at, data)),
      )
      return [...lacks]
        .map(
          ([when, its]) =>
            `\nNo way leads through these: ${id} does not have them in ${when}, or no capture of theirs is in the data: ${its.map(it => it.id).join(', ')}\n`,
        )
        .join('')
    })
    .join('')
}

await runCommand({
  name: 'npm run hazards',
  summary:
    'Tells which code reads registers that were made up or never written, for every arch and release in the data.',
  options: {
    arch: { help: 'one arch instead of all', hint: 'ID' },
    release: { help: 'as of one release instead of all', hint: 'R' },
    json: { help: 'print every way to a reader, good ones too, as JSON' },
  },
  async run({ values }) {
    const asOf = values.release
    if (asOf && !release.safeParse(asOf).success)
      throw new UsageError(`--release ${asOf} is no kernel release; it reads like 6.12`)
    const arch = values.arch === undefined ? undefined : knownArch(values.arch, `${root}/data`)
    const { value: data, faults } = readDataset(loadFiles())
    if (faults.length > 0) throw new DataError(faults)
    const hazards = data.arches
      .filter(it => arch === undefined || it.id === arch)
      .flatMap(({ id }) => {
        const releases = asOf ? [asOf] : releasesWithChanges(data, data.readers, { arch: id })
        return releases.flatMap(at => hazardsAt(data, data.readers, { arch: id, release: at }))
      })
    if (values.json) printJson(hazards)
    else process.stdout.write(hazardTable(hazards) + (asOf ? lacking(data, arch, asOf) : ''))
  },
})
