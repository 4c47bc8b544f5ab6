import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import { fact, mergedHazards, type Answer } from '../answer.ts'
import { answerSnapshot } from './snapshot.ts'
import { asOf } from '../../model/analysis/coverage-gaps.ts'
import { verdictWords } from '../../model/verdict-words.ts'
import { say } from '../../words/say.ts'

/**
 * Answer about an arch: what it has, what it lacks, and which registers are reliable there.
 *
 * @param arch - its id.
 * @param at - the viewpoint to show, on that arch.
 * @param index - the dataset with its index.
 * @returns the snapshot's answer with the facts of the arch.
 */
export function answerArch(arch: string, at: Viewpoint, index: ExplorerIndex): Answer {
  const { dataset, snapshotAt } = index
  const it = dataset.arches.find(one => one.id === arch)!
  const { existence, derived, unread, uncaptured } = snapshotAt(at)
  const lackingByTree = (isCurrent: boolean) =>
    dataset.mechanisms
      .filter(
        mechanism =>
          existence[mechanism.id] === 'lacking' &&
          !uncaptured.includes(mechanism.id) &&
          (unread[mechanism.id] === undefined) === isCurrent,
      )
      .map(mechanism => mechanism.label.join(' '))
  const structs = (it.structs ?? []).map(struct => struct.name)
  return {
    ...answerSnapshot(at, index),
    title: it.name,
    overline: [say('arch'), it.directory],
    facts: [
      ...fact('Lacks', lackingByTree(true)),
      ...fact(say('Not in {release}', { release: asOf(at.release, Object.values(unread)[0]) }), lackingByTree(false)),
      ...fact(
        'Derived, not reviewed',
        dataset.mechanisms
          .filter(mechanism => derived.includes(mechanism.id))
          .map(mechanism => mechanism.label.join(' ')),
      ),
      ...fact(
        'Not known',
        dataset.mechanisms
          .filter(mechanism => uncaptured.includes(mechanism.id))
          .map(mechanism => mechanism.label.join(' ')),
      ),
      ...fact('Ways to a reader', verdictWords(mergedHazards(index, at))),
      ...fact('Structs', [...new Set(structs)]),
    ],
  }
}
