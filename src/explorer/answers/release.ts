import { bornIn, type Viewpoint } from '../../model/analysis/applicability.ts'
import type { Knowledge } from '../explorer-index.ts'
import { citesOf, EMPTY, fact, type Answer } from '../answer.ts'
import { stopFor } from '../snapshots.ts'
import { answerMoment } from './snapshot.ts'

/** A release: what came with it. */
export function answerRelease(release: string, at: Viewpoint, knowledge: Knowledge): Answer {
  const { atlas, stops } = knowledge
  const isNow = (it: { readonly since: string }) => it.since === release
  const isHere = (it: { readonly arch: string }) => it.arch === at.arch
  const born = atlas.mechanisms.filter(it => bornIn(it) === release)
  const stages = atlas.mechanisms.flatMap(it =>
    (it.life ?? []).filter(stage => bornIn(stage) === release).map(stage => ({ of: it, stage })),
  )
  const captures = [...atlas.captures.values(), ...atlas.conversions.values()].filter(
    it => isHere(it) && isNow(it.value),
  )
  const readers = atlas.readers.filter(isNow)
  const before = stopFor(stops, release)
  const changed = [...born, ...stages.map(it => it.of)]
  return {
    ...EMPTY,
    ...answerMoment(at, knowledge),
    title: release,
    kicker: ['release', ...born.slice(0, 1).map(it => String((it.since.checked ?? it.since).year))],
    says:
      before === release
        ? answerMoment(at, knowledge).says
        : [`Nothing in the data changes in ${release}; it is as in ${before}.`],
    facts: [
      ...fact(
        'New',
        born.map(it => it.label.join(' ')),
      ),
      ...stages.flatMap(({ of, stage }) => fact(of.label.join(' '), stage.says)),
      ...fact(
        'Captures',
        captures.map(it => it.value.name),
      ),
      ...fact(
        'Readers',
        readers.map(it => it.name),
      ),
    ],
    cites: citesOf([...born.flatMap(it => it.since.sources), ...stages.flatMap(it => it.stage.since.sources)]),
    lit: [...new Set(changed.map(it => it.id))],
  }
}
