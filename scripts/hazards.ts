import { DataError } from '../src/errors/fault.ts'
import { triedOutcome } from '../src/model/vocabulary.ts'
import { causesOf } from '../src/model/analysis/causes.ts'
import { type Hazard, hazardsAt, newestRelease, releasesWithChanges } from '../src/model/analysis/hazards.ts'
import { causeReport } from '../src/cli/cause-report.ts'
import { knownArch } from '../src/cli/arch-option.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { deckFile, requireRegisters, SLIDES_OPTION } from '../src/cli/slides-option.ts'
import { UsageError } from '../src/errors/usage-error.ts'
import { hazardTable } from '../src/cli/hazard-table.ts'
import { loadFiles } from '../src/model/read/load-files.ts'
import type { Dataset } from '../src/model/dataset.ts'
import { readDataset } from '../src/model/read/read-dataset.ts'
import { classOf } from '../src/model/analysis/register-class.ts'
import { asOf, lastReadRelease } from '../src/model/analysis/coverage-gaps.ts'
import { release } from '../src/model/schema/release.ts'
import { requireRead } from '../src/cli/release-option.ts'

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

/** Which reports are wanted. */
type Wanted = { readonly arch: string | undefined; readonly release: string; readonly cause: string | undefined }

/** The reports of causes, one after the other. */
function reports(data: Dataset, { arch, release: at, cause: id }: Wanted): string {
  const found = data.arches
    .filter(it => arch === undefined || it.id === arch)
    .flatMap(it => {
      const hazards = hazardsAt(data, data.readers, { arch: it.id, release: at })
      return causesOf(
        hazards.filter(one => one.proposals.length === 0),
        data,
      )
    })
  const wanted = found.filter(it => id === undefined || it.id === id)
  if (wanted.length === 0)
    throw new UsageError(
      id === undefined
        ? `nothing is ugly there in ${at}`
        : `there is no cause ${id} in ${at}; known: ${found.map(it => it.id).join(', ')}`,
    )
  const histories = new Map<string, readonly Hazard[]>()
  const historyOf = (owner: string) =>
    releasesWithChanges(data, data.readers, { arch: owner }).flatMap(release =>
      hazardsAt(data, data.readers, { arch: owner, release }),
    )
  return wanted
    .map(cause => {
      const history = histories.get(cause.arch) ?? historyOf(cause.arch)
      histories.set(cause.arch, history)
      return causeReport({ cause, history, data })
    })
    .join(`${'-'.repeat(72)}\n`)
}

/** Hazards with the cause of each ugly one, its status, and whether it was tried. */
function withCauses(hazards: readonly Hazard[], data: Dataset): readonly object[] {
  const groups = Map.groupBy(
    hazards.filter(it => it.proposals.length === 0),
    it => `${it.arch} ${it.release}`,
  )
  const causes = new Map(
    [...groups.values()].flatMap(same =>
      causesOf(same, data).flatMap(({ id, ways }) => ways.map(way => [way, id] as const)),
    ),
  )
  return hazards.map(it => {
    const cause = causes.get(it)
    const review = cause ? data.reviews.get(cause) : undefined
    const trials = review?.tried ?? []
    return {
      ...it,
      ...(cause && { cause, tried: triedOutcome(trials) }),
      ...(review && { status: review.status }),
      ...(trials.length > 0 && { trials }),
    }
  })
}

await runCommand({
  name: 'npm run hazards',
  summary:
    'Lists the code that reads registers which were made up or never written, for every arch and release in the data.',
  options: {
    slides: SLIDES_OPTION,
    arch: { help: 'one arch instead of all', hint: 'ID' },
    release: { help: 'as of one release instead of all', hint: 'R' },
    json: { help: 'print all hazards, also those with the verdict good, as JSON' },
    report: {
      help: 'print a report of each cause of ugly answers, as it can be mailed; in the newest release, unless said',
    },
    cause: { help: 'with --report, the report of one cause', hint: 'ID' },
  },
  async run({ values }) {
    const atRelease = values.release
    if (atRelease && !release.safeParse(atRelease).success)
      throw new UsageError(`--release ${atRelease} is no kernel release; write it like 6.12`)
    const talk = deckFile(values.slides)
    const { value: data, faults } = readDataset(loadFiles(talk.deck))
    if (faults.length > 0) throw new DataError(faults)
    requireRegisters(data, talk)
    if (atRelease) requireRead(atRelease, data)
    const arch = values.arch === undefined ? undefined : knownArch(values.arch, talk.deck)
    if (values.cause && !values.report) throw new UsageError('--cause names the cause of a report; add --report')
    if (values.report && values.json)
      throw new UsageError('--report prints mails, and no JSON; leave out one of the two')
    if (values.report) {
      const at = atRelease ?? newestRelease(data, data.readers)
      process.stdout.write(reports(data, { arch, release: at, cause: values.cause }))
      return
    }
    const hazards = data.arches
      .filter(it => arch === undefined || it.id === arch)
      .flatMap(({ id }) => {
        const releases = atRelease ? [atRelease] : releasesWithChanges(data, data.readers, { arch: id })
        return releases.flatMap(at => hazardsAt(data, data.readers, { arch: id, release: at }))
      })
    if (values.json) printJson(withCauses(hazards, data))
    else process.stdout.write(hazardTable(hazards) + (atRelease ? missingMechanisms(data, arch, atRelease) : ''))
  },
})
