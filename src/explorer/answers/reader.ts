import { type Hazard, readsAt } from '../../model/analysis/hazards.ts'
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Answer } from '../answer.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import { SEVERITY } from '../../model/analysis/register-frame.ts'
import { rangeWords } from '../../model/analysis/compare-releases.ts'
import { VERDICTS } from '../../model/vocabulary.ts'
import { structAt } from '../../model/analysis/struct-at.ts'
import { citationsOf, fact, flowFrame, mechanismLabel, marksOf, mergedHazards } from '../answer.ts'
import { flowOfHazard } from '../register-paths.ts'
import { verdictWords } from '../../model/verdict-words.ts'
import { say } from '../../words/say.ts'

/**
 * Answer about a reader: what it reads, where it runs, and what it can rely on there.
 *
 * @param id - of a reader.
 * @param at - the viewpoint to show.
 * @param index - the dataset with its index.
 * @returns an answer with a frame for each kind of registers that reach it, the worst verdict first.
 */
export function answerReader(id: string, at: Viewpoint, index: ExplorerIndex): Answer {
  const { dataset, snapshotAt } = index
  const it = dataset.readers.find(reader => reader.id === id)!
  const [reads] = readsAt(it, at)
  const snapshot = snapshotAt(at)
  const reached = mergedHazards(index, at)
    .filter(hazard => hazard.reader === id)
    .toSorted((a, b) => severityOf(b) - severityOf(a))
  const mechanisms = [...new Set(reached.map(hazard => hazard.path.at(-1)!))]
  const byArch = dataset.arches.flatMap(({ id: arch, name }) => {
    const words = verdictWords(mergedHazards(index, { ...at, arch }).filter(hazard => hazard.reader === id))
    return words === '' ? [] : [`${name} ${words}`]
  })
  const frames = reached.map(hazard =>
    flowFrame(
      flowOfHazard(hazard, snapshot),
      dataset,
      hazard.fields.map(field => field.field),
    ),
  )
  return {
    at,
    title: it.name,
    overline: [it.writes ? say('writer') : say('reader'), rangeWords(it)],
    summary: [
      ...(reached.length === 0
        ? [say('No register of {arch} reaches it in {release}.', { arch: at.arch, release: at.release })]
        : []),
      it.summary,
    ],
    fromData: [it.summary, reads?.wrong ?? ''],
    facts: [
      ...fact(
        it.writes ? 'Sets' : 'Reads',
        (reads?.fields ?? []).map(name => fieldName(name, at, index)),
      ),
      ...fact(it.writes ? 'If lost' : 'If not real', reads?.wrong ?? ''),
      ...fact(
        'Runs in',
        mechanisms.map(mechanism => {
          const hazards = reached.filter(hazard => hazard.path.at(-1) === mechanism)
          return `${mechanismLabel(mechanism, dataset)} (${verdictWords(hazards)})`
        }),
      ),
      ...fact('Ways to it', byArch.join('; ')),
    ],
    frames: frames.filter((frame, i) => frames.findIndex(other => other.by === frame.by) === i),
    citations: citationsOf([...(reads?.sources ?? []), ...it.runsIn.flatMap(one => one.sources)]),
    highlighted: mechanisms.length > 0 ? mechanisms : it.runsIn.map(one => one.mechanism),
    marks: marksOf(
      reached.map(hazard => ({
        mechanism: hazard.path.at(-1)!,
        what: [...hazard.path, hazard.capture].join(),
        state: VERDICTS[hazard.verdict].state,
      })),
    ),
  }
}

/** How bad the verdict on a hazard is, in no unit. */
function severityOf({ verdict }: Hazard): number {
  return SEVERITY.indexOf(VERDICTS[verdict].state)
}

/**
 * Name a field of `pt_regs` as the arch does.
 *
 * @param name - the field's name in the struct.
 * @param viewpoint - arch and release.
 * @param index - of it, the dataset.
 * @returns the alias of the field, or `name` where it has none.
 */
export function fieldName(name: string, { arch, release }: Viewpoint, { dataset }: ExplorerIndex): string {
  const owner = dataset.arches.find(it => it.id === arch)
  const field = owner && structAt(owner, 'pt_regs', release)?.fields.find(it => it.name === name)
  return field?.alias ?? name
}
