import type { Hazard } from '../model/analysis/hazards.ts'
import { compareReleases } from '../model/analysis/compare-releases.ts'

/** Hazards that are alike but for the release, and the releases in which they were found. */
type Row = { readonly hazard: Hazard; readonly releases: readonly string[] }

/**
 * Hazards as people read them: the bad and the ugly by arch, one block for each way, with the releases in which it is so.
 *
 * @param hazards - of one or more arches and releases; the good ones are only counted.
 */
export function hazardTable(hazards: readonly Hazard[]): string {
  if (hazards.length === 0)
    return 'no register reaches a reader: there is no capture site for that arch and release in data/captures/\n'
  const arches = [...Map.groupBy(hazards, it => it.arch)]
  return arches
    .map(([arch, all]) => {
      const rows = mergeReleases(all.filter(it => it.verdict !== 'good'))
      const good = mergeReleases(all.filter(it => it.verdict === 'good')).length
      const blocks = rows.map(({ hazard, releases }) =>
        [
          `${hazard.verdict.toUpperCase().padEnd(5)} ${hazard.path.join(' > ')} > ${hazard.reader}   ${span(releases)}${hazard.proposals.length > 0 ? `, proposed: ${hazard.proposals[0]}` : ''}`,
          `      from ${[hazard.capture, ...hazard.conversions].join(', through ')}`,
          `      ${hazard.fields
            .filter(it => it.state !== 'captured')
            .map(
              ({ field, state, value, exact }) =>
                `${field} ${state}${value ? ` (${value}${exact ? ', exact' : ''})` : ''}`,
            )
            .join(', ')}`,
          `      ${hazard.wrong}`,
        ].join('\n'),
      )
      return `${arch}: ${rows.filter(it => it.hazard.verdict === 'ugly').length} ugly, ${rows.filter(it => it.hazard.verdict === 'bad').length} bad, ${good} good\n\n${blocks.join('\n\n')}\n`
    })
    .join('\n')
}

function mergeReleases(hazards: readonly Hazard[]): readonly Row[] {
  const alike = Map.groupBy(hazards, it =>
    JSON.stringify([it.verdict, it.path, it.reader, it.capture, it.conversions, it.fields]),
  )
  return [...alike.values()]
    .map(same => ({ hazard: same[0]!, releases: same.map(it => it.release).sort(compareReleases) }))
    .sort(
      (a, b) =>
        (a.hazard.verdict === b.hazard.verdict ? 0 : a.hazard.verdict === 'ugly' ? -1 : 1) ||
        a.hazard.path.join().localeCompare(b.hazard.path.join()) ||
        a.hazard.reader.localeCompare(b.hazard.reader),
    )
}

/** The first and the last release of those looked at in which something was so. */
function span(releases: readonly string[]): string {
  const [first, last] = [releases[0]!, releases.at(-1)!]
  return first === last ? first : `${first} to ${last}`
}
