import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Knowledge } from '../explorer-index.ts'
import { fact, mergedHazards, type Answer, verdictWords } from '../answer.ts'
import { answerMoment } from './snapshot.ts'
import { asOf } from '../../model/analysis/coverage-gaps.ts'

/** An arch: what it has, what it lacks, and what can be believed there. */
export function answerArch(arch: string, at: Viewpoint, knowledge: Knowledge): Answer {
  const { atlas, momentAt } = knowledge
  const it = atlas.arches.find(one => one.id === arch)!
  const { existence, unread, uncaptured } = momentAt(at)
  const lacking = (isRead: boolean) =>
    atlas.mechanisms
      .filter(
        mechanism =>
          existence[mechanism.id] === 'lacking' &&
          !uncaptured.includes(mechanism.id) &&
          (unread[mechanism.id] === undefined) === isRead,
      )
      .map(mechanism => mechanism.label.join(' '))
  const structs = (it.structs ?? []).map(struct => struct.name)
  return {
    ...answerMoment(at, knowledge),
    title: it.name,
    kicker: ['arch', it.directory],
    facts: [
      ...fact('Lacks', lacking(true)),
      ...fact(`Not in ${asOf(at.release, Object.values(unread)[0])}`, lacking(false)),
      ...fact(
        'Not read yet',
        atlas.mechanisms
          .filter(mechanism => uncaptured.includes(mechanism.id))
          .map(mechanism => mechanism.label.join(' ')),
      ),
      ...fact('Ways to a reader', verdictWords(mergedHazards(knowledge, at))),
      ...fact('Structs', [...new Set(structs)]),
    ],
  }
}
