import type { Hazard } from '../model/analysis/hazards.ts'
import { compareReleases } from '../model/analysis/compare-releases.ts'
import { verdictWords, WORST_FIRST } from '../model/verdict-words.ts'

/** Hazards that differ only in their release, and the releases in which they were found. */
type Row = { readonly hazard: Hazard; readonly releases: readonly string[] }

/**
 * Hazards as text: the bad and the ugly by arch, a block for each path, with the releases in which it exists.
 *
 * @param hazards - of one or more arches and releases; the good ones are only counted.
 * @returns lines, with a newline at the end.
 */
export function hazardTable(hazards: readonly Hazard[]): string {
  if (hazards.length === 0)
    return 'no register reaches a reader: there is no capture site for that arch and release in data/captures/\n'
  const arches = [...Map.groupBy(hazards, it => it.arch)]
  return arches
    .map(([arch, all]) => {
      const rows = mergeReleases(all)
      const blocks = rows
        .filter(it => it.hazard.verdict !== 'good')
        .map(({ hazard, releases }) =>
          [
            headLine(hazard, releases),
            `      from ${[hazard.capture, ...hazard.conversions].join(', through ')}${hazard.isDerived ? ', derived, not reviewed' : ''}`,
            `      ${hazard.fields
              .filter(it => it.isLost || it.state !== 'captured')
              .map(({ field, state, value, isLost }) =>
                isLost ? `${field} set, and lost` : `${field} ${state}${value ? ` (${value})` : ''}`,
              )
              .join(', ')}`,
            `      ${hazard.wrong}`,
          ].join('\n'),
        )
      return `${arch}: ${verdictWords(rows.map(it => it.hazard))}\n\n${blocks.join('\n\n')}\n`
    })
    .join('\n')
}

/** The first line of a block: verdict, path, reader and releases. */
function headLine({ verdict, path, reader, proposals }: Hazard, releases: readonly string[]): string {
  const proposed = proposals.length > 0 ? `, proposed: ${proposals[0]}` : ''
  return `${verdict.toUpperCase().padEnd(5)} ${path.join(' > ')} > ${reader}   ${span(releases)}${proposed}`
}

function mergeReleases(hazards: readonly Hazard[]): readonly Row[] {
  const alike = Map.groupBy(hazards, it =>
    JSON.stringify([it.verdict, it.path, it.reader, it.capture, it.conversions, it.fields]),
  )
  return [...alike.values()]
    .map(same => ({ hazard: same[0]!, releases: same.map(it => it.release).sort(compareReleases) }))
    .sort(
      (a, b) =>
        WORST_FIRST.indexOf(a.hazard.verdict) - WORST_FIRST.indexOf(b.hazard.verdict) ||
        a.hazard.path.join().localeCompare(b.hazard.path.join()) ||
        a.hazard.reader.localeCompare(b.hazard.reader),
    )
}

/** The first and the last release of those looked at in which something was so. */
function span(releases: readonly string[]): string {
  const [first, last] = [releases[0]!, releases.at(-1)!]
  return first === last ? first : `${first} to ${last}`
}
