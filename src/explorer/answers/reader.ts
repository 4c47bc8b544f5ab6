import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Answer } from '../answer.ts'
import type { Knowledge } from '../explorer-index.ts'
import { structIn } from '../../model/analysis/struct-at.ts'
import { citesOf, fact, flowFrame, labelOf, marksOf, mergedHazards, SIGN_OF, verdictWords } from '../answer.ts'
import { flowOf } from '../register-paths.ts'

const ORDER = ['ugly', 'bad', 'good']

/** A reader: what it reads, where it runs, and what it may believe there. */
export function answerReader(id: string, at: Viewpoint, knowledge: Knowledge): Answer {
  const { atlas, momentAt } = knowledge
  const it = atlas.readers.find(reader => reader.id === id)!
  const reads = it.reads.find(read => read.arches?.includes(at.arch) ?? true)
  const moment = momentAt(at)
  const reached = mergedHazards(knowledge, at)
    .filter(hazard => hazard.reader === id)
    .toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict))
  const places = [...new Set(reached.map(hazard => hazard.path.at(-1)!))]
  const byArch = atlas.arches.flatMap(({ id: arch, name }) => {
    const words = verdictWords(mergedHazards(knowledge, { ...at, arch }).filter(hazard => hazard.reader === id))
    return words === '' ? [] : [`${name} ${words}`]
  })
  const frames = reached.map(hazard =>
    flowFrame(
      flowOf(hazard, moment),
      hazard.fields.map(field => field.field),
    ),
  )
  return {
    at,
    title: it.name,
    kicker: ['reader', `since ${it.since}`],
    says: [...(reached.length === 0 ? [`No register of ${at.arch} reaches it in ${at.release}.`] : []), it.says],
    facts: [
      ...fact(
        'Reads',
        (reads?.fields ?? []).map(name => fieldName(name, at, knowledge)),
      ),
      ...fact('If not real', reads?.wrong ?? ''),
      ...fact(
        'Runs in',
        places.map(
          place => `${labelOf(place, atlas)} (${verdictWords(reached.filter(hazard => hazard.path.at(-1) === place))})`,
        ),
      ),
      ...fact('Ways to it', byArch.join('; ')),
    ],
    frames: frames.filter((frame, i) => frames.findIndex(other => other.by === frame.by) === i),
    cites: citesOf([...(reads?.sources ?? []), ...it.runsIn.flatMap(place => place.sources)]),
    lit: places.length > 0 ? places : it.runsIn.map(place => place.mechanism),
    marks: marksOf(
      reached.map(hazard => ({
        mechanism: hazard.path.at(-1)!,
        what: [...hazard.path, hazard.capture].join(),
        state: SIGN_OF[hazard.verdict],
      })),
    ),
  }
}

/** A field of pt_regs as the arch calls it. */
export function fieldName(name: string, { arch, release }: Viewpoint, { atlas }: Knowledge): string {
  const found = atlas.arches.find(it => it.id === arch)
  const field = found && structIn(found, 'pt_regs', release)?.fields.find(it => it.name === name)
  return field?.alias ?? name
}
