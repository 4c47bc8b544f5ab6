import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import { fact, mergedHazards, type Answer, verdictWords } from '../answer.ts'
import { answerSnapshot } from './snapshot.ts'
import { asOf } from '../../model/analysis/coverage-gaps.ts'

/** An arch: what it has, what it lacks, and what can be believed there. */
export function answerArch(arch: string, at: Viewpoint, index: ExplorerIndex): Answer {
  const { dataset, snapshotAt } = index
  const it = dataset.arches.find(one => one.id === arch)!
  const { existence, unread, uncaptured } = snapshotAt(at)
  const lacking = (isRead: boolean) =>
    dataset.mechanisms
      .filter(
        mechanism =>
          existence[mechanism.id] === 'lacking' &&
          !uncaptured.includes(mechanism.id) &&
          (unread[mechanism.id] === undefined) === isRead,
      )
      .map(mechanism => mechanism.label.join(' '))
  const structs = (it.structs ?? []).map(struct => struct.name)
  return {
    ...answerSnapshot(at, index),
    title: it.name,
    overline: ['arch', it.directory],
    facts: [
      ...fact('Lacks', lacking(true)),
      ...fact(`Not in ${asOf(at.release, Object.values(unread)[0])}`, lacking(false)),
      ...fact(
        'Not read yet',
        dataset.mechanisms
          .filter(mechanism => uncaptured.includes(mechanism.id))
          .map(mechanism => mechanism.label.join(' ')),
      ),
      ...fact('Ways to a reader', verdictWords(mergedHazards(index, at))),
      ...fact('Structs', [...new Set(structs)]),
    ],
  }
}
